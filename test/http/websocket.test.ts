import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ADMIN_SETTINGS, API_KEY, signIn, startTestApp, type TestApp } from './test-app.ts';

const WAIT = { timeout: 20_000 };

let folder: string;
let file: string;
let app: TestApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keybell-sockets-'));
  file = join(folder, 'keybell.db');
  app = await startTestApp({ settings: { ...ADMIN_SETTINGS, DATABASE_URL: `sqlite:${file}` } });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = (headers: Record<string, string> = {}) => new WebSocket(`${app.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });

async function init(socket: WebSocket, payload: object): Promise<void> {
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
}

const INIT = JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${API_KEY}` } });
const SUBSCRIBE = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { deliveryAttempts { cursor } }' } });

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

  it('ends soon after the session that opened it', async () => {
    const { setCookie } = await signIn(app);
    const cookie = setCookie[0]!.split(';')[0]!;
    const socket = open({ cookie });
    await init(socket, {});
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await app.anonymous.as({ cookie }).graphql('mutation { signOut { userErrors { message } } }');
    expect((await closed)[0]).toBe(4403);
  });

  it('ends soon after the role of who opened it changed', async () => {
    const { setCookie } = await signIn(app);
    const socket = open({ cookie: setCookie[0]!.split(';')[0]! });
    await init(socket, {});
    await once(socket, 'message');
    const closed = once(socket, 'close');
    const database = await new DataSource({ type: 'better-sqlite3', database: file }).initialize();
    await database.query("UPDATE member SET role = 'VIEWER'");
    await database.destroy();
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([4403, 'Your rights have changed; connect again.']);
  });

  it('runs fifty operations, refuses one more and goes on with the others', async () => {
    const socket = open();
    await init(socket, { authorization: `Bearer ${API_KEY}` });
    await once(socket, 'message');
    const start = (id: string, query = 'subscription { deliveryAttempts { cursor } }') => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
    const errors: { id: string; payload: { message: string }[] }[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'error') errors.push(message);
    });
    for (let number = 1; number <= 51; number++) start(String(number));
    await vi.waitFor(() => expect(errors).toEqual([expect.objectContaining({ id: '51' })]), WAIT);
    expect(errors[0]!.payload[0]!.message).toMatch(/^At most 50 operations/);
    socket.send(JSON.stringify({ id: '1', type: 'complete' }));
    start('52', 'query { __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }');
    await vi.waitFor(() => expect(errors[1]).toMatchObject({ id: '52', payload: expect.arrayContaining([expect.objectContaining({ message: expect.stringMatching(/costs about/) })]) }), WAIT);
    socket.terminate();
  });

  it('holds filters of streams to the limits of those of lists', async () => {
    const socket = open();
    await init(socket, { authorization: `Bearer ${API_KEY}` });
    await once(socket, 'message');
    const query = 'subscription($filter: DeliveryAttemptFilter) { deliveryAttempts(filter: $filter) { cursor } }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { filter: { search: 'x'.repeat(201) } } } }));
    const [message] = await once(socket, 'message');
    expect(String(message)).toContain('`search` may have at most 200 characters.');
    socket.terminate();
  });

  it.each<[code: number, reason: RegExp, messages: readonly string[]]>([
    [4400, /Invalid message/, ['not JSON']],
    [4400, /Invalid message/, [JSON.stringify({ type: 'launch' })]],
    [4400, /Invalid message/, [INIT, JSON.stringify({ id: '1', type: 'subscribe', payload: {} })]],
    [4401, /Unauthorized/, [SUBSCRIBE]],
    [4409, /Subscriber for 1 already exists/, [INIT, SUBSCRIBE, SUBSCRIBE]],
    [4429, /Too many initialisation requests/, [INIT, INIT]],
  ])('closes with %i (%s) by the rules of the protocol', async (code, reason, messages) => {
    const socket = open();
    await once(socket, 'open');
    const closed = once(socket, 'close');
    const acknowledged = once(socket, 'message');
    const [first, ...others] = messages;
    socket.send(first!);
    if (first === INIT && others[0] !== INIT) await acknowledged;
    for (const message of others) socket.send(message);
    const [had, why] = await closed;
    expect([had, String(why)]).toEqual([code, expect.stringMatching(reason)]);
  });

  it('closes with 4408 who does not say in time who they are', { timeout: 30_000 }, async () => {
    const [code, reason] = await once(open(), 'close');
    expect([code, String(reason)]).toEqual([4408, 'Connection initialisation timeout']);
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
