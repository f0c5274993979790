import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing } from '../support/browser.ts';
import { ConsoleInBrowser, SUPER_ADMIN } from '../support/console.ts';

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { signingSecret } }';

/*
 * What people are told to look at when a webhook does not work, looked at in the console: every answer that the instructions give is
 * found, and what it says is mended on the spot.
 */
describe.skipIf(isBrowserMissing())('finding out what is wrong with a webhook', () => {
  let console: ConsoleInBrowser;
  let page: Page;
  /** Of another webhook than the one in trouble. */
  let otherSecret = '';

  beforeAll(async () => {
    console = await ConsoleInBrowser.start();
    const create = async (name: string, path: string, more: object) => (await console.server.api.graphql<{ webhookCreate: { signingSecret: string } }>(CREATE, {
      input: { name, url: console.receiver.url(path), environment: 'PRODUCTION', events: ['license.created'], ...more },
    })).webhookCreate.signingSecret;
    await create('CRM Sync', '/crm', { isActive: false });
    otherSecret = await create('Billing', '/billing', { events: ['contract.created'] });
    page = await console.open();
  });
  afterAll(() => console?.close());

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  const received = () => console.receiver.requests.filter(({ method, path }) => method === 'POST' && path === '/crm');
  const fromMenu = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  /** Opens an event in the log, and asks why the webhook did not get it. */
  async function askAbout(resourceId: string): Promise<void> {
    await fromMenu('Events');
    await page.getByRole('row').filter({ hasText: resourceId }).getByRole('link').first().click();
    await page.getByRole('combobox', { name: 'Webhook to ask about' }).click();
    await page.getByRole('option', { name: /^CRM Sync/ }).click();
  }

  describe('the webhook gets no events', () => {
    it('is inactive: the list says so, and the event tells that it was skipped for that', async () => {
      await console.publish('license.created', 'PRODUCTION', 'lic_1');
      await page.goto('/admin/webhooks');
      await page.getByRole('link', { name: /^Inactive/ }).click();
      await row('CRM Sync').getByRole('switch', { name: 'CRM Sync is active', checked: false }).waitFor();
      await askAbout('lic_1');
      await page.getByText('The webhook was inactive when the event was published').first().waitFor();
      expect(received()).toEqual([]);
    });
    it('gets them once its switch is set to active', async () => {
      await fromMenu('Webhooks');
      await row('CRM Sync').getByRole('switch', { name: 'CRM Sync is active' }).click();
      await row('CRM Sync').getByRole('switch', { name: 'CRM Sync is active', checked: true }).waitFor();
      await console.publish('license.created', 'PRODUCTION', 'lic_2');
      await expect.poll(() => received().length).toBe(1);
    });
    it('belongs to another environment than the event: both say theirs, and the event tells that this is why', async () => {
      await console.publish('license.created', 'STAGING', 'lic_3');
      await row('CRM Sync').getByText('Production').first().waitFor();
      await askAbout('lic_3');
      await page.getByText('The event belongs to staging, and the webhook receives production only.').first().waitFor();
      await page.getByText('Staging').first().waitFor();
    });
    it('did not ask for this type of event: the event tells it, and the form adds it', async () => {
      await console.publish('license.expired', 'PRODUCTION', 'lic_4');
      await askAbout('lic_4');
      await page.getByText('license.expired is not among the event types of the webhook.').first().waitFor();
      await page.getByRole('link', { name: 'Edit the webhook' }).click();
      await page.getByRole('checkbox', { name: 'license.expired', exact: true }).click();
      await button('Save events').click();
      await button('Save').click();
      await page.getByText('Saved', { exact: true }).waitFor();
      await console.publish('license.expired', 'PRODUCTION', 'lic_5');
      await expect.poll(() => received().length).toBe(2);
    });
    it('answers with an error: "Deliveries" shows the failed attempt with its response code and what to do', async () => {
      console.receiver.respond({ status: 404, body: '{"error":"no such path"}' });
      await console.publish('license.created', 'PRODUCTION', 'lic_6');
      await fromMenu('Deliveries');
      const attempt = page.getByRole('row').filter({ hasText: 'lic_6' }).filter({ hasText: '404' }).first();
      await attempt.waitFor();
      await attempt.getByRole('link', { name: 'CRM Sync', exact: true }).click();
      const panel = page.getByRole('complementary', { name: 'Open delivery' });
      await panel.getByText('The receiver answered 404 Not Found.').first().waitFor();
      await panel.getByText(console.receiver.url('/crm')).first().waitFor();
    });
    it('is retried from there when the server is mended', async () => {
      console.receiver.respond({ status: 200, body: '{"ok":true}' });
      const before = received().length;
      await button(/^Retry now/).click();
      await expect.poll(() => received().length).toBeGreaterThan(before);
      await page.getByRole('complementary', { name: 'Open delivery' }).getByText('Succeeded').first().waitFor();
    });
  });

  describe('the server says that the signature is wrong', () => {
    const checker = () => page.getByRole('dialog', { name: 'Check signatures' });
    async function openChecker(): Promise<void> {
      await page.getByRole('complementary', { name: 'Open delivery' }).getByRole('tab', { name: 'Signatures' }).click();
      await button('Check').click();
    }
    let secret = '';

    it('uses the secret of another webhook: the check says that it is not the one of this webhook', async () => {
      await openChecker();
      await checker().getByLabel('Secret of the webhook').fill(otherSecret);
      await checker().getByText(`A secret that ends in ${otherSecret.slice(-4)} does not belong to this webhook.`).first().waitFor();
      await page.keyboard.press('Escape');
      await checker().waitFor({ state: 'detached' });
    });
    it('finds the right one on the page of that very webhook, after the password was typed', async () => {
      await fromMenu('Webhooks');
      await row('CRM Sync').getByRole('link', { name: 'CRM Sync', exact: true }).click();
      await page.getByRole('link', { name: 'Security', exact: true }).click();
      await button('Reveal secret').click();
      const proof = page.getByRole('dialog').locator('input[type="password"]');
      const shown = page.locator('code', { hasText: /^whsec_/ });
      await proof.or(shown).first().waitFor();
      if (await proof.count() > 0) {
        await proof.fill(SUPER_ADMIN.password);
        await page.keyboard.press('Enter');
      }
      secret = await shown.innerText();
      expect(secret).not.toBe(otherSecret);
    });
    it('hashes the body after it was parsed: with the right secret, the check tells raw bytes from the same JSON written anew', async () => {
      await page.goto('/admin/webhook-deliveries');
      await page.getByRole('row').filter({ hasText: 'lic_6' }).getByRole('link', { name: 'CRM Sync', exact: true }).first().click();
      await openChecker();
      await checker().getByLabel('Secret of the webhook').fill(secret);
      await checker().getByText('3 of 3 signatures fit').waitFor();
      const body = checker().getByLabel('Body', { exact: true });
      await body.fill(JSON.stringify(JSON.parse(await body.inputValue()), null, 2));
      await checker().getByText('The body is the same JSON, written in another way.').first().waitFor();
      await checker().getByText(/^Hash the raw bytes of the request\./).first().waitFor();
      await page.keyboard.press('Escape');
    });
    it('reads in the API documentation how a request is signed, and over what', async () => {
      await fromMenu('API documentation');
      await page.getByText('Check it over the raw bytes, before any parser touches them.').first().waitFor();
      await page.getByText('X-Webhook-Signature').first().waitFor();
    });
  });

  it('reported no error to the console of the browser', () => {
    expect(console.problems).toEqual([]);
  });
});
