import { afterEach, expect, it } from 'vitest';
import { MailServer } from '../support/mail-server.ts';
import { Receiver } from '../support/receiver.ts';
import { ADMIN_SETTINGS, asAdmin, startTestApp, type TestApp } from './test-app.ts';

const SETTLE = 'mutation { webhookSettingsUpdate(input: { alerts: { recipients: ["ops@example.com"] } }) { settings { alerts { isEmailAvailable } } userErrors { message } } }';
const CREATE = `mutation ($url: String!) { webhookCreate(input: { name: "Old shop", url: $url, environment: STAGING, events: ["*"] }) {
  webhook { id } userErrors { message } } }`;
const TEST = 'mutation ($id: ID!) { webhookTest(input: { id: $id }) { userErrors { message } } }';

let app: TestApp | undefined;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await app?.stop();
  for (const close of closing.splice(0)) await close();
});

it('tells people by e-mail that a receiver asked not to be called any more', async () => {
  const receiver = (await Receiver.start()).respond({ status: 410 });
  const mailServer = await MailServer.start();
  closing.push(() => receiver.close(), () => mailServer.close());
  const SMTP_URL = mailServer.url.replace('//', '//keybell:p%40ss@');
  app = await startTestApp({ settings: {
    ...ADMIN_SETTINGS, SMTP_URL, DISPATCHER_CONCURRENCY: '8', ALLOW_HTTP_TARGETS: 'true', ALLOW_CIDRS: '127.0.0.1/32', PUBLIC_URL: 'https://bell.example',
  } });
  const admin = await asAdmin(app);
  expect(await admin.graphql(SETTLE)).toEqual({ webhookSettingsUpdate: { settings: { alerts: { isEmailAvailable: true } }, userErrors: [] } });
  const { webhookCreate: { webhook } } = await admin.graphql<{ webhookCreate: { webhook: { id: string } } }>(CREATE, { url: receiver.url() });
  await admin.graphql(TEST, { id: webhook.id });
  await expect.poll(() => mailServer.mails.length, { timeout: 20_000 }).toBe(1);
  expect(mailServer.mails[0]).toMatchObject({ from: 'keybell@bell.example', to: ['ops@example.com'], text: expect.stringContaining(`https://bell.example/admin/webhooks/${webhook.id}`) });
  expect(app.log.join('')).not.toContain('p@ss');
});
