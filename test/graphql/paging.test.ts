import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import { Delivery as DeliveryRow, type Delivery } from '../../server/storage/entities/delivery.ts';
import { DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { insertDelivery, insertEvent, insertWebhook } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

const PAGE = `query ($first: Int, $after: Cursor, $last: Int, $before: Cursor, $orderBy: DeliveryAttemptOrder) {
  deliveryAttempts(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value isExact } streamCursor } }`;

interface AttemptPage {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  count: { value: number; isExact: boolean };
  streamCursor: string;
}

describe('a connection', () => {
  let api: ApiBench;
  let delivery: Delivery;
  let webhook: Webhook;
  const newest: string[] = [];
  const page = async (args: Record<string, unknown>) => (await api.read<{ deliveryAttempts: AttemptPage }>(PAGE, args)).deliveryAttempts;
  const ids = ({ nodes }: AttemptPage) => nodes.map(({ id }) => id);

  beforeAll(async () => {
    api = await ApiBench.open();
    webhook = await insertWebhook(api.store, { accountId: api.accountId });
    delivery = await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
    for (let number = 1; number <= 7; number++) newest.unshift((await api.addAttempt(delivery, { number })).id);
  });
  afterAll(() => api.close());

  it('starts with the newest and gives a cursor with each edge', async () => {
    const first = await page({ first: 3 });
    expect(ids(first)).toEqual(newest.slice(0, 3));
    expect(first.edges.map(({ node }) => node.id)).toEqual(ids(first));
    expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: first.edges[0]!.cursor, endCursor: first.edges[2]!.cursor });
    expect(first.count).toEqual({ value: 7, isExact: true });
    expect(first.streamCursor).not.toBe('');
  });

  it('goes the other way round when asked', async () => {
    expect(ids(await page({ first: 7, orderBy: { field: 'STARTED_AT', direction: 'ASC' } }))).toEqual(newest.toReversed());
  });

  it('goes backward from the end and from a cursor', async () => {
    const last = await page({ last: 3 });
    expect(ids(last)).toEqual(newest.slice(4));
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = await page({ last: 3, before: last.pageInfo.startCursor });
    expect(ids(before)).toEqual(newest.slice(1, 4));
    expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('is empty behind the end, and knows where it stands', async () => {
    const last = await page({ last: 1 });
    const beyond = await page({ first: 2, after: last.pageInfo.endCursor });
    expect(beyond).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null } });
  });

  it('neither repeats nor skips anything while attempts are added and pruned', async () => {
    const own = await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
    const expected: string[] = [];
    for (let number = 1; number <= 6; number++) expected.unshift((await api.addAttempt(own, { number })).id);
    const first = await page({ first: 4 });
    await api.addAttempt(own, { number: 7 });
    await api.store.write((tx) => tx.delete(DeliveryAttempt, { id: first.nodes[3]!.id }));
    const second = await page({ first: 4, after: first.pageInfo.endCursor });
    expect([...ids(first), ...ids(second)].slice(0, 6)).toEqual(expected);
    const back = await page({ last: 100, before: second.pageInfo.startCursor });
    expect(ids(back).slice(-3)).toEqual(expected.slice(0, 3));
    await api.store.write((tx) => tx.delete(DeliveryAttempt, { deliveryId: own.id }));
  });

  it.each([
    ['neither first nor last', {}],
    ['both first and last', { first: 1, last: 1 }],
    ['first: 0', { first: 0 }],
    ['first: 101', { first: 101 }],
    ['last: -1', { last: -1 }],
    ['last: 101', { last: 101 }],
    ['after with last', { last: 1, after: 'x' }],
    ['before with first', { first: 1, before: 'x' }],
    ['garbage as a cursor', { first: 1, after: 'garbage' }],
    ['an empty cursor', { first: 1, after: '' }],
  ])('refuses %s', async (_what, args) => {
    const { codes, errors } = await api.ask(api.member('ADMIN'), PAGE, args);
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]?.message).toMatch(/\.$/);
  });

  it('refuses the cursor of another list', async () => {
    const { deliveries } = await api.read<{ deliveries: { pageInfo: { endCursor: string } } }>('{ deliveries(first: 1) { pageInfo { endCursor } } }');
    expect((await api.ask(api.member('ADMIN'), PAGE, { first: 1, after: deliveries.pageInfo.endCursor })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('refuses the cursor of the same list in another direction', async () => {
    const { pageInfo } = await page({ first: 1 });
    const args = { first: 1, after: pageInfo.endCursor, orderBy: { field: 'STARTED_AT', direction: 'ASC' } };
    expect((await api.ask(api.member('ADMIN'), PAGE, args)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('asks the database neither for a count nor for the rows behind a cursor unless somebody wants to know', async () => {
    const lean = '{ webhookEvents(first: 1) { nodes { id } } deliveries(first: 1) { nodes { id } pageInfo { hasNextPage } } }';
    expect(await api.countReads(() => api.read(lean))).toBe(2);
  });
});

describe('an order that has no index', () => {
  let api: ApiBench;
  let webhook: Webhook;
  beforeAll(async () => {
    api = await ApiBench.open();
    webhook = await insertWebhook(api.store, { accountId: api.accountId });
  });
  afterAll(() => api.close());

  interface Listed { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string } }
  const add = async (own: Partial<Delivery>) => insertDelivery(api.store, webhook, await insertEvent(api.store, webhook), own);

  /** All ids of a list, page by page, forward or backward. */
  async function walk(list: 'deliveries' | 'deliveryAttempts', orderBy: object, isBackward = false): Promise<string[]> {
    const type = list === 'deliveries' ? 'DeliveryOrder' : 'DeliveryAttemptOrder';
    const query = `query ($first: Int, $after: Cursor, $last: Int, $before: Cursor, $orderBy: ${type}) {
      ${list}(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const seen: string[] = [];
    let args: object = isBackward ? { last: 2 } : { first: 2 };
    for (;;) {
      const page = (await api.read<Record<string, Listed>>(query, { ...args, orderBy }))[list]!;
      const ids = page.nodes.map(({ id }) => id);
      if (isBackward) seen.unshift(...ids);
      else seen.push(...ids);
      if (!(isBackward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage)) return seen;
      args = isBackward ? { last: 2, before: page.pageInfo.startCursor } : { first: 2, after: page.pageInfo.endCursor };
    }
  }

  it.each([
    ['LAST_ATTEMPT_AT', 'lastAttemptAt'], ['NEXT_ATTEMPT_AT', 'nextAttemptAt'], ['STATUS_CODE', 'lastStatusCode'],
  ] as const)('has deliveries by %s, those without a value as the smallest, forward and backward', async (field, column) => {
    await api.store.write((tx) => tx.deleteAll(DeliveryRow));
    const values = [500, null, 200, 404, null, 500];
    const rows: { id: string }[] = [];
    for (const value of values) rows.push(await add({ nextAttemptAt: null, [column]: value }));
    const ascending = [1, 4, 2, 3, 0, 5].map((index) => rows[index]!.id);
    expect(await walk('deliveries', { field, direction: 'ASC' })).toEqual(ascending);
    expect(await walk('deliveries', { field, direction: 'DESC' })).toEqual(ascending.toReversed());
    expect(await walk('deliveries', { field, direction: 'ASC' }, true)).toEqual(ascending);
  });

  it.each([['DURATION', 'durationMs', 0], ['STATUS_CODE', 'statusCode', null]] as const)('has attempts by %s, forward and backward', async (field, column, least) => {
    await api.store.write((tx) => tx.deleteAll(DeliveryAttempt));
    const delivery = await add({});
    const values = [30, 10, least, 20];
    const rows: { id: string }[] = [];
    for (const value of values) rows.push(await api.addAttempt(delivery, { [column]: value }));
    const ascending = [2, 1, 3, 0].map((index) => rows[index]!.id);
    expect(await walk('deliveryAttempts', { field, direction: 'ASC' })).toEqual(ascending);
    expect(await walk('deliveryAttempts', { field, direction: 'DESC' }, true)).toEqual(ascending.toReversed());
  });

  it('is refused where more match than may be sorted', async () => {
    const base = await add({});
    await api.store.write(async (tx) => {
      for (let at = 0; at < 10_000; at += 400) await tx.insert(DeliveryRow, Array.from({ length: 400 }, () => ({ ...base, id: newId('dlv') })));
    });
    const ask = (filter: object) => api.ask(api.member('ADMIN'),
      'query ($filter: DeliveryFilter) { deliveries(first: 1, filter: $filter, orderBy: { field: STATUS_CODE, direction: ASC }) { nodes { id } } }', { filter });
    const refused = await ask({});
    expect([refused.codes, refused.errors[0]?.message]).toEqual([['BAD_USER_INPUT'], expect.stringMatching(/^More than 10000 match.*Narrow the filter/)]);
    expect((await ask({ search: base.id })).codes).toEqual([]);
  });
});
