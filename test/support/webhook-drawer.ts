import type { Page } from 'playwright-core';
import { ConsoleInBrowser } from './console.ts';

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } userErrors { message } } }';

/** A console with two webhooks, "Billing sync" with the returned id and "Ledger". */
export async function startWithWebhooks(): Promise<{ console: ConsoleInBrowser; page: Page; id: string }> {
  const console = await ConsoleInBrowser.start();
  const create = (name: string) => console.server.api.graphql<{ webhookCreate: { webhook: { id: string } } }>(CREATE, { input: { name, url: console.receiver.url(), environment: 'PRODUCTION', events: ['license.*'] } });
  const { webhookCreate: { webhook } } = await create('Billing sync');
  await create('Ledger');
  return { console, page: await console.open(), id: webhook.id };
}

/** Where things are while the form of a webhook is open over the list. */
export function webhookDrawer(page: () => Page) {
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const link = (name: string) => page().getByRole('link', { name, exact: true });
  const drawer = () => page().getByRole('dialog', { name: /^(Edit|Create) / });
  const name = () => drawer().getByRole('textbox', { name: /^Name\b/ });
  const question = (title: string) => page().getByRole('alertdialog', { name: title });
  const isGone = () => drawer().waitFor({ state: 'detached' });
  const formInAddress = () => new URL(page().url()).searchParams.get('form');
  async function openList(query = '?env=all&q=sync'): Promise<void> {
    await page().goto(`/admin/webhooks${query}`);
    await link('Edit Billing sync').waitFor();
  }
  async function edit(): Promise<void> {
    await openList();
    await link('Edit Billing sync').click();
    await name().waitFor();
  }
  return { button, link, drawer, name, question, isGone, formInAddress, openList, edit };
}
