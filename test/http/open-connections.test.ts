import { once } from 'node:events';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OpenConnections } from '../../server/http/open-connections.ts';
import { ADMIN_SETTINGS, API_KEY, signIn, startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
beforeAll(async () => { app = await startTestApp({ settings: { ...ADMIN_SETTINGS, CONNECTIONS_PER_CALLER: '2' } }); });
afterAll(() => app.stop());

const open = (headers: Record<string, string> = {}) => new WebSocket(`${app.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });

/** A socket that said whose it is, and what it was told: greeted (null), or closed with a code and a reason. */
async function connect(headers: Record<string, string> = {}): Promise<{ socket: WebSocket; closed: [number, string] | null }> {
  const socket = open(headers);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: headers.cookie ? {} : { authorization: `Bearer ${API_KEY}` } }));
  return new Promise((resolve) => {
    socket.once('message', () => resolve({ socket, closed: null }));
    socket.once('close', (code, reason) => resolve({ socket, closed: [code, String(reason)] }));
  });
}

const stream = (signal?: AbortSignal) => fetch(`${app.baseUrl}/graphql/stream?query=${encodeURIComponent('subscription { webhookChanges { cursor } }')}`, {
  headers: { accept: 'text/event-stream', authorization: `Bearer ${API_KEY}` }, signal,
});

async function end(...sockets: WebSocket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => {
    const closed = once(socket, 'close');
    socket.close();
    return closed;
  }));
}

describe('connections of one caller', () => {
  it('are greeted up to the limit; one more is closed with 4429 and what to do, and the others go on', async () => {
    const kept = [await connect(), await connect()];
    expect(kept.map(({ closed }) => closed)).toEqual([null, null]);
    expect((await connect()).closed).toEqual([4429, 'At most 2 connections may be open for one caller. Close some of them.']);
    expect(kept.map(({ socket }) => socket.readyState)).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    await end(...kept.map(({ socket }) => socket));
  });

  it('are sockets and event streams together, and a stream too many is answered with 429', async () => {
    const leaving = new AbortController();
    await vi.waitFor(async () => expect((await stream(leaving.signal)).status).toBe(200));
    let kept: WebSocket | undefined;
    await vi.waitFor(async () => {
      const { socket, closed } = await connect();
      expect(closed).toBeNull();
      kept = socket;
    });
    const refused = await stream();
    expect([refused.status, await refused.json()]).toEqual([429, { errors: [{ message: 'At most 2 connections may be open for one caller. Close some of them.', extensions: { code: 'THROTTLED' } }] }]);
    leaving.abort();
    await end(kept!);
  });

  it('leave their place when they close', async () => {
    for (let round = 0; round < 5; round++) {
      await vi.waitFor(async () => {
        const { socket, closed } = await connect();
        expect(closed).toBeNull();
        await end(socket);
      });
    }
  });

  it('are no matter to other callers', async () => {
    const cookie = (await signIn(app)).setCookie[0]!.split(';')[0]!;
    const others: WebSocket[] = [];
    await vi.waitFor(async () => {
      const { socket, closed } = await connect();
      if (!closed) others.push(socket);
      expect(others).toHaveLength(2);
    });
    const { socket, closed } = await connect({ cookie });
    expect(closed).toBeNull();
    await end(socket, ...others);
  });

  it('do not count when they are refused, as streams without a subscription are', async () => {
    const client = createClient({ url: `${app.baseUrl}/graphql/stream`, headers: { authorization: `Bearer ${API_KEY}` }, retryAttempts: 0 });
    for (let round = 0; round < 4; round++) await expect(client.iterate({ query: 'subscription { nothing }' }).next()).rejects.toThrow();
    client.dispose();
    const { socket, closed } = await connect();
    expect(closed).toBeNull();
    await end(socket);
  });
});

describe('sockets that have not said whose they are', () => {
  it('count for their address, and one too many is not upgraded', async () => {
    const silent = [open(), open()];
    await Promise.all(silent.map((socket) => once(socket, 'open')));
    const refused = open();
    const [, response] = await once(refused, 'unexpected-response');
    expect(response.statusCode).toBe(429);
    expect(String((await response.toArray())[0])).toMatch(/have not said who they are/);
    silent[0]!.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${API_KEY}` } }));
    await once(silent[0]!, 'message');
    const next = open();
    await once(next, 'open');
    await end(next, ...silent);
  });
});

it('a place is given back once, however often it is said', () => {
  const connections = new OpenConnections(2);
  const first = connections.take('key_1');
  connections.take('key_1');
  first?.();
  first?.();
  expect(connections.take('key_1')).not.toBeNull();
  expect(connections.take('key_1')).toBeNull();
});
