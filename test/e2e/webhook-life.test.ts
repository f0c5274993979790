import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing, openBrowser } from '../support/browser.ts';
import { Receiver } from '../support/receiver.ts';
import { ServerProcess } from '../support/server-process.ts';

/*
 * The life of a webhook in a real browser: begun by a recipe, tested with an event of one's own, changed by two people at once, deleted
 * by mistake and brought back, with the overview at both ends.
 */
describe.skipIf(isBrowserMissing())('the life of a webhook in a browser', () => {
  let server: ServerProcess;
  let receiver: Receiver;
  let browser: Browser;
  let page: Page;
  let id = '';
  const problems: string[] = [];

  beforeAll(async () => {
    [server, receiver, browser] = await Promise.all([ServerProcess.start(), Receiver.start(), openBrowser()]);
    page = await browser.newPage({ baseURL: server.baseUrl, viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
    await page.goto(/\S+\/admin\/setup\?token=\S+/.exec(server.output)?.[0] ?? '');
    await page.getByLabel('Name').fill('Dana Ortiz');
    await page.getByLabel('Email').fill('dana@keybell.example');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create Super Admin' }).click();
  });
  afterAll(() => Promise.all([browser?.close(), receiver?.close(), server?.stop()]));

  it('starts on an overview that says what to do first', async () => {
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByText('0 of 4 done').waitFor();
    await page.getByRole('link', { name: 'Create webhook' }).waitFor();
  });

  it('is created from what a recipe put into the address', async () => {
    const query = new URLSearchParams({ recipe: 'slack-activation-alerts', name: 'Team channel', url: receiver.url(), environment: 'staging', events: 'activation.*', format: 'slack' });
    await page.goto(`/admin/webhooks/new?${query}`);
    await page.getByText('As the channel shows it').waitFor();
    expect(await page.getByRole('textbox', { name: /^Name\b/ }).inputValue()).toBe('Team channel');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'I stored it' }).click();
    const { webhooks } = await server.api.graphql<{ webhooks: { nodes: { id: string; eventPatterns: string[] }[] } }>('{ webhooks(first: 1) { nodes { id eventPatterns } } }');
    expect(webhooks.nodes[0]?.eventPatterns).toEqual(['activation.*']);
    id = webhooks.nodes[0]?.id ?? '';
  });

  it('is tested with a payload that the schema accepts, and shows the answer', async () => {
    receiver.respond({ status: 200, body: 'ok' });
    await page.goto(`/admin/webhooks/${id}?tab=test`);
    await page.getByRole('textbox', { name: 'The payload' }).waitFor();
    await page.getByText('X-Webhook-Signature').first().waitFor();
    await page.getByRole('button', { name: 'Send sample' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send sample' }).click();
    await page.getByText(/^200 in/).waitFor();
    await page.getByRole('button', { name: 'Use again' }).first().waitFor();
  });

  it('asks whose change is to hold when somebody else saved first', async () => {
    await page.goto(`/admin/webhooks/${id}/edit`);
    await page.getByRole('textbox', { name: /^Name\b/ }).fill('Activations');
    await server.api.graphql('mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { userErrors { message } } }', { input: { id, name: 'Channel of the team', description: 'Ask Ana first' } });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Somebody else changed it meanwhile' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Take your value of Name' }).isChecked()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Take their value of Description' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Take over the result' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const { webhook } = await server.api.graphql<{ webhook: { name: string; description: string } }>('query ($id: ID!) { webhook(id: $id) { name description } }', { id });
    expect(webhook).toMatchObject({ name: 'Activations', description: 'Ask Ana first' });
  });

  it('is deleted, and comes back as it was', async () => {
    await page.goto(`/admin/webhooks/${id}?tab=settings`);
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Activations is deleted').first().waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Activations is back').first().waitFor();
    await page.goto('/admin/webhooks');
    await page.getByRole('switch', { name: 'Activations is active', checked: true }).waitFor();
  });

  it('leaves its trace in the activity, field by field', async () => {
    await page.goto(`/admin/webhooks/${id}?tab=activity`);
    await page.getByRole('button', { name: /Restored webhook/ }).waitFor();
    await page.getByRole('button', { name: /Changed webhook/ }).first().click();
    await page.getByText('Before: ').first().waitFor({ state: 'attached' });
  });

  it('shows its attempts on the overview, where a drag opens them', async () => {
    await page.goto('/admin/overview?since=15m');
    const chart = page.getByRole('img', { name: /^Attempts\. / });
    const box = await chart.boundingBox();
    if (!box) throw new Error('The chart has no place on the page.');
    await chart.locator('canvas').waitFor();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/\/admin\/webhook-deliveries\?.*from=/);
    // A delivery keeps the name that its webhook had then.
    await page.getByText('Team channel').first().waitFor();
  });

  it('reported no error to the console of the browser', () => {
    expect(problems).toEqual([]);
  });
});
