import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FINE_MS } from '../../server/domain/stats-range.ts';
import { HOUR_MS, MINUTE_MS } from '../../server/domain/time.ts';
import { AttemptStat, DURATION_COLUMNS, EventTypeStat } from '../../server/storage/entities/attempt-stat.ts';
import { WebhookQueue, type Webhook } from '../../server/storage/entities/webhook.ts';
import { insertWebhook, NOON } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
beforeAll(async () => { api = await ApiBench.open(); });
afterAll(() => api.close());

const STATS = `granularity range { from to } totals { events deliveries attempts succeeded failed deliverySuccessRate attemptSuccessRate p50Ms p95Ms p99Ms }
  previousTotals { attempts events } series { start succeeded failed p95Ms isPartial } byStatusCode { statusCode count }
  byEventType { eventType { code } count failed } byFailure { code statusCode count }`;
const OF_WEBHOOK = `query ($id: ID!, $range: TimeRangeInput!, $granularity: Duration) { webhook(id: $id) { stats(range: $range, granularity: $granularity) { ${STATS} } } }`;
const OF_ACCOUNT = `query ($range: TimeRangeInput!, $granularity: Duration, $environments: [EnvironmentKey!], $webhookIds: [ID!]) {
  deliveryStats(range: $range, granularity: $granularity, environments: $environments, webhookIds: $webhookIds) { ${STATS} } }`;

interface Stats {
  granularity: string;
  range: { from: string; to: string };
  totals: Record<string, number | null>;
  previousTotals: { attempts: number; events: number };
  series: { start: string; succeeded: number; failed: number; p95Ms: number | null; isPartial: boolean }[];
  byStatusCode: unknown[];
  byEventType: { eventType: { code: string }; count: number; failed: number }[];
  byFailure: unknown[];
}

const at = (ms: number) => new Date(ms).toISOString();
const LAST_HOUR = { from: at(NOON - HOUR_MS) };

/** Counts as the outcomes of a webhook leave them, for it and its account. */
async function count({ id, accountId, environment }: Webhook, own: Partial<AttemptStat>, eventCode = 'license.created'): Promise<void> {
  const row = {
    width: FINE_MS, start: NOON - 10 * MINUTE_MS, environment, result: 'SUCCEEDED', statusCode: 200, count: 1, begun: 0, fresh: 0, finished: 0,
    ...Object.fromEntries(DURATION_COLUMNS.map((column) => [column, 0])), ...own,
  } as AttemptStat;
  const { width, start } = row;
  const failures = row.result === 'SUCCEEDED' ? 0 : row.count;
  await api.store.write(async (tx) => {
    for (const subject of [id, accountId]) {
      await tx.insert(AttemptStat, { ...row, subject });
      await tx.insert(EventTypeStat, { subject, width, start, environment, eventCode, events: subject === accountId ? 2 : 0, attempts: row.count, failures });
    }
  });
}

beforeEach(() => api.store.write(async (tx) => {
  await tx.query('DELETE FROM attempt_stat');
  await tx.query('DELETE FROM event_type_stat');
}));

describe('statistics of a webhook', () => {
  let webhook: Webhook;
  const read = async (range: object, granularity?: string, viewer = api.member('ADMIN')) =>
    (await api.read<{ webhook: { stats: Stats } }>(OF_WEBHOOK, { id: webhook.id, range, granularity }, viewer)).webhook.stats;

  beforeEach(async () => { webhook = await insertWebhook(api.store, { accountId: api.accountId }); });

  it('have totals, a filled series and what failed', async () => {
    await count(webhook, { count: 8, begun: 6, fresh: 5, finished: 6, le100: 8 });
    await count(webhook, { start: NOON - 30 * MINUTE_MS, result: 'HTTP_SERVER_ERROR', statusCode: 503, count: 2, begun: 1, fresh: 1, finished: 2, le1000: 2 }, 'license.expired');
    await count(webhook, { start: NOON - 90 * MINUTE_MS, count: 4, le10: 4 });
    const stats = await read(LAST_HOUR);
    expect(stats).toMatchObject({
      granularity: 'PT5M', range: { from: at(NOON - HOUR_MS), to: at(NOON) },
      totals: { events: 6, deliveries: 7, attempts: 10, succeeded: 8, failed: 2, deliverySuccessRate: 0.75, attemptSuccessRate: 0.8, p50Ms: 81, p95Ms: 1000, p99Ms: 1000 },
      previousTotals: { attempts: 4 },
      byStatusCode: [{ statusCode: 200, count: 8 }, { statusCode: 503, count: 2 }],
      byEventType: [{ eventType: { code: 'license.created' }, count: 8, failed: 0 }, { eventType: { code: 'license.expired' }, count: 2, failed: 2 }],
      byFailure: [{ code: 'HTTP_SERVER_ERROR', statusCode: 503, count: 2 }],
    });
    expect(stats.series).toHaveLength(12);
    expect(stats.series.map(({ succeeded, failed }) => succeeded + failed)).toEqual([0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 8, 0]);
    expect(stats.series.some(({ isPartial }) => isPartial)).toBe(false);
  });

  it('are empty, not absent, without attempts', async () => {
    const { totals, series, byFailure } = await read(LAST_HOUR, 'PT30M');
    expect(totals).toEqual({
      events: 0, deliveries: 0, attempts: 0, succeeded: 0, failed: 0, deliverySuccessRate: null, attemptSuccessRate: null, p50Ms: null, p95Ms: null, p99Ms: null,
    });
    expect(series.map(({ start }) => start)).toEqual([at(NOON - HOUR_MS), at(NOON - HOUR_MS / 2)]);
    expect(byFailure).toEqual([]);
  });

  it('mark the bucket that is not complete', async () => {
    api.commands.clock.advance(90_000);
    const { series } = await read(LAST_HOUR, 'PT30M');
    api.commands.clock.advance(-90_000);
    expect(series.map(({ isPartial }) => isPartial)).toEqual([false, false, true]);
  });

  it.each([
    [{ from: at(NOON) }, undefined], [{ from: at(NOON - HOUR_MS) }, 'PT1M'], [{ from: at(NOON - 48 * HOUR_MS) }, 'PT5M'], [{ from: at(NOON - 72 * HOUR_MS) }, 'PT15M'],
    [{ from: '0001-01-01T00:00:00Z' }, undefined],
  ])('refuse %o by %s', async (range, granularity) => {
    expect((await api.ask(api.member('ADMIN'), OF_WEBHOOK, { id: webhook.id, range, granularity })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('are read for a whole list at once, and no attempt is looked at', async () => {
    const query = `query ($range: TimeRangeInput!) { webhooks(first: 50) { nodes { stats(range: $range) { ${STATS} } } } }`;
    const one = await api.countReads(() => api.read(query, { range: LAST_HOUR }));
    for (let more = 0; more < 5; more++) await insertWebhook(api.store, { accountId: api.accountId });
    expect(await api.countReads(() => api.read(query, { range: LAST_HOUR }))).toBe(one);
    // One of them is where the stream of changes goes on after the page.
    expect(one).toBeLessThanOrEqual(7);
  });
});

describe('statistics of all webhooks', () => {
  const read = async (more: Record<string, unknown> = {}, viewer = api.member('ADMIN')) =>
    (await api.read<{ deliveryStats: Stats }>(OF_ACCOUNT, { range: LAST_HOUR, ...more }, viewer)).deliveryStats;
  let production: Webhook;
  let staging: Webhook;

  beforeAll(async () => {
    production = await insertWebhook(api.store, { accountId: api.accountId });
    staging = await insertWebhook(api.store, { accountId: api.accountId, environment: 'STAGING' });
  });
  beforeEach(async () => {
    await count(production, { count: 5, fresh: 3, le10: 5 });
    await count(staging, { count: 7, fresh: 4, le10: 7 });
  });

  it('count published events, and add up what the webhooks got', async () => {
    expect((await read()).totals).toMatchObject({ events: 4, attempts: 12 });
  });

  it('are limited to environments and webhooks', async () => {
    expect((await read({ environments: ['STAGING'] })).totals).toMatchObject({ events: 2, attempts: 7 });
    expect((await read({ webhookIds: [production.id] })).totals).toMatchObject({ events: 3, attempts: 5 });
    expect((await read({ webhookIds: [production.id], environments: ['STAGING'] })).totals.attempts).toBe(0);
  });

  it('show nothing of other accounts, nor of environments that a key may not see', async () => {
    expect((await read({}, api.stranger())).totals.attempts).toBe(0);
    expect((await read({ webhookIds: [production.id] }, api.stranger())).totals.attempts).toBe(0);
    const key = api.key(['WEBHOOKS_READ'], ['STAGING']);
    expect((await read({}, key)).totals.attempts).toBe(7);
    expect((await read({ environments: ['PRODUCTION'] }, key)).totals.attempts).toBe(0);
    expect((await read({ webhookIds: [production.id] }, key)).totals.attempts).toBe(0);
  });

  it('are for those who may see webhooks', async () => {
    expect((await api.ask(api.member('OPERATOR'), OF_ACCOUNT, { range: LAST_HOUR })).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.key([]), OF_ACCOUNT, { range: LAST_HOUR })).codes).toEqual(['FORBIDDEN']);
  });

  it('tell how many events of a type were published', async () => {
    const query = `query ($environment: EnvironmentKey) { eventType(code: "license.created") { volume(range: { from: "${LAST_HOUR.from}" }, environment: $environment) { start count } } }`;
    const volume = async (environment?: string, viewer = api.member('ADMIN')) =>
      (await api.read<{ eventType: { volume: { start: string; count: number }[] } }>(query, { environment }, viewer)).eventType.volume;
    expect((await volume()).map((bucket) => bucket.count)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0]);
    expect((await volume('STAGING')).at(-2)).toEqual({ start: at(NOON - 10 * MINUTE_MS), count: 2 });
    expect((await volume(undefined, api.stranger())).every((bucket) => bucket.count === 0)).toBe(true);
  });

  it('read the volumes of the whole catalogue with one statement', async () => {
    const query = `{ eventTypeGroups { eventTypes { volume(range: { from: "${LAST_HOUR.from}" }) { count } } } }`;
    expect(await api.countReads(() => api.read(query))).toBe(1);
  });
});

describe('the list of webhooks', () => {
  const LIST = `query ($first: Int, $last: Int, $after: Cursor, $before: Cursor, $filter: WebhookFilter, $direction: OrderDirection!) {
    webhooks(first: $first, last: $last, after: $after, before: $before, filter: $filter, orderBy: { field: SUCCESS_RATE, direction: $direction }) {
      nodes { name } totalCount pageInfo { endCursor hasNextPage startCursor } } }`;
  interface List { webhooks: { nodes: { name: string }[]; totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean; startCursor: string } } }
  const list = async (variables: Record<string, unknown>) => (await api.read<List>(LIST, { direction: 'ASC', ...variables })).webhooks;
  const rated = { search: 'rated' };

  beforeEach(async () => {
    if ((await list({ first: 1, filter: rated })).totalCount === 0) {
      for (const name of ['rated idle', 'rated good', 'rated bad', 'rated third', 'rated open']) await insertWebhook(api.store, { accountId: api.accountId, name });
    }
    const webhooks = new Map((await api.store.reader.query("SELECT id, name, accountId, environment FROM webhook WHERE name LIKE 'rated%'") as Webhook[]).map((each) => [each.name, each]));
    const hour = { width: HOUR_MS, start: NOON - HOUR_MS };
    await count(webhooks.get('rated good')!, { ...hour, count: 10 });
    await count(webhooks.get('rated bad')!, { ...hour, result: 'TIMEOUT', statusCode: 0, count: 10 }, 'license.expired');
    await count(webhooks.get('rated third')!, { ...hour, start: NOON - 2 * HOUR_MS, count: 1 });
    await count(webhooks.get('rated third')!, { ...hour, start: NOON - 2 * HOUR_MS, result: 'TIMEOUT', statusCode: 1, count: 2 }, 'license.expired');
    await api.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhooks.get('rated open')!.id }, { circuitTrips: 1, circuitRetryAt: NOON + HOUR_MS }));
  });

  it('is ordered by success rate, worst first, those without attempts after the best', async () => {
    const names = (await list({ first: 10, filter: rated })).nodes.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['rated bad', 'rated third', 'rated good']);
    expect(names.slice(3).sort()).toEqual(['rated idle', 'rated open']);
  });

  it.each(['ASC', 'DESC'])('returns each webhook once, paged %s forwards and backwards', async (direction) => {
    const all = (await list({ first: 10, filter: rated, direction })).nodes;
    const forwards: unknown[] = [];
    for (let after: string | null = null; ;) {
      const page = await list({ first: 2, after, filter: rated, direction });
      forwards.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(forwards).toEqual(all);
    const last = await list({ last: 2, filter: rated, direction });
    const before = await list({ last: 3, before: last.pageInfo.startCursor, filter: rated, direction });
    expect([...before.nodes, ...last.nodes]).toEqual(all);
  });

  it.each([
    [['HEALTHY'], ['rated good']], [['IDLE'], ['rated idle']], [['FAILING'], ['rated bad', 'rated open', 'rated third']], [['DEGRADED'], []],
    [['IDLE', 'HEALTHY'], ['rated good', 'rated idle']], [[], ['rated bad', 'rated good', 'rated idle', 'rated open', 'rated third']],
  ])('has the webhooks in health %j', async (health, names) => {
    const { nodes, totalCount } = await list({ first: 10, filter: { ...rated, health } });
    expect(nodes.map(({ name }) => name).sort()).toEqual(names);
    expect(totalCount).toBe(names.length);
  });
});
