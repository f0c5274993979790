import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Doors } from '../../server/auth/doors.ts';
import type { GraphqlContext } from '../../server/graphql/context.ts';
import { CostBudget } from '../../server/graphql/cost-budget.ts';
import { heedWaiting } from '../../server/graphql/heed-waiting.ts';
import { GraphqlEndpoint } from '../../server/http/graphql-endpoint.ts';
import { readingUntil, type Waiting } from '../../server/storage/reading-until.ts';
import type { Store } from '../../server/storage/store.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { until } from '../support/until.ts';

/** A promise that the test settles, and one that tells when somebody waits for it. */
class Held {
  readonly reached: Promise<Waiting>;
  #reach!: (waiting: Waiting) => void;
  #release!: () => void;
  readonly #released: Promise<void>;

  constructor() {
    this.reached = new Promise((resolve) => { this.#reach = resolve; });
    this.#released = new Promise((resolve) => { this.#release = resolve; });
  }

  wait(waiting: Waiting): Promise<void> {
    this.#reach(waiting);
    return this.#released;
  }

  release(): void {
    this.#release();
  }
}

let held: Held;
let endTime: () => void;
let stoppedTimers: number;
let resolved: string[];
let server: Server;
let endpoint: GraphqlEndpoint;

type Resolver = GraphQLFieldResolver<unknown, GraphqlContext>;

/** `slow` and `first` wait for the test; every field tells that it was resolved. */
function heldSchema(): GraphQLSchema {
  const schema = buildSchema('type Query { slow: Slow quick: String } type Slow { after: String } type Mutation { first: Slow second: String }');
  const holding = (name: string): Resolver => async (_source, _args, { waiting }) => {
    await held.wait(waiting!);
    resolved.push(name);
    return {};
  };
  const telling = (name: string): Resolver => () => {
    resolved.push(name);
    return name;
  };
  const resolvers = { Query: { slow: holding('slow'), quick: telling('quick') }, Slow: { after: telling('after') }, Mutation: { first: holding('first'), second: telling('second') } };
  for (const [type, fields] of Object.entries(resolvers)) {
    const known = (schema.getType(type) as unknown as { getFields(): Record<string, { resolve: Resolver }> }).getFields();
    for (const [name, resolve] of Object.entries(fields)) known[name]!.resolve = resolve;
  }
  return heedWaiting(schema);
}

beforeEach(async () => {
  [held, stoppedTimers, resolved] = [new Held(), 0, []];
  const budget = new CostBudget({ restoreRate: 50_000, clock: Date.now });
  endpoint = new GraphqlEndpoint({
    schema: heldSchema(), doors: { viewer: () => Promise.resolve(null) } as unknown as Doors, isHttps: false, log: openLog('silent'),
    makeContext: (facts) => ({ ...facts, budget }) as unknown as GraphqlContext, operationMs: 30_000,
    startTimer: (end) => {
      endTime = end;
      return () => { stoppedTimers += 1; };
    },
  });
  await endpoint.start();
  server = createServer((req, res) => void endpoint.handle({ req, res, path: '/graphql', search: '', requestId: 'req_1', ip: '203.0.113.7' }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  held.release();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await endpoint.stop();
});

const post = (query: string, signal?: AbortSignal) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, {
  method: 'POST', signal, headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' }, body: JSON.stringify({ query }),
});

/** What was begun has ended by the time that another whole request has been answered. */
async function releaseAndSettle(): Promise<void> {
  held.release();
  await (await post('{ quick }')).json();
}

function isOver(waiting: Waiting): boolean {
  try {
    waiting.throwIfAborted();
    return false;
  } catch {
    return true;
  }
}

/** Sends an operation, and hangs up when it waits for the test and the server has seen that. */
async function hangUpDuring(query: string): Promise<void> {
  const client = new AbortController();
  const answer = post(query, client.signal).catch(() => null);
  const waiting = await held.reached;
  client.abort();
  await until('the server to see that the client hung up', () => isOver(waiting));
  await answer;
}

describe('an operation', () => {
  it('that takes longer than its time is answered with 504, a code and what to do', async () => {
    const answer = post('{ slow { after } }');
    await held.reached;
    endTime();
    const response = await answer;
    expect([response.status, await response.json()]).toEqual([504, { errors: [{
      message: 'The operation took longer than 30 s and was given up. Ask for less at a time. A mutation that had begun may still take effect: look before you repeat it.',
      extensions: { code: 'OPERATION_TIMEOUT' },
    }] }]);
  });

  it('resolves no further fields when its time is over', async () => {
    const answer = post('{ slow { after } }');
    await held.reached;
    endTime();
    await answer;
    await releaseAndSettle();
    expect(resolved.sort()).toEqual(['quick', 'slow']);
  });

  it('that ends in its time is answered, and its timer is stopped', async () => {
    const answer = post('{ slow { after } }');
    await held.reached;
    held.release();
    expect(await (await answer).json()).toMatchObject({ data: { slow: { after: 'after' } } });
    expect(stoppedTimers).toBe(1);
  });

  it('resolves no further fields when its client hangs up', async () => {
    await hangUpDuring('{ slow { after } }');
    await releaseAndSettle();
    expect(resolved.sort()).toEqual(['quick', 'slow']);
  });

  it('that is a mutation ends what it began when its client hangs up, and begins nothing more', async () => {
    await hangUpDuring('mutation { first { after } second }');
    await releaseAndSettle();
    expect(resolved.sort()).toEqual(['first', 'quick']);
  });
});

describe('a database that is read until a signal', () => {
  const manager = {};
  class Plain {
    readonly #manager = manager;
    get reader(): object { return this.#manager; }
    write(): object { return this.#manager; }
  }

  it('reads before it, and fails with its reason after it', () => {
    const end = new AbortController();
    const store = readingUntil(new Plain() as unknown as Store, end.signal);
    expect(store.reader).toBe(manager);
    end.abort(new Error('Enough.'));
    expect(() => store.reader).toThrow('Enough.');
  });

  it('goes on writing', () => {
    const store = readingUntil(new Plain() as unknown as Store, AbortSignal.abort());
    expect((store as unknown as Plain).write()).toBe(manager);
  });
});
