import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ApiClient } from '../support/api-client.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { MariadbServer } from '../support/mariadb-server.ts';
import { Receiver } from '../support/receiver.ts';
import { RedisServer, withRedis } from '../support/redis-server.ts';

const WAIT = { timeout: 60_000 };
const ADMIN = { email: 'admin@keybell.example', password: 'correct horse battery' };
const PAYLOAD = (await import('../../schema/events/telemetry.json')).types[0]!.examples[0]!.payload;
const isMariadbMissing = !MariadbServer.isInstalled() && !process.env.CI;

let receiver: Receiver;
beforeEach(async () => { receiver = await Receiver.start(); });
afterEach(() => receiver.close());

interface Pair { api: TestApp; sender: TestApp; admin: ApiClient }

/** Two servers on one new MariaDB database: the first serves the API only, the second sends as well. */
async function startPair(settings: Record<string, string>): Promise<{ pair: Pair; stop: () => Promise<void> }> {
  const database: TestDatabase = await createTestDatabase('mariadb');
  const start = (concurrency: string) => startApp({
    database, settings: { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, DISPATCHER_CONCURRENCY: concurrency, ...settings },
  });
  const [api, sender] = [await start('0'), await start('50')];
  const { setCookie } = await api.api.as({}).request('mutation($input: SignInInput!) { signIn(input: $input) { userErrors { message } } }', { input: ADMIN });
  const stop = async () => {
    await api.stop();
    await sender.stop();
    await database.remove();
  };
  return { pair: { api, sender, admin: api.api.as({ cookie: cookieOf(setCookie) }) }, stop };
}

const cookieOf = (setCookie: readonly string[]) => setCookie[0]!.split(';')[0]!;

async function createWebhook({ api }: TestApp, url: string): Promise<string> {
  const { webhookCreate } = await api.graphql<{ webhookCreate: { webhook: { id: string } } }>(
    'mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } userErrors { message } } }',
    { input: { name: 'Two', url, environment: 'PRODUCTION', events: ['*'] } },
  );
  return webhookCreate.webhook.id;
}

async function publish({ api }: TestApp): Promise<string> {
  const { eventPublish } = await api.graphql<{ eventPublish: { event: { id: string } } }>(
    'mutation($input: EventPublishInput!) { eventPublish(input: $input) { event { id } userErrors { message } } }',
    { input: { event: { type: 'telemetry.received', environment: 'PRODUCTION', resourceId: 'tel_0000000000000000000001', idempotencyKey: crypto.randomUUID(), payload: PAYLOAD } } },
  );
  return eventPublish.event.id;
}

const arrived = () => new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));

/** A socket of the second server, let in. */
async function listen({ sender }: Pair, { cookie, authorization }: { cookie?: string; authorization?: string }): Promise<WebSocket> {
  const socket = new WebSocket(`${sender.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: cookie === undefined ? {} : { cookie } });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await once(socket, 'message');
  return socket;
}

/** Somebody new in the account, with a session. */
async function join({ admin, api }: Pair): Promise<{ id: string; cookie: string }> {
  const { memberInvite } = await admin.graphql<{ memberInvite: { member: { id: string }; invitationUrl: string } }>(
    'mutation($input: MemberInviteInput!) { memberInvite(input: $input) { member { id } invitationUrl userErrors { message } } }',
    { input: { email: `${crypto.randomUUID()}@keybell.example`, role: 'ADMIN' } },
  );
  const { setCookie } = await api.api.as({}).request('mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { message } } }', {
    input: { token: new URL(memberInvite.invitationUrl).searchParams.get('token'), name: 'Grace Hopper', password: 'a new and long one' },
  });
  return { id: memberInvite.member.id, cookie: cookieOf(setCookie) };
}

function holdsTogether(pairOf: () => Pair): void {
  it('send what the other one published, and heed at once what it changed of the webhook', async () => {
    const { api, sender } = pairOf();
    const id = await createWebhook(api, receiver.url('/old'));
    const first = await publish(api);
    await vi.waitUntil(() => arrived().has(first), WAIT);
    await api.api.graphql('mutation($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { userErrors { message } } }', { input: { id, url: receiver.url('/new') } });
    const urlOf = async () => (await sender.api.graphql<{ webhook: { url: string } }>('query($id: ID!) { webhook(id: $id) { url } }', { id })).webhook.url;
    expect(await urlOf()).toBe(receiver.url('/new'));
    await vi.waitUntil(async () => {
      const next = await publish(api);
      await vi.waitUntil(() => arrived().has(next), WAIT);
      return receiver.requests.at(-1)!.path === '/new';
    }, WAIT);
  });

  it('show attempts and changes of webhooks of the other one in their streams', async () => {
    const { api, sender } = pairOf();
    const changes = api.api.subscribe<{ webhookChanges: { changes: { kind: string; webhookId: string }[] } }>('subscription { webhookChanges { changes { kind webhookId } } }');
    await changes.next();
    const attempts = api.api.subscribe<{ deliveryAttempts: { attempts: { delivery: { event: { id: string } } }[] } }>('subscription { deliveryAttempts { attempts { delivery { event { id } } } } }');
    await attempts.next();
    const id = await createWebhook(sender, receiver.url());
    const created = await firstOf(changes, ({ webhookChanges }) => webhookChanges.changes.find(({ webhookId }) => webhookId === id));
    expect(created.kind).toBe('CREATED');
    const event = await publish(api);
    await firstOf(attempts, ({ deliveryAttempts }) => deliveryAttempts.attempts.find(({ delivery }) => delivery.event.id === event));
    await changes.return();
    await attempts.return();
  });

  it('end the streams of a key that the other one revoked', async () => {
    const pair = pairOf();
    const { apiKeyCreate: key } = await pair.admin.graphql<{ apiKeyCreate: { secret: string; apiKey: { id: string } } }>(
      'mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret apiKey { id } } }',
      { input: { name: 'Wall', scopes: ['WEBHOOKS_READ'], environments: ['PRODUCTION'] } },
    );
    const closed = once(await listen(pair, { authorization: `Bearer ${key.secret}` }), 'close');
    await pair.admin.graphql('mutation($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) { userErrors { message } } }', { input: { id: key.apiKey.id } });
    expect((await closed)[0]).toBe(4403);
  });

  it.each([
    ['suspended', 'mutation($id: ID!) { memberSuspend(input: { id: $id }) { userErrors { message } } }'],
    ['gave another role', 'mutation($id: ID!) { memberRoleUpdate(input: { id: $id, role: VIEWER }) { userErrors { message } } }'],
    ['removed', 'mutation($id: ID!) { memberRemove(input: { id: $id }) { userErrors { message } } }'],
  ])('end the streams of a member whom the other one %s', async (_what, mutation) => {
    const pair = pairOf();
    const { id, cookie } = await join(pair);
    const closed = once(await listen(pair, { cookie }), 'close');
    await pair.admin.graphql(mutation, { id });
    expect((await closed)[0]).toBe(4403);
  });
}

async function firstOf<Message, Found>(messages: AsyncGenerator<Message, void>, find: (message: Message) => Found | undefined): Promise<Found> {
  for (;;) {
    const { value } = await messages.next();
    if (!value) throw new Error('The stream ended.');
    const found = find(value);
    if (found !== undefined) return found;
  }
}

describe.skipIf(isMariadbMissing)(`two servers on one database${isMariadbMissing ? ' (mariadbd is not installed)' : ''}`, { timeout: 120_000 }, () => {
  let started: Awaited<ReturnType<typeof startPair>>;
  beforeAll(async () => { started = await startPair({}); }, 120_000);
  afterAll(() => started.stop(), 60_000);

  holdsTogether(() => started.pair);
});

describe.skipIf(isMariadbMissing)(`on MariaDB${isMariadbMissing ? ' (mariadbd is not installed)' : ''}`, () => withRedis('two servers on one database and one Redis', () => {
  let redis: RedisServer;
  let started: Awaited<ReturnType<typeof startPair>>;
  beforeAll(async () => {
    redis = await RedisServer.start();
    started = await startPair({ REDIS_URL: redis.url });
  }, 120_000);
  afterAll(async () => {
    await started.stop();
    await redis.stop();
  }, 60_000);

  const redisOf = async ({ baseUrl }: TestApp) => ((await (await fetch(`${baseUrl}/readyz`)).json()) as { redis: string }).redis;
  const untilRedisIs = (state: string) => vi.waitUntil(async () => await redisOf(started.pair.api) === state && await redisOf(started.pair.sender) === state, WAIT);
  beforeEach(() => untilRedisIs('ok'), 120_000);

  holdsTogether(() => started.pair);

  it('lose nothing while Redis is killed and comes back under load', async () => {
    const { api, sender } = started.pair;
    await createWebhook(api, receiver.url());
    const cursor = await sender.api.graphql<{ deliveryAttempts: { streamCursor: string } }>('{ deliveryAttempts(first: 1) { streamCursor } }');
    const published: string[] = [];
    for (let round = 0; round < 30; round++) {
      published.push(...await Promise.all([publish(api), publish(sender), publish(api), publish(sender)]));
      if (round === 10) await redis.signal('SIGKILL');
      if (round === 20) await redis.restart();
    }
    const missing = new Set(published);
    const attempts = api.api.subscribe<{ deliveryAttempts: { attempts: { delivery: { event: { id: string } } }[] } }>(
      'subscription($after: Cursor) { deliveryAttempts(after: $after) { attempts { delivery { event { id } } } } }', { after: cursor.deliveryAttempts.streamCursor },
    );
    await firstOf(attempts, ({ deliveryAttempts }) => {
      for (const { delivery } of deliveryAttempts.attempts) missing.delete(delivery.event.id);
      return missing.size === 0 || undefined;
    });
    await attempts.return();
    expect(published.filter((id) => !arrived().has(id))).toEqual([]);
  });

  it('say so when Redis is away or hangs, and deliver all the same', async () => {
    const { api } = started.pair;
    await createWebhook(api, receiver.url());
    await redis.signal('SIGSTOP');
    await untilRedisIs('unreachable');
    const hanging = await publish(api);
    await vi.waitUntil(() => arrived().has(hanging), WAIT);
    await redis.signal('SIGKILL');
    const away = await publish(api);
    await vi.waitUntil(() => arrived().has(away), WAIT);
    expect(await redisOf(api)).toBe('unreachable');
    await redis.restart();
    await untilRedisIs('ok');
  });
}));
