import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Doors } from '../../server/auth/doors.ts';
import type { GraphqlContext } from '../../server/graphql/context.ts';
import { EventStreams } from '../../server/http/event-streams.ts';
import { CostBudget } from '../../server/graphql/cost-budget.ts';
import { OpenConnections } from '../../server/http/open-connections.ts';
import { GraphqlSockets } from '../../server/http/websocket.ts';
import { openLog } from '../../server/telemetry/log.ts';

const MESSAGE_BYTES = 64 * 1024;
/** What the kernel takes on both sides of a loopback connection, with room. */
const MOST_UNREAD_BYTES = 32 * 1024 * 1024;
const QUERY = 'subscription { flood }';

let taken = 0;
let server: Server;
let streams: EventStreams;
let sockets: GraphqlSockets;

/** A subscription that never ends and counts how many of its messages were asked for. */
function floodingSchema(): GraphQLSchema {
  const schema = buildSchema('type Query { a: Int } type Subscription { flood: String! }');
  const flood = schema.getSubscriptionType()!.getFields().flood!;
  flood.subscribe = async function* subscribe() {
    for (;;) {
      // As every real one does, it lets others have their turn.
      await setImmediate();
      taken += 1;
      yield { flood: 'x'.repeat(MESSAGE_BYTES) };
    }
  };
  return schema;
}

beforeEach(async () => {
  taken = 0;
  const viewer = { accountId: 'acc_1', actorId: 'key_1', environments: [], role: 'VIEWER', scopes: [], apiKeyId: 'key_1' };
  const doors = { viewer: () => Promise.resolve(viewer), onChange: () => () => undefined } as unknown as Doors;
  const budget = new CostBudget({ restoreRate: 50_000, clock: Date.now });
  const options = {
    schema: floodingSchema(), doors, makeContext: (facts: object) => ({ ...facts, budget }) as GraphqlContext, isAllowedOrigin: () => true, connections: new OpenConnections(10), version: '0', buildId: null, log: openLog('silent'),
  };
  streams = new EventStreams(options);
  sockets = new GraphqlSockets(options);
  server = createServer((req, res) => void streams.handle({ req, res, path: '/graphql/stream', search: req.url?.slice('/graphql/stream'.length) ?? '', requestId: 'r', ip: '' }));
  server.on('upgrade', (req, socket, head) => sockets.handleUpgrade(req, socket, head));
  streams.start();
  sockets.start();
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  streams.stop();
  await sockets.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const port = () => (server.address() as AddressInfo).port;

/** Resolves with what was taken when nothing more is, and then lets the reader go on. */
async function whenStalled(): Promise<number> {
  let before = -1;
  await vi.waitUntil(() => {
    const isStalled = taken > 0 && taken === before;
    before = taken;
    return isStalled;
  }, { timeout: 30_000, interval: 1_000 });
  return taken;
}

async function expectBounded(resume: () => void): Promise<void> {
  const stalledAt = await whenStalled();
  expect(stalledAt * MESSAGE_BYTES).toBeLessThan(MOST_UNREAD_BYTES);
  resume();
  await vi.waitUntil(() => taken > stalledAt + 10, { timeout: 30_000 });
}

it('takes no more messages for an event stream than its connection takes', { timeout: 60_000 }, async () => {
  const asked = request({ port: port(), path: `/graphql/stream?query=${encodeURIComponent(QUERY)}` }).end();
  const [response] = await once(asked, 'response') as [IncomingMessage];
  response.pause();
  await expectBounded(() => response.resume());
  asked.destroy();
  await vi.waitUntil(() => streams.size === 0, { timeout: 10_000 });
});

it('takes no more messages for a WebSocket than its connection takes', { timeout: 60_000 }, async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${port()}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer key' } }));
  await once(socket, 'message');
  socket.pause();
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
  await expectBounded(() => socket.resume());
  socket.terminate();
});
