import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing, openBrowser } from '../support/browser.ts';
import { Receiver } from '../support/receiver.ts';
import { ServerProcess } from '../support/server-process.ts';

/*
 * The main job in a real browser, in the order in which a newcomer does it: set up, create a webhook, publish, watch a failure
 * and its retry arrive live, look at what was sent.
 */
describe.skipIf(isBrowserMissing())('the main job in a browser', () => {
  let server: ServerProcess;
  let receiver: Receiver;
  let browser: Browser;
  let page: Page;
  let secret = '';
  const problems: string[] = [];

  beforeAll(async () => {
    [server, receiver, browser] = await Promise.all([ServerProcess.start(), Receiver.start(), openBrowser()]);
    page = await browser.newPage({ baseURL: server.baseUrl, viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  });
  afterAll(() => Promise.all([browser?.close(), receiver?.close(), server?.stop()]));

  it('makes the first Super Admin by the link that the server printed', async () => {
    const link = /\S+\/admin\/setup\?token=\S+/.exec(server.output)?.[0] ?? '';
    await page.goto(link);
    await page.getByLabel('Name').fill('Dana Ortiz');
    await page.getByLabel('Email').fill('dana@keybell.example');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create Super Admin' }).click();
    await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor();
  });

  it('creates a webhook for all product events and shows its secret once', async () => {
    await page.getByRole('link', { name: 'Create webhook' }).first().click();
    await page.getByRole('heading', { name: 'Create webhook' }).waitFor();
    await page.getByRole('textbox', { name: /^Name\b/ }).fill('Billing sync');
    await page.getByRole('radiogroup', { name: 'Environment' }).getByText('Production').click();
    await page.getByRole('textbox', { name: 'Target URL' }).fill(receiver.url());
    await page.keyboard.press('Tab');
    await page.getByRole('listitem').filter({ hasText: 'HTTP passed' }).waitFor();
    expect(receiver.requests.splice(0).map(({ method }) => method)).toEqual(['HEAD']);
    await page.getByRole('checkbox', { name: 'All Product events' }).click();
    await page.getByRole('button', { name: 'Save events' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    secret = await page.locator('code', { hasText: /^whsec_/ }).innerText();
    await page.getByRole('button', { name: 'I stored it' }).click();
    expect(await page.getByText(secret).count()).toBe(0);
  });

  it('shows a failed attempt and its retry the moment they end', async () => {
    receiver.respondInTurn({ status: 500, body: '{"error":"not today"}' }).respond({ status: 200, body: '{"ok":true}' });
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByText('Waiting for the first attempt').waitFor();
    await publish();
    const rows = page.getByRole('log').getByRole('button', { name: 'product.created' });
    await rows.filter({ hasText: '500' }).waitFor();
    // The default policy tries again after five seconds.
    await rows.filter({ hasText: '200' }).waitFor();
    expect(await rows.count()).toBe(2);
  });

  it('opens the attempt with what was sent and what came back', async () => {
    const [, sent] = await receiver.received(2);
    await page.getByRole('log').getByRole('button', { name: 'product.created' }).filter({ hasText: '200' }).click();
    await page.getByRole('link', { name: 'Open delivery' }).click();
    await page.getByText(sent?.headers['webhook-id'] ?? 'no id').first().waitFor();
    for (const header of ['X-Webhook-Signature', 'webhook-signature', 'N-Signature']) {
      await page.getByText(sent?.headers[header.toLowerCase()] ?? 'no signature').first().waitFor();
    }
    await page.getByRole('tab', { name: 'Response' }).click();
    await page.getByText('"ok"').first().waitFor();
  });

  it('signed what it sent with the secret that it showed', async () => {
    const requests = await receiver.received(2);
    for (const { body, headers } of requests) {
      expect(headers['x-webhook-signature']).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    }
    expect(requests[0]?.body).toEqual(requests[1]?.body);
    expect(requests.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['1', '2']);
  });

  it('replays deliveries that gave up, after the number was typed, and follows the operation to its end', async () => {
    receiver.respond({ status: 410 });
    await publish('given up');
    await receiver.received(3);
    receiver.respond({ status: 200, body: '{"ok":true}' });
    await page.getByRole('link', { name: 'Webhooks', exact: true }).first().click();
    await page.getByRole('switch', { name: 'Billing sync is active', checked: false }).click();
    await page.getByText('Billing sync is active').first().waitFor();

    await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
    await page.getByRole('checkbox', { name: /^Select the delivery of product\.created/ }).first().click();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('1 delivery').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Replay 1' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type 1 to confirm').fill('1');
    await confirm.click();

    const strip = page.getByRole('region', { name: 'Operation in progress' });
    await strip.getByText('Done').waitFor();
    const [, , , replayed] = await receiver.received(4);
    expect(replayed?.headers['webhook-id']).toBe((await receiver.received(3))[2]?.headers['webhook-id']);
    await strip.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('heading', { name: 'Deliveries that it made' }).waitFor();
    await page.getByRole('list', { name: 'Deliveries that the operation made' }).getByText('Succeeded').waitFor();
  });

  it('tells the same to a reader of German, in the words of the server too', async () => {
    await page.evaluate(() => localStorage.setItem('keybell-language', 'de'));
    await page.reload();
    await page.getByRole('heading', { name: 'Zustellungen, die er gemacht hat' }).waitFor();
    await page.getByText(/Zustellung dlv_\w+, nur aufgegebene und übersprungene/).first().waitFor();
  });

  it('reported no error to the console of the browser', () => {
    expect(problems).toEqual([]);
  });

  async function publish(idempotencyKey = 'first'): Promise<void> {
    const { eventType } = await server.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>(
      '{ eventType(code: "product.created") { examples { payload } } }',
    );
    await server.api.graphql('mutation ($event: EventInput!) { eventPublish(input: {event: $event}) { userErrors { message } } }', {
      event: {
        type: 'product.created', environment: 'PRODUCTION', resourceId: 'prod_1', idempotencyKey, payload: eventType.examples[0]?.payload,
      },
    });
  }
});
