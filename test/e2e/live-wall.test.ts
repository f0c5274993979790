import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserMissing, openBrowser } from '../support/browser.ts';
import { Receiver } from '../support/receiver.ts';
import { ServerProcess } from '../support/server-process.ts';

const SIGN_IN = { email: 'dana@keybell.example', password: 'correct horse battery' };
const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } } }';
const PUBLISH = 'mutation ($event: EventInput!) { eventPublish(input: {event: $event}) { userErrors { message } } }';
const ATTEMPTS = '{ deliveryAttempts(first: 100) { nodes { id delivery { event { resourceId } } } } }';

describe.skipIf(isBrowserMissing())('the live wall in a browser', () => {
  let server: ServerProcess;
  let receiver: Receiver;
  let browser: Browser;
  let page: Page;
  let payload: unknown;

  beforeAll(async () => {
    [server, receiver, browser] = await Promise.all([
      ServerProcess.start({ settings: { ADMIN_EMAIL: SIGN_IN.email, ADMIN_PASSWORD: SIGN_IN.password } }), Receiver.start(), openBrowser(),
    ]);
    await server.api.graphql(CREATE, { input: { name: 'Billing sync', url: receiver.url(), environment: 'PRODUCTION', events: ['*'] } });
    payload = (await server.api.graphql<{ eventType: { examples: { payload: unknown }[] } }>('{ eventType(code: "product.created") { examples { payload } } }')).eventType.examples[0]?.payload;
    page = await browser.newPage({ baseURL: server.baseUrl, viewport: { width: 1440, height: 900 } });
    await page.goto('/admin/webhook-deliveries/live');
    await page.locator('input[type="email"]').fill(SIGN_IN.email);
    await page.locator('input[type="password"]').fill(SIGN_IN.password);
    await page.keyboard.press('Enter');
    await page.getByText('Waiting for the first attempt').waitFor();
    await page.mouse.move(700, 20);
  });
  afterAll(() => Promise.all([browser?.close(), receiver?.close(), server?.stop()]));

  const rows = () => page.getByRole('log').getByRole('button', { name: 'product.created' });
  const publish = (resourceId: string) => server.api.graphql(PUBLISH, { event: { type: 'product.created', environment: 'PRODUCTION', resourceId, idempotencyKey: resourceId, payload } });

  it('rests while somebody points at it, counts what waits, and shows it when they resume', async () => {
    await publish('prod_1');
    await rows().first().waitFor();
    await rows().first().hover();
    const resume = page.getByRole('button', { name: /^Resume/ });
    await resume.waitFor();
    await publish('prod_2');
    await page.getByRole('button', { name: 'Resume 1 waiting' }).waitFor();
    expect(await rows().count()).toBe(1);
    await page.keyboard.press('p');
    await rows().nth(1).waitFor();
    // The pointer is still there: whoever resumes is obeyed.
    expect(await resume.count()).toBe(0);
  });

  it('looks back at the surroundings of an attempt while the stream goes on, and returns to it', async () => {
    const { deliveryAttempts } = await server.api.graphql<{ deliveryAttempts: { nodes: { id: string; delivery: { event: { resourceId: string } } }[] } }>(ATTEMPTS);
    const attempt = deliveryAttempts.nodes.find(({ delivery }) => delivery.event.resourceId === 'prod_1');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByLabel('Jump to the id of an attempt').fill(attempt?.id ?? '');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Attempt' }).getByText('prod_1').waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toBe(attempt?.id);
    await publish('prod_3');
    await page.getByRole('button', { name: /^Resume\s*1 waiting/ }).waitFor();
    expect(await rows().count()).toBe(2);
    await page.getByRole('button', { name: 'Back to live' }).click();
    await rows().nth(2).waitFor();
  });

  it('says why it cannot jump to what does not exist', async () => {
    await page.getByLabel('Jump to the id of an attempt').fill('att_nothing');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no attempt of att_nothing').waitFor();
    await page.getByRole('button', { name: /^Resume/ }).click();
  });

  it('draws a lane for each webhook and tells its last minute in words', async () => {
    await page.getByRole('button', { name: 'Lanes' }).click();
    const lane = page.getByRole('list', { name: 'Webhooks, worst first' }).getByRole('listitem').filter({ hasText: 'Billing sync' });
    await lane.getByText('100 %').waitFor();
    await lane.getByRole('img', { name: /attempts in the last minute, 0 failed/ }).waitFor();
  });
});
