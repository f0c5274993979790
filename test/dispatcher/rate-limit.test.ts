import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';
import { Receiver } from '../support/receiver.ts';

const LIMIT = 30;
const COUNT = 90;

eachDatabase('a rate limit', (kind) => {
  let database: TestStore;
  let receiver: Receiver;
  const engines: Engine[] = [];

  beforeEach(async () => {
    database = await openTestStore(kind);
    receiver = await Receiver.start();
    for (let each = 0; each < (kind === 'sqlite' ? 1 : 2); each++) {
      engines[each] = await Engine.create(database.store, { account: engines[0]?.account });
      await engines[each]!.dispatcher.start();
    }
  });

  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.stop()));
    await receiver.close();
    await database.close();
    expect(engines.splice(0).flatMap((engine) => engine.faults)).toEqual([]);
  });

  it('holds over all processes, and other webhooks do not wait for it', async () => {
    await engines[0]!.addWebhook({ url: receiver.url('/limited'), eventPatterns: ['*'], maxRequestsPerSecond: LIMIT, maxConcurrency: 100 });
    await engines[0]!.addWebhook({ url: receiver.url('/free'), eventPatterns: ['*'] });
    const publishing = Promise.all(Array.from({ length: COUNT }, (_, index) => engines[index % engines.length]!.publish()));
    await receiver.received(COUNT, { path: '/free' });
    expect(receiver.requests.filter(({ path }) => path === '/limited').length).toBeLessThan(COUNT);
    const arrivals = (await receiver.received(COUNT, { path: '/limited' })).map(({ arrivedAt }) => arrivedAt);
    await publishing;
    // The burst is three; what was counted but had to wait for its turn may come on top, for each process.
    expect(Math.max(...arrivals.map((from, index) => arrivals.slice(index).filter((at) => at < from + 1_000).length))).toBeLessThanOrEqual(LIMIT + 3 * (1 + engines.length));
    expect(arrivals.at(-1)! - arrivals[0]!).toBeGreaterThan((COUNT - 3 * (1 + engines.length)) * 1_000 / LIMIT - 100);
  });
});
