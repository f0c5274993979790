import { createHmac, createPublicKey, verify } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import { ConsoleInBrowser } from '../support/console.ts';
import type { ReceivedRequest } from '../support/receiver.ts';

/** Tells what arrived apart from the checks of the form, which ask with HEAD. */
const calls = (requests: readonly ReceivedRequest[], path: string) => requests.filter((request) => request.method === 'POST' && request.path === path);

/*
 * How people were told to manage webhooks, step by step, done by hand in the console: every test is a step, in the order of the text,
 * and says it in our words.
 */
describe.skipIf(isBrowserMissing())('managing webhooks as it is told', () => {
  let console: ConsoleInBrowser;
  let page: Page;

  beforeAll(async () => {
    console = await ConsoleInBrowser.start();
    page = await console.open();
    // Nobody outside is asked whether an address answers.
    await page.route('**/graphql', (route) => (route.request().postData()?.includes('hooks.slack.com') && route.request().postData()?.includes('webhookUrlCheck') ? route.fulfill({ json: { data: null, errors: [{ message: 'not asked' }] } }) : route.continue()));
  });
  afterAll(() => console?.close());

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  const toList = () => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Webhooks', exact: true }).click();
  /** All requests to a path, once there are so many. */
  async function callsOf(path: string, count: number): Promise<ReceivedRequest[]> {
    await expect.poll(() => calls(console.receiver.requests, path).length, { timeout: 40_000 }).toBe(count);
    return calls(console.receiver.requests, path);
  }

  describe('adding a webhook', () => {
    it('finds webhooks in the menu, under Administration', async () => {
      await page.goto('/admin');
      const menu = page.getByRole('navigation', { name: 'Main' });
      await menu.getByRole('heading', { name: 'Administration' }).waitFor();
      await menu.getByRole('link', { name: 'Webhooks', exact: true }).click();
      await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/admin/webhooks');
    });
    it('clicks on "Create webhook"', async () => {
      await page.getByRole('link', { name: 'Create webhook' }).first().click();
      await page.getByRole('heading', { name: 'Create webhook' }).waitFor();
    });
    it('enters the URI of the handler, its name and its environment', async () => {
      await page.getByRole('textbox', { name: 'Target URL' }).fill(console.receiver.url('/handler'));
      await page.getByRole('textbox', { name: /^Name\b/ }).fill('CRM Sync');
      await page.getByRole('radiogroup', { name: 'Environment' }).getByText('Production').click();
    });
    it('selects the events that the handler is to manage', async () => {
      await page.getByRole('checkbox', { name: 'license.created', exact: true }).click();
      await page.getByRole('checkbox', { name: 'license.activated', exact: true }).click();
    });
    it('clicks on "Save events"', async () => {
      await button('Save events').click();
      await page.getByText('Selection saved').waitFor();
    });
    it('clicks on "Save", which adds the webhook', async () => {
      await button('Save').click();
      await page.getByRole('heading', { name: 'CRM Sync is created' }).waitFor();
      await button('I stored it').click();
      await button('All webhooks').click();
      await row('CRM Sync').waitFor();
    });
  });

  describe('viewing, searching and filtering webhooks', () => {
    it('lists name, URL, environment, the number of events, status and actions', async () => {
      for (const name of ['Name', 'URL', 'Environment', 'Events', 'Status', 'Actions']) await page.getByRole('columnheader', { name }).first().waitFor();
      const listed = row('CRM Sync');
      await listed.getByText('Production').first().waitFor();
      await listed.getByRole('button', { name: '2 events of CRM Sync: show them' }).waitFor();
      await listed.getByRole('switch', { name: 'CRM Sync is active', checked: true }).waitFor();
      await listed.getByRole('link', { name: 'Edit CRM Sync' }).waitFor();
    });
    it('searches by name or URL', async () => {
      const search = page.getByRole('searchbox', { name: 'Search by name or URL' });
      for (const text of ['crm sy', '/handler']) {
        await search.fill(text);
        await page.waitForURL((url) => url.searchParams.get('q') === text);
        await row('CRM Sync').waitFor();
      }
      await search.fill('nothing like it');
      await page.getByText('No webhook matches').waitFor();
      await search.fill('');
      await row('CRM Sync').waitFor();
    });
    it('filters by environment and by status', async () => {
      await page.goto('/admin/webhooks?env=staging');
      await page.getByText('No webhook matches').waitFor();
      await page.goto('/admin/webhooks?env=production');
      await row('CRM Sync').waitFor();
      await page.getByRole('link', { name: /^Inactive/ }).click();
      await page.getByText('No webhook matches').waitFor();
      await page.getByRole('link', { name: /^Active/ }).click();
      await row('CRM Sync').waitFor();
    });
  });

  describe('testing a webhook', () => {
    it('clicks on "Test", to the right of the listed events', async () => {
      const [events, test] = await Promise.all([row('CRM Sync').getByRole('button', { name: /show them$/ }).boundingBox(), row('CRM Sync').getByRole('button', { name: 'Test CRM Sync' }).boundingBox()]);
      expect(test?.x ?? 0).toBeGreaterThan((events?.x ?? 0) + (events?.width ?? 0));
      console.receiver.respond({ status: 500, body: 'no' });
      await row('CRM Sync').getByRole('button', { name: 'Test CRM Sync' }).click();
    });
    it('confirms that the handler is to be called', async () => {
      const dialog = page.getByRole('alertdialog', { name: 'Test CRM Sync' });
      await dialog.getByText(console.receiver.url('/handler')).waitFor();
      expect(calls(console.receiver.requests, '/handler')).toEqual([]);
      await dialog.getByRole('button', { name: 'Send test' }).click();
    });
    it('calls the handler with a new event: an empty payload, and the id of the webhook as resource', async () => {
      const [request] = await callsOf('/handler', 1);
      const body = JSON.parse(request?.body.toString() ?? '') as Record<string, unknown>;
      const { webhooks } = await console.server.api.graphql<{ webhooks: { nodes: { id: string }[] } }>('{ webhooks(first: 1) { nodes { id } } }');
      expect(body).toMatchObject({ eventCode: 'webhook.test', resourceId: webhooks.nodes[0]?.id, payload: {} });
      expect(body.eventId).toMatch(/^evt_/);
    });
    it('does not try again when the request fails, but makes another event at "Test again"', async () => {
      await page.getByText(/^500 in/).waitFor();
      await button('Test again').click();
      const [first, second] = await callsOf('/handler', 2);
      await page.getByText(/^500 in/).waitFor();
      expect(second?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
      const { deliveries } = await console.server.api.graphql<{ deliveries: { nodes: unknown[] } }>('{ deliveries(first: 10) { nodes { status attemptCount nextAttemptAt } } }');
      expect(deliveries.nodes).toEqual(Array(2).fill({ status: 'FAILED', attemptCount: 1, nextAttemptAt: null }));
    });
    it('is signed with the RSA key that "API Credentials", "Licensing API" shows', async () => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'API Credentials' }).click();
      await page.getByRole('link', { name: 'Licensing API' }).first().waitFor();
      const pem = await page.getByText(/-----BEGIN PUBLIC KEY-----/).first().innerText();
      const [request] = await callsOf('/handler', 2);
      expect(verify('sha256', request?.body ?? Buffer.alloc(0), createPublicKey(pem), Buffer.from(request?.headers['n-signature'] ?? '', 'base64'))).toBe(true);
    });
  });

  describe('editing a webhook', () => {
    it('clicks on the entry, and on "Edit"', async () => {
      await toList();
      await row('CRM Sync').getByRole('link', { name: 'CRM Sync', exact: true }).click();
      await page.getByRole('link', { name: 'Edit', exact: true }).click();
    });
    it('updates the details', async () => {
      await page.getByRole('textbox', { name: 'Description' }).fill('Updates customers when licences change.');
      await page.getByRole('checkbox', { name: 'license.expired', exact: true }).click();
    });
    it('clicks on "Save events", then on "Save"', async () => {
      await button('Save events').click();
      await button('Save').click();
      await page.getByText('Saved', { exact: true }).waitFor();
      await toList();
      await row('CRM Sync').getByRole('button', { name: '3 events of CRM Sync: show them' }).waitFor();
    });
  });

  describe('an alert in Slack when activations happen', () => {
    it('clicks on "Create webhook" and enters the name "Slack Activation Alerts"', async () => {
      await page.getByRole('link', { name: 'Create webhook' }).first().click();
      await page.getByRole('textbox', { name: /^Name\b/ }).fill('Slack Activation Alerts');
    });
    it('enters the address from Slack, whose format is then chosen by itself', async () => {
      const url = page.getByRole('textbox', { name: 'Target URL' });
      await url.fill('https://hooks.slack.com/services/T000/B000/TOKEN');
      await url.blur();
      await page.getByText('An address of Slack').waitFor();
      expect(await page.getByRole('radio', { name: 'Slack' }).isChecked()).toBe(true);
      // From here on something else plays Slack.
      await url.fill(console.receiver.url('/services/T000/B000/TOKEN'));
    });
    it('selects the environment "Production" and the events activation.created and activation.failed', async () => {
      await page.getByRole('radiogroup', { name: 'Environment' }).getByText('Production').click();
      await page.getByRole('button', { name: 'Show the Activation events' }).click();
      for (const name of ['activation.created', 'activation.failed']) await page.getByRole('checkbox', { name, exact: true }).click();
      await button('Save events').click();
    });
    it('clicks on "Save"', async () => {
      await button('Save').click();
      await button('I stored it').click();
      await button('All webhooks').click();
    });
    it('sees a readable line in the channel when an activation fails, and none for what was not selected', async () => {
      console.receiver.respond({ status: 200, body: 'ok' });
      await console.publish('activation.deleted', 'PRODUCTION', 'act_0');
      await console.publish('activation.failed', 'PRODUCTION', 'act_1');
      const [request] = await callsOf('/services/T000/B000/TOKEN', 1);
      const message = JSON.parse(request?.body.toString() ?? '') as Record<string, unknown>;
      expect(Object.keys(message)).toEqual(['text']);
      expect(message.text).toMatch(/act_1/);
      expect(message.text).not.toContain('{');
    });
  });

  describe('updating an endpoint', () => {
    let secret = '';

    it('finds the webhook in the list and clicks on the icon "Edit"', async () => {
      await toList();
      await page.getByRole('searchbox', { name: 'Search by name or URL' }).fill('CRM');
      await row('CRM Sync').getByRole('link', { name: 'Edit CRM Sync' }).click();
    });
    it('changes the target URL', async () => {
      await page.getByRole('textbox', { name: 'Target URL' }).fill(console.receiver.url('/moved'));
    });
    it('generates a new secret, because the old one leaked', async () => {
      await button('Generate new secret').click();
      const dialog = page.getByRole('dialog', { name: 'Generate a new secret' });
      await dialog.getByRole('radio', { name: /^None/ }).click();
      await dialog.getByRole('button', { name: 'Generate new secret' }).click();
      secret = await page.getByRole('dialog').locator('code', { hasText: /^whsec_/ }).innerText();
      await page.getByRole('dialog').getByRole('button', { name: 'I stored it' }).click();
    });
    it('clicks on "Save": events go to the new address, signed with the new secret only', async () => {
      await button('Save').click();
      await page.getByText('CRM Sync is saved').first().waitFor();
      await console.publish('license.activated', 'PRODUCTION', 'lic_1');
      const [request] = await callsOf('/moved', 1);
      expect(request?.headers['x-webhook-signature']).toBe(`sha256=${createHmac('sha256', secret).update(request?.body ?? '').digest('hex')}`);
      expect(calls(console.receiver.requests, '/handler')).toHaveLength(2);
    });
  });

  describe('deleting a webhook', () => {
    it('clicks on it, and on "Edit"', async () => {
      await toList();
      await row('CRM Sync').getByRole('link', { name: 'CRM Sync', exact: true }).click();
      await page.getByRole('link', { name: 'Edit', exact: true }).click();
    });
    it('clicks on the three dots and on "Delete webhook"', async () => {
      await button('More for CRM Sync').click();
      await page.getByRole('menuitem', { name: 'Delete webhook' }).click();
    });
    it('clicks on "Delete"', async () => {
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
      await row('Slack Activation Alerts').waitFor();
      await row('CRM Sync').waitFor({ state: 'detached' });
    });
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
