import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bucketOf } from '../../server/domain/percentile.ts';
import { FINE_MS, floorTo } from '../../server/domain/stats-range.ts';
import { DAY_MS, HOUR_MS } from '../../server/domain/time.ts';
import { openDataSource } from '../../server/storage/data-source.ts';
import { AttemptStat, DURATION_COLUMNS, EventTypeStat } from '../../server/storage/entities/attempt-stat.ts';
import { DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import { isFinal } from '../../server/domain/delivery.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { ageStats } from '../../server/storage/stat-aging.ts';
import { sumBuckets, sumByResult, sumByType, sumSuccesses, sumVolumes } from '../../server/storage/repositories/stat-series.ts';
import { createTestDatabase, eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { openEngineBench, type EngineBench } from '../support/engine-bench.ts';
import { NOON } from '../support/factories.ts';

const NO_DURATIONS = Object.fromEntries(DURATION_COLUMNS.map((column) => [column, 0])) as Pick<AttemptStat, (typeof DURATION_COLUMNS)[number]>;
const statRow = (own: Partial<AttemptStat>): AttemptStat => ({
  subject: 'wh_a', width: FINE_MS, start: NOON, environment: 'PRODUCTION', result: 'SUCCEEDED', statusCode: 200, count: 1, begun: 1, fresh: 1, finished: 1,
  ...NO_DURATIONS, le50: 1, ...own,
});
const total = <Row>(rows: readonly Row[], valueOf: (row: Row) => number) => rows.reduce((sum, row) => sum + valueOf(row), 0);

eachDatabase('statistics', (kind) => {
  describe('of what is sent', () => {
    let bench: EngineBench;
    beforeEach(async () => { bench = await openEngineBench(kind); });
    afterEach(() => bench.close());

    it('count each attempt once for its webhook and once for its account, by 5 minutes and by the hour', async () => {
      const { engine, receiver, database } = bench;
      receiver.respond(({ path }) => ({ status: path === '/bad' ? 410 : 200 }));
      const { webhook: good } = await engine.addWebhook({ url: receiver.url('/good'), eventPatterns: ['*'] });
      const { webhook: bad } = await engine.addWebhook({ url: receiver.url('/bad'), eventPatterns: ['*'] });
      await Promise.all(Array.from({ length: 12 }, () => engine.publish()));
      const { reader } = database.store;
      const deliveries = await reader.query('SELECT id FROM delivery') as { id: string }[];
      for (const { id } of deliveries) await engine.deliveryWhen(id, ({ status, leaseOwner }) => isFinal(status) || leaseOwner === '');

      const attempts = await reader.find(DeliveryAttempt);
      const stats = await reader.find(AttemptStat);
      for (const width of [FINE_MS, HOUR_MS]) {
        for (const subject of [good.id, bad.id, engine.account.id]) {
          const made = attempts.filter(({ webhookId }) => subject === engine.account.id || webhookId === subject);
          const own = stats.filter((row) => row.subject === subject && row.width === width);
          expect(own.every(({ start }) => start % width === 0)).toBe(true);
          expect(total(own, ({ count }) => count)).toBe(made.length);
          expect(total(own, ({ begun }) => begun)).toBe(made.filter(({ number }) => number === 1).length);
          expect(total(own.filter(({ result }) => result === 'HTTP_GONE'), ({ count }) => count)).toBe(made.filter(({ statusCode }) => statusCode === 410).length);
          for (const [bucket, column] of DURATION_COLUMNS.entries()) {
            expect(total(own, (row) => row[column])).toBe(made.filter(({ durationMs }) => bucketOf(durationMs) === bucket).length);
          }
        }
      }
      const finished = stats.filter(({ subject, width, result }) => subject === engine.account.id && width === HOUR_MS && result === 'SUCCEEDED');
      expect(total(finished, (row) => row.finished)).toBe(12);
      const types = await reader.find(EventTypeStat, { where: { width: FINE_MS } });
      expect(total(types.filter(({ subject }) => subject === engine.account.id), ({ events }) => events)).toBe(12);
      expect(total(types.filter(({ subject }) => subject === good.id), (row) => row.attempts)).toBe(12);
      expect(total(types.filter(({ subject }) => subject === bad.id), (row) => row.failures)).toBe(attempts.filter(({ webhookId }) => webhookId === bad.id).length);
    });
  });

  describe('that are kept', () => {
    let test: TestStore;
    beforeEach(async () => { test = await openTestStore(kind); });
    afterEach(() => test.close());

    const age = async (now: number) => { while (await test.store.write((tx) => ageStats(tx, now)) > 0); };

    it('become coarser with age, and end', async () => {
      const day = floorTo(NOON, DAY_MS);
      await test.store.write((tx) => tx.insert(AttemptStat, [
        statRow({}), statRow({ width: HOUR_MS }), statRow({ width: HOUR_MS, start: NOON + HOUR_MS, count: 2 }), statRow({ width: HOUR_MS, start: NOON + DAY_MS, count: 4 }),
      ]));
      await test.store.write((tx) => tx.insert(EventTypeStat, {
        subject: 'wh_a', width: HOUR_MS, start: NOON, environment: 'PRODUCTION', eventCode: 'license.created', events: 1, attempts: 2, failures: 3,
      }));
      const left = async () => (await test.store.reader.find(AttemptStat, { order: { start: 'ASC' } })).map(({ width, start, count }) => [width, start, count]);
      await age(NOON + 2 * DAY_MS);
      expect(await left()).toHaveLength(4);
      await age(NOON + 4 * DAY_MS);
      expect(await left()).toEqual([[HOUR_MS, NOON, 1], [HOUR_MS, NOON + HOUR_MS, 2], [HOUR_MS, NOON + DAY_MS, 4]]);
      await age(NOON + 36.5 * DAY_MS);
      expect(await left()).toEqual([[DAY_MS, day, 3], [HOUR_MS, NOON + DAY_MS, 4]]);
      expect(await test.store.reader.findOneBy(EventTypeStat, { width: DAY_MS })).toMatchObject({ start: day, events: 1, attempts: 2, failures: 3 });
      await age(NOON + 401 * DAY_MS);
      expect(await left()).toEqual([[DAY_MS, day + DAY_MS, 4]]);
      await age(NOON + 403 * DAY_MS);
      expect(await left()).toEqual([]);
    });

    it('are added up by bucket, result and event type, for the environments asked', async () => {
      await test.store.write((tx) => tx.insert(AttemptStat, [
        statRow({ count: 3 }), statRow({ start: NOON + FINE_MS, count: 2 }), statRow({ start: NOON + 3 * FINE_MS, result: 'TIMEOUT', statusCode: 0 }),
        statRow({ start: NOON + 4 * FINE_MS, count: 100 }), statRow({ environment: 'STAGING', count: 7 }), statRow({ subject: 'wh_b', count: 50 }),
      ]));
      const span = { from: NOON, to: NOON + 4 * FINE_MS, widths: [FINE_MS] };
      const subjects = { ids: ['wh_a'], environments: ['PRODUCTION'] as const };
      const buckets = await sumBuckets(test.store, subjects, { span, granularityMs: 2 * FINE_MS });
      expect(buckets.map(({ bucket, isSuccess, count }) => [bucket, isSuccess, count]).sort()).toEqual([[0, true, 5], [1, false, 1]]);
      expect((await sumByResult(test.store, subjects, span)).map(({ result, count }) => [result, count]).sort()).toEqual([['SUCCEEDED', 5], ['TIMEOUT', 1]]);
      expect(await sumByResult(test.store, { ids: [], environments: null }, span)).toEqual([]);
      expect(await sumByResult(test.store, { ids: ['wh_a'], environments: [] }, span)).toEqual([]);
    });

    it('are found by their key, without a look at any attempt', async () => {
      const plans: string[] = [];
      const explained = {
        reader: { dataSource: test.store.reader.dataSource, query: async (sql: string, parameters: unknown[]) => {
          const rows = await test.store.reader.query(`EXPLAIN ${kind === 'sqlite' ? 'QUERY PLAN' : ''} ${sql}`, parameters) as Record<string, unknown>[];
          plans.push(sql, JSON.stringify(rows));
          return [];
        } },
      } as unknown as typeof test.store;
      const span = { from: NOON - DAY_MS, to: NOON, widths: [HOUR_MS, DAY_MS] };
      const subjects = { ids: ['wh_a', 'wh_b'], environments: ['PRODUCTION'] as const };
      await sumBuckets(explained, subjects, { span, granularityMs: HOUR_MS });
      await sumByResult(explained, subjects, span);
      await sumByType(explained, subjects, span);
      await sumVolumes(explained, subjects, { span, granularityMs: HOUR_MS });
      await sumSuccesses(explained, subjects.ids, NOON - DAY_MS);
      expect(plans).toHaveLength(10);
      expect(plans.join(' ')).not.toMatch(/delivery|webhook_event/);
      if (kind === 'sqlite') for (const plan of plans.filter((_, index) => index % 2 === 1)) expect(plan).toMatch(/USING INDEX sqlite_autoindex_\w+ \(subject=\? AND width=\? AND start>\?/);
    });
  });

  it('by the hour of older versions go on counting, for their webhook and its account', async () => {
    const database = await createTestDatabase(kind);
    const source = await openDataSource(database.url);
    await migrate(source);
    const position = source.migrations.findIndex(({ name }) => name?.startsWith('Statistics'));
    for (let count = source.migrations.length; count > position; count--) await source.undoLastMigration({ transaction: 'each' });
    const durations = DURATION_COLUMNS.join(', ');
    const row = (webhookId: string, hour: number, count: number) =>
      `('${webhookId}', ${hour}, 'SUCCEEDED', 200, 'acc_a', ${count}, ${DURATION_COLUMNS.map((name) => (name === 'le50' ? count : 0)).join(', ')})`;
    await source.query(`INSERT INTO attempt_stat (webhookId, hour, result, statusCode, accountId, count, ${durations})
      VALUES ${row('wh_a', NOON, 3)}, ${row('wh_b', NOON, 4)}, ${row('wh_b', NOON + HOUR_MS, 5)}`);
    await migrate(source);
    const rows = await source.manager.find(AttemptStat, { order: { subject: 'ASC', start: 'ASC' } });
    expect(rows.map(({ subject, width, start, environment, count, le50 }) => [subject, width, start, environment, count, le50])).toEqual([
      ['acc_a', HOUR_MS, NOON, 'PRODUCTION', 7, 7], ['acc_a', HOUR_MS, NOON + HOUR_MS, 'PRODUCTION', 5, 5],
      ['wh_a', HOUR_MS, NOON, 'PRODUCTION', 3, 3], ['wh_b', HOUR_MS, NOON, 'PRODUCTION', 4, 4], ['wh_b', HOUR_MS, NOON + HOUR_MS, 'PRODUCTION', 5, 5],
    ]);
    await source.destroy();
    await database.remove();
  });
});
