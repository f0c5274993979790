import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { HOUR_MS } from '../../server/domain/time.ts';
import { TestClock } from '../support/clock.ts';
import { API_KEY, startTestApp, type TestApp } from './test-app.ts';

const clock = new TestClock();
let app: TestApp;
beforeAll(async () => { app = await startTestApp({ settings: { COST_PER_SECOND: '100' }, clock }); });
afterAll(() => app.stop());

async function post(query: string) {
  const response = await fetch(`${app.baseUrl}/graphql`, {
    method: 'POST', body: JSON.stringify({ query }),
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${API_KEY}` },
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

/** Counts as about 15,000 fields, and answers with none. */
const DEAR = '{ deliveries(first: 100) { nodes { attempts(first: 50) { nodes { id number status } } } } }';

describe('the cost of an operation', () => {
  it('is told in the answer, with what is left', async () => {
    const { body } = await post('{ viewer { role rateLimit { limit remaining maxOperationCost } } }');
    expect(body.extensions.cost).toMatchObject({ requested: 6, available: body.extensions.cost.limit - 6, limit: 25_000, restoreRate: 100 });
    expect(body.data.viewer.rateLimit).toEqual({ limit: 25_000, remaining: 24_994, maxOperationCost: 25_000 });
  });

  it('over the budget is refused with 429 and when to come back, and then answered', async () => {
    expect((await post(DEAR)).status).toBe(200);
    const refused = await post(DEAR);
    expect([refused.status, Number(refused.retryAfter)]).toEqual([429, refused.body.errors[0].extensions.retryAfterSeconds]);
    expect(refused.body.errors[0]).toMatchObject({ message: expect.stringMatching(/^Your operations cost more/), extensions: { code: 'THROTTLED' } });
    clock.advance(Number(refused.retryAfter) * 1_000);
    expect((await post(DEAR)).status).toBe(200);
  });
});

describe('operations that start on a socket or an event stream', () => {
  // The budget is full again.
  beforeEach(() => clock.advance(HOUR_MS));

  /** Counts as about 15,000 fields as well. */
  const DEAR_STREAM = `subscription { deliveryAttempts(batchSize: 10) { attempts { delivery { webhook { deliveries(first: 100) { nodes { ${Array.from({ length: 15 }, (_, index) => `a${index}: id`).join(' ')} } } } } } } }`;
  const stream = () => fetch(`${app.baseUrl}/graphql/stream?query=${encodeURIComponent(DEAR_STREAM)}`, { headers: { authorization: `Bearer ${API_KEY}` } });

  /** Asks one thing on a socket of its own; the first message about it. */
  async function onSocket(query: string): Promise<unknown> {
    const socket = new WebSocket(`${app.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${API_KEY}` } }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    const [message] = await once(socket, 'message');
    socket.terminate();
    return JSON.parse(String(message));
  }

  it('are paid once, and over the budget a stream is refused with 429 and when to come back', async () => {
    const first = await stream();
    expect(first.status).toBe(200);
    await first.body?.cancel();
    const refused = await stream();
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([429, expect.stringMatching(/^\d+$/), {
      errors: [{ message: expect.stringMatching(/^Your operations cost more/), extensions: { code: 'THROTTLED', retryAfterSeconds: expect.any(Number) } }],
    }]);
  });

  it.each([['a query', DEAR], ['a subscription', DEAR_STREAM]])('are refused on a socket over the budget: %s', async (_what, query) => {
    expect((await post(DEAR)).status).toBe(200);
    expect(await onSocket(query)).toMatchObject({ id: '1', type: 'next', payload: { errors: [{ extensions: { code: 'THROTTLED', retryAfterSeconds: expect.any(Number) } }] } });
  });

  it('are answered on a socket within the budget', async () => {
    expect(await onSocket(DEAR)).toMatchObject({ type: 'next', payload: { data: { deliveries: { nodes: [] } } } });
    expect((await post(DEAR)).status).toBe(429);
  });
});

describe('a document', () => {
  // The budget is full again.
  beforeEach(() => clock.advance(HOUR_MS));

  const fragments = (count: number) => `{ ...F0 } ${Array.from({ length: count }, (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`).join(' ')} fragment F${count} on Query { service { version } }`;

  it('of 364 kB of fragments is refused for its tokens', async () => {
    const bomb = fragments(8_600);
    expect(bomb.length).toBeGreaterThan(364_000);
    const { status, body } = await post(bomb);
    expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(/5000 tokens/)]);
  });

  it.each([
    ['300 fields', (count: number) => `{ service { ${'version '.repeat(count - 1)} } }`, 300],
    ['40 fragments', (count: number) => `{ ${Array.from({ length: count }, (_, index) => `...F${index}`).join(' ')} } ${Array.from({ length: count }, (_, index) => `fragment F${index} on Query { service { version } }`).join(' ')}`, 40],
    ['40 directives', (count: number) => `{ ${Array.from({ length: count }, () => '...@include(if: true) { service { version } }').join(' ')} }`, 40],
  ])('may have %s, and not one more', async (_what, document, most) => {
    expect((await post(document(most))).status).toBe(200);
    const { status, body } = await post(document(most + 1));
    expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([400, 'BAD_USER_INPUT', expect.stringMatching(/^The document has \d+ /)]);
    expect(body.extensions.cost).toMatchObject({ requested: 0, limit: 25_000, restoreRate: 100 });
  });
});
