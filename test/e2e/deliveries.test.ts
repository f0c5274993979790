import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing, openBrowser } from '../support/browser.ts';
import { Receiver } from '../support/receiver.ts';
import { ServerProcess } from '../support/server-process.ts';

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { signingSecret userErrors { message } } }';
const PUBLISH = 'mutation ($event: EventInput!) { eventPublish(input: {event: $event}) { userErrors { message } } }';

/** Finding deliveries, comparing attempts and checking signatures in a real browser. */
describe.skipIf(isBrowserMissing())('deliveries in a browser', () => {
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
    receiver.respond(({ path, headers }) => (path === '/crm' && headers['x-webhook-attempt'] === '1' ? { status: 500, body: '{"error":"busy","code":7}' } : { status: 200, body: '{"code":8,"ok":true}' }));
    const webhook = (name: string, path: string) => server.api.graphql<{ webhookCreate: { signingSecret: string } }>(CREATE, {
      input: { name, url: receiver.url(path), environment: 'PRODUCTION', events: ['product.created'] },
    });
    secret = (await webhook('CRM', '/crm')).webhookCreate.signingSecret;
    await webhook('Billing sync', '/billing');
    await page.goto(/\S+\/admin\/setup\?token=\S+/.exec(server.output)?.[0] ?? '');
    await page.getByLabel('Name').fill('Dana Ortiz');
    await page.getByLabel('Email').fill('dana@keybell.example');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create Super Admin' }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Deliveries', exact: true }).waitFor();
    const { eventType } = await server.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>('{ eventType(code: "product.created") { examples { payload } } }');
    await server.api.graphql(PUBLISH, { event: { type: 'product.created', environment: 'PRODUCTION', resourceId: 'prod_1', idempotencyKey: 'first', payload: eventType.examples[0]?.payload } });
    // The default policy tries again after five seconds.
    await receiver.received(3, { timeoutMs: 30_000 });
  });
  afterAll(() => Promise.all([browser?.close(), receiver?.close(), server?.stop()]));

  const rows = () => page.getByRole('table').locator('tbody tr');

  it('filters by a query that it completes, and keeps it in the address', async () => {
    await page.goto('/admin/webhook-deliveries');
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(3);
    const bar = page.getByRole('combobox', { name: 'Search and filter' });
    await bar.click();
    await bar.pressSequentially('webhook:cr');
    await page.getByRole('option', { name: 'CRM' }).click();
    await bar.pressSequentially('code:5xx');
    await bar.press('Enter');
    await expect.poll(() => rows().count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('code')).toBe('5xx');
    await page.getByRole('button', { name: 'Webhook: CRM', exact: true }).waitFor();
    await bar.fill('status:perhaps');
    await bar.press('Enter');
    await page.getByRole('alert').getByText('“status” does not know “perhaps”.').waitFor();
    await bar.fill('');
    await bar.press('Enter');
    await expect.poll(() => rows().count()).toBe(3);
  });

  it('folds attempts into their deliveries', async () => {
    await page.getByRole('switch', { name: 'Group by delivery' }).click();
    await expect.poll(() => rows().count()).toBe(2);
    await page.getByRole('img', { name: '1: 500, 2: 200' }).waitFor();
  });

  it('opens a delivery beside the list and walks with the keys', async () => {
    await rows().filter({ hasText: 'CRM' }).getByRole('link', { name: 'CRM', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'Open delivery' });
    await panel.getByRole('heading', { name: 'product.created to CRM' }).waitFor();
    const first = new URL(page.url()).searchParams.get('delivery');
    const [there, back] = (await rows().first().innerText()).includes('CRM') ? ['j', 'k'] as const : ['k', 'j'] as const;
    await page.keyboard.press(there);
    await panel.getByRole('heading', { name: 'product.created to Billing sync' }).waitFor();
    await page.keyboard.press(back);
    await panel.getByRole('heading', { name: 'product.created to CRM' }).waitFor();
    expect(first).toMatch(/^dlv_/);
    expect(new URL(page.url()).searchParams.get('delivery')).toBe(first);
  });

  it('compares two attempts', async () => {
    await page.goto('/admin/webhook-deliveries?search=CRM&group=delivery');
    await rows().getByRole('link', { name: /^Details of the delivery/ }).click();
    await page.getByRole('heading', { level: 1, name: 'product.created to CRM' }).waitFor();
    await page.getByRole('tab', { name: 'Compare' }).click();
    const body = page.getByRole('region', { name: 'Response body' });
    await body.getByText('"error": "busy"').waitFor();
    await body.getByText('"ok": true').waitFor();
    await page.getByText('The same, byte for byte.').waitFor();
  });

  it('finds out why a signature does not fit', async () => {
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    const drawer = page.getByRole('dialog', { name: 'Check signatures' });
    await drawer.getByLabel('Secret of the webhook').fill(secret);
    await drawer.getByText('3 of 3 signatures fit').waitFor();
    const body = drawer.getByLabel('Body', { exact: true });
    await body.fill(JSON.stringify(JSON.parse(await body.inputValue()), null, 2));
    await drawer.getByText('The body is the same JSON, written in another way.').first().waitFor();
    await drawer.getByRole('button', { name: 'Take the body that was sent' }).click();
    await drawer.getByLabel('Secret of the webhook').fill('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    await drawer.getByText('A secret that ends in LaSw does not belong to this webhook.').first().waitFor();
    expect(page.url()).not.toContain('whsec');
  });

  it('reported no error to the console of the browser', () => {
    expect(problems).toEqual([]);
  });
});
