import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import { LiveStats, type LiveStatsOptions, type LiveStatsSample } from '../../server/live/live-stats.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { openEngineBench, type EngineBench } from '../support/engine-bench.ts';
import { insertDelivery, insertEvent } from '../support/factories.ts';

eachDatabase('live statistics', (kind) => {
  let bench: EngineBench;
  let live: LiveStats;
  let webhook: Webhook;
  const open: AsyncIterator<unknown>[] = [];

  beforeEach(async () => {
    bench = await openEngineBench(kind);
    // Of another process, as it were: nothing but the database is shared.
    live = new LiveStats({ store: bench.database.store, clock: Date.now });
    ({ webhook } = await bench.engine.addWebhook({ url: bench.receiver.url('/good'), eventPatterns: ['*'] }));
  });
  afterEach(async () => {
    for (const samples of open.splice(0)) await samples.return?.();
    await bench.close();
  });

  function follow(own: Partial<LiveStatsOptions> = {}): AsyncIterableIterator<LiveStatsSample[]> {
    const scope = { accountId: bench.engine.account.id, environments: ENVIRONMENTS };
    const samples = live.follow({ scope, environments: null, webhookIds: null, intervalSeconds: 1, history: 0, ...own });
    open.push(samples);
    return samples;
  }

  const next = async (samples: AsyncIterator<LiveStatsSample[]>) => (await samples.next()).value as LiveStatsSample[];

  /** Sums rates over messages a second apart until they come to `count` attempts, about. */
  async function attemptsUntil(samples: AsyncIterator<LiveStatsSample[]>, count: number): Promise<{ attempts: number; failures: number; newest: LiveStatsSample }> {
    for (let [attempts, failures] = [0, 0], tries = 0; ; tries++) {
      const [newest] = await next(samples);
      attempts += newest!.attemptsPerSecond;
      failures += newest!.failuresPerSecond;
      if (attempts > count * 0.5 || tries > 20) return { attempts, failures, newest: newest! };
    }
  }

  it('tell what was recorded, by whichever process, with its durations', async () => {
    bench.receiver.respond(({ path }) => ({ status: path === '/good' ? 200 : 500 }));
    const samples = follow();
    expect(await next(samples)).toEqual([expect.objectContaining({ attemptsPerSecond: 0, failuresPerSecond: 0, p50Ms: null, p95Ms: null, inFlight: 0, dueBacklog: 0 })]);
    await Promise.all(Array.from({ length: 20 }, () => bench.engine.publish()));
    const { attempts, failures, newest } = await attemptsUntil(samples, 20);
    expect(attempts).toBeGreaterThan(0);
    expect(failures).toBe(0);
    expect(newest.p95Ms).toBeGreaterThanOrEqual(newest.p50Ms!);
  });

  it('are limited to the account, environments and webhooks that were asked for', async () => {
    const [all, others, staging, stranger] = [
      follow(), follow({ webhookIds: [newId('wh')] }), follow({ environments: ['STAGING'] }), follow({ scope: { accountId: newId('acc'), environments: ENVIRONMENTS } }),
    ];
    const limited = [others, staging, stranger];
    for (const samples of [all, ...limited]) await next(samples);
    await bench.engine.publish();
    for (let attempts = 0; attempts === 0;) {
      const [sample] = await next(all);
      attempts = sample!.attemptsPerSecond;
      for (const samples of limited) expect(await next(samples)).toEqual([expect.objectContaining({ attemptsPerSecond: 0, p50Ms: null })]);
    }
  });

  it('count what waits: due, planned for later and since when', async () => {
    await bench.engine.dispatcher.stop();
    const { store } = bench.database;
    const now = Date.now();
    const event = await insertEvent(store, webhook);
    for (const dueAt of [now - 60_000, now - 5_000, now + HOUR_MS]) await insertDelivery(store, webhook, event, { dueAt, nextAttemptAt: dueAt });
    const [sample] = await next(follow());
    expect(sample).toMatchObject({ dueBacklog: 2, scheduledBacklog: 1, inFlight: 0 });
    expect(sample!.oldestDueMs).toBeGreaterThanOrEqual(60_000);
  });

  it('begin with the past that is known, an interval apart, for whoever comes later', async () => {
    const first = follow();
    for (let seconds = 0; seconds < 4; seconds++) await next(first);
    const past = await next(follow({ history: 300, intervalSeconds: 2 }));
    expect(past).toHaveLength(2);
    expect(past[0]!.at).toBeLessThan(past[1]!.at);
    expect(await next(follow({ history: 1 }))).toHaveLength(1);
  });
});
