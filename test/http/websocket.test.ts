import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ADMIN_SETTINGS, API_KEY, signIn, startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
beforeAll(async () => { app = await startTestApp(); });
afterAll(() => app.stop());

const open = (headers: Record<string, string> = {}) => new WebSocket(`${app.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });

async function init(socket: WebSocket, payload: object): Promise<void> {
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
}

describe('GraphQL over WebSocket', () => {
  it('greets an API key with the version of the server', async () => {
    const socket = open();
    await init(socket, { authorization: `Bearer ${API_KEY}` });
    const [message] = await once(socket, 'message');
    expect(JSON.parse(String(message))).toMatchObject({ type: 'connection_ack', payload: { version: expect.any(String) } });
    socket.terminate();
  });

  it('closes with 4403 and a reason for nobody and for an unknown key', async () => {
    for (const payload of [{}, { authorization: 'Bearer nothing' }]) {
      const socket = open();
      await init(socket, payload);
      const [code, reason] = await once(socket, 'close');
      expect([code, String(reason)]).toEqual([4403, expect.stringMatching(/API key/)]);
    }
  });

  it('is not for pages of other sites', async () => {
    const [error] = await once(open({ origin: 'https://evil.example' }), 'error');
    expect((error as Error).message).toMatch(/403/);
  });

  it('ends soon after the session that opened it', { timeout: 20_000 }, async () => {
    const other = await startTestApp({ settings: ADMIN_SETTINGS });
    const { setCookie } = await signIn(other);
    const cookie = setCookie[0]!.split(';')[0]!;
    const socket = new WebSocket(`${other.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: { cookie } });
    await init(socket, {});
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await other.anonymous.as({ cookie }).graphql('mutation { signOut { userErrors { message } } }');
    expect((await closed)[0]).toBe(4403);
    await other.stop();
  });

  it('is told when the server restarts', async () => {
    const other = await startTestApp();
    const socket = new WebSocket(`${other.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await init(socket, { authorization: `Bearer ${API_KEY}` });
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await other.stop();
    expect((await closed)[0]).toBe(1012);
  });
});
