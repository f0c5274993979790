import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Receiver } from '../support/receiver.ts';
import { ADMIN_SETTINGS, asAdmin, startTestApp } from './test-app.ts';

const SETTLE = 'mutation { webhookSettingsUpdate(input: { alerts: { recipients: ["ops@example.com"] } }) { userErrors { message } } }';
const CREATE = `mutation ($url: String!) { webhookCreate(input: { name: "Old shop", url: $url, environment: STAGING, events: ["*"] }) {
  webhook { id } userErrors { message } } }`;
const TEST = 'mutation ($id: ID!) { webhookTest(input: { id: $id }) { userErrors { message } } }';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it('does not wait for a mail server that says nothing, and leaves the alert to the next process', async () => {
  const receiver = (await Receiver.start()).respond({ status: 410 });
  const held: Socket[] = [];
  const mute = createServer((socket) => void held.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  closing.push(() => receiver.close(), () => { for (const socket of held) socket.destroy(); mute.close(); });
  const app = await startTestApp({ settings: {
    ...ADMIN_SETTINGS, SMTP_URL: `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`,
    DISPATCHER_CONCURRENCY: '8', ALLOW_HTTP_TARGETS: 'true', ALLOW_CIDRS: '127.0.0.1/32', PUBLIC_URL: 'https://bell.example',
  } });
  const admin = await asAdmin(app);
  await admin.graphql(SETTLE);
  const { webhookCreate: { webhook } } = await admin.graphql<{ webhookCreate: { webhook: { id: string } } }>(CREATE, { url: receiver.url() });
  await admin.graphql(TEST, { id: webhook.id });
  await expect.poll(() => held.length, { timeout: 15_000 }).toBe(1);
  await app.stop();
  expect(app.log.join('')).not.toContain('by e-mail');
});

it.each(['/graphql', '/elsewhere'])('does not wait for who was refused a WebSocket at %s and does not hang up', async (path) => {
  const app = await startTestApp();
  const peer = connect({ port: app.app.server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined);
  closing.push(() => peer.destroy());
  peer.write(`GET ${path} HTTP/1.1\r\nhost: keybell\r\norigin: https://evil.example\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`);
  await once(peer.resume(), 'end');
  await app.stop();
});
