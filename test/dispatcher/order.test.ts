import 'reflect-metadata';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cancelDelivery } from '../../server/commands/cancel-deliveries.ts';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import type { CommandDeps } from '../../server/commands/deps.ts';
import { retryDelivery } from '../../server/commands/retry-delivery.ts';
import { sendTest } from '../../server/commands/send-test.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import type { RetryPolicy } from '../../server/domain/retry-policy.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Lane } from '../../server/storage/entities/lane.ts';
import { Place } from '../../server/storage/entities/place.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { acquireLane } from '../../server/storage/lanes.ts';
import { Store } from '../../server/storage/store.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';
import { Receiver, type ReceivedRequest } from '../support/receiver.ts';

/** Four attempts without waiting, so that tests need no clock. */
const AT_ONCE: RetryPolicy = {
  kind: 'CUSTOM', maxAttempts: 4, initialDelayMs: null, multiplier: null, maxDelayMs: null, delaysMs: [0, 0, 0], jitter: 0,
  respectRetryAfter: true, nonRetryableStatusCodes: [422],
};
/** One attempt, and another one that never comes while a test runs. */
const MUCH_LATER: RetryPolicy = { ...AT_ONCE, maxAttempts: 2, delaysMs: [3_600_000] };

eachDatabase('strict order', (kind) => {
  let database: TestStore;
  let receiver: Receiver;
  let engine: Engine;

  beforeEach(async () => {
    database = await openTestStore(kind);
    receiver = await Receiver.start();
    engine = await Engine.create(database.store);
    await engine.dispatcher.start();
  });

  afterEach(async () => {
    receiver.release();
    await engine.stop();
    await receiver.close();
    await database.close();
    expect(engine.faults).toEqual([]);
  });

  const addWebhook = async (own: Partial<Webhook> = {}) =>
    (await engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'], retryPolicy: AT_ONCE, ordering: 'FIFO', ...own })).webhook;
  const deps = () => ({
    store: engine.store, directory: engine.directory, intake: engine.dispatcher, clock: Date.now, announceChange: () => engine.hub.announce(), settings: {},
  }) as unknown as CommandDeps;
  const finished = (delivery: Delivery) => delivery.completedAt !== null;
  const eventOf = (request: ReceivedRequest) => request.headers['webhook-id']!;
  const arrivals = () => receiver.requests.map(eventOf);
  const reachable = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 15_000, interval: 20 });

  /** Publishes one after the other; returns event ids. */
  async function publish(count: number, by = engine): Promise<string[]> {
    const ids: string[] = [];
    for (let each = 0; each < count; each++) ids.push((await by.publish()).event!.id);
    return ids;
  }

  async function deliveryOf(eventId: string): Promise<Delivery> {
    return engine.store.reader.findOneByOrFail(Delivery, { eventId });
  }

  const switchTo = (webhook: Webhook, ordering: 'FIFO' | 'PARALLEL') => changeWebhook(deps(), engine.caller, { id: webhook.id, ordering });

  it('sends one after the other in the order of publishing, whatever fails in between', async () => {
    await addWebhook();
    let atOnce = 0;
    let most = 0;
    receiver.respond(async (request) => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      const number = events.indexOf(eventOf(request));
      return { status: number % 3 === 1 && request.headers['x-webhook-attempt'] !== '3' ? 500 : number % 5 === 4 ? 422 : 200 };
    });
    const events: string[] = [];
    for (let each = 0; each < 20; each++) events.push((await engine.publish()).event!.id);
    await reachable(async () => expect(await engine.store.reader.countBy(Delivery, { leaseOwner: '' })).toBe(0));
    await engine.deliveryWhen((await deliveryOf(events[19]!)).id, finished);
    expect([...new Set(arrivals())]).toEqual(events);
    expect(arrivals().filter((id, index) => arrivals().lastIndexOf(id) > index && arrivals()[index + 1] !== id)).toEqual([]);
    expect(most).toBe(1);
    const failed = await engine.store.reader.findBy(Delivery, { status: 'FAILED' });
    expect(failed.map(({ eventId }) => eventId).sort()).toEqual([4, 9, 14, 19].map((number) => events[number]).sort());
  });

  it.skipIf(kind === 'sqlite')('keeps the order over two processes that publish and send at once, and spreads to both', { timeout: 60_000 }, async () => {
    await addWebhook();
    receiver.respond((request) => ({ status: request.headers['x-webhook-attempt'] === '1' && request.headers['webhook-id']!.charCodeAt(29) % 4 === 0 ? 500 : 200 }));
    const store = await Store.open({ url: database.url });
    const other = await Engine.create(store, { account: engine.account });
    await other.dispatcher.start();
    try {
      const streams = await Promise.all([engine, other, engine, other].map((each) => publish(12, each)));
      await reachable(() => expect(new Set(arrivals()).size).toBe(48));
      await reachable(async () => expect(await store.reader.countBy(Delivery, { status: 'SUCCEEDED' })).toBe(48));
      const order = [...new Set(arrivals())];
      for (const stream of streams) expect(order.filter((id) => stream.includes(id))).toEqual(stream);
      expect(other.faults).toEqual([]);
    } finally {
      await other.stop();
      await store.close();
    }
  });

  it('keeps the order when the process that holds the head dies', async () => {
    await addWebhook();
    await engine.dispatcher.stop();
    const events = await publish(3);
    const { lane } = await acquireLane(engine.store, 'prc_dead');
    await engine.store.write(async (tx) => {
      await tx.update(Lane, { lane }, { heartbeatAt: Date.now() - 60_000 });
      await tx.update(Delivery, { eventId: events[0]! }, { leaseOwner: 'prc_dead', status: 'IN_PROGRESS' });
    });
    await engine.dispatcher.start();
    await receiver.received(3);
    expect(arrivals()).toEqual(events);
    await reachable(async () => expect(await engine.store.reader.countBy(Delivery, { status: 'SUCCEEDED' })).toBe(3));
    expect(await engine.attemptsOf((await deliveryOf(events[0]!)).id)).toMatchObject([{ failureCode: 'OUTCOME_UNKNOWN' }, { failureCode: null }]);
  });

  it('goes on with the next when the head is cancelled', async () => {
    await addWebhook({ retryPolicy: MUCH_LATER });
    receiver.respondInTurn({ status: 500 });
    const events = await publish(2);
    const head = await engine.deliveryWhen((await deliveryOf(events[0]!)).id, ({ status }) => status === 'RETRYING');
    expect(arrivals()).toEqual([events[0]]);
    await cancelDelivery(deps(), engine.caller, head.id);
    await receiver.received(2);
    expect(arrivals()).toEqual(events);
  });

  it('lets an attempt by hand pass, and takes what it delivered out of the line', async () => {
    await addWebhook({ retryPolicy: MUCH_LATER });
    receiver.respondInTurn({ status: 500 });
    const events = await publish(3);
    const head = await engine.deliveryWhen((await deliveryOf(events[0]!)).id, ({ status }) => status === 'RETRYING');
    const middle = await deliveryOf(events[1]!);
    await retryDelivery(deps(), engine.caller, { id: middle.id, resumeRetries: false });
    await engine.deliveryWhen(middle.id, finished);
    expect(arrivals()).toEqual([events[0], events[1]]);
    expect(await engine.store.reader.findOneByOrFail(Delivery, { id: head.id })).toMatchObject({ status: 'RETRYING', revision: head.revision });
    await retryDelivery(deps(), engine.caller, { id: head.id, resumeRetries: false });
    await receiver.received(4);
    expect(arrivals()).toEqual([events[0], events[1], events[0], events[2]]);
  });

  it('keeps the place of what was tried by hand in vain', async () => {
    await addWebhook({ retryPolicy: MUCH_LATER });
    receiver.respondInTurn({ status: 500 }, { status: 500 });
    const events = await publish(3);
    const head = await engine.deliveryWhen((await deliveryOf(events[0]!)).id, ({ status }) => status === 'RETRYING');
    const middle = await deliveryOf(events[1]!);
    await retryDelivery(deps(), engine.caller, { id: middle.id, resumeRetries: false });
    await engine.deliveryWhen(middle.id, ({ attemptCount, leaseOwner }) => attemptCount === 1 && leaseOwner === '');
    await cancelDelivery(deps(), engine.caller, head.id);
    await receiver.received(4);
    expect(arrivals()).toEqual([events[0], events[1], events[1], events[2]]);
  });

  it('puts what is to be retried again at the end', async () => {
    await addWebhook();
    receiver.respondInTurn({ status: 422 });
    const [first] = await publish(1);
    const failed = await engine.deliveryWhen((await deliveryOf(first!)).id, finished);
    await engine.dispatcher.stop();
    const [second] = await publish(1);
    await retryDelivery(deps(), engine.caller, { id: failed.id, resumeRetries: true });
    await engine.dispatcher.start();
    await receiver.received(3);
    expect(arrivals()).toEqual([first, second, first]);
  });

  it('sends tests whatever waits, and they hold up nothing', async () => {
    const webhook = await addWebhook({ retryPolicy: MUCH_LATER });
    receiver.respondInTurn({ status: 500 });
    const [first] = await publish(2);
    await engine.deliveryWhen((await deliveryOf(first!)).id, ({ status }) => status === 'RETRYING');
    const test = await sendTest(deps(), engine.caller, webhook.id);
    expect(await engine.deliveryWhen(test.id, finished)).toMatchObject({ status: 'SUCCEEDED' });
    expect(arrivals()).toEqual([first, test.eventId]);
    expect(await engine.store.reader.count(Place)).toBe(2);
  });

  it('does not keep other webhooks waiting', async () => {
    await addWebhook({ url: receiver.url('/ordered') });
    await addWebhook({ url: receiver.url('/other'), ordering: 'PARALLEL' });
    receiver.respond(({ path }) => (path === '/ordered' ? { hang: 'headers' } : {}));
    await publish(10);
    await receiver.received(10, { path: '/other' });
    expect(receiver.requests.filter(({ path }) => path === '/ordered')).toHaveLength(1);
  });

  it('begins with what waits when it is switched on, and ends when it is switched off', async () => {
    const webhook = await addWebhook({ ordering: 'PARALLEL' });
    receiver.respond({ hang: 'headers' });
    const events = await publish(12);
    await receiver.received(4);
    await switchTo(webhook, 'FIFO');
    receiver.respond({}).release();
    await receiver.received(12);
    const underWay = new Set(arrivals().slice(0, 4));
    expect(arrivals().slice(4)).toEqual(events.filter((id) => !underWay.has(id)));
    const next = await publish(3);
    await receiver.received(15);
    expect(arrivals().slice(12)).toEqual(next);

    receiver.respond({ hang: 'headers' });
    await publish(4);
    await receiver.received(16);
    await switchTo(webhook, 'PARALLEL');
    await receiver.received(19);
    expect(await engine.store.reader.count(Place)).toBe(0);
  });

  it('goes on where it was after a pause', async () => {
    const webhook = await addWebhook();
    receiver.respond({ hang: 'headers' });
    const events = await publish(4);
    await receiver.received(1);
    await switchWebhooks(deps(), engine.caller, { ids: [webhook.id], isActive: false });
    receiver.respond({}).release();
    await engine.deliveryWhen((await deliveryOf(events[0]!)).id, finished);
    expect(arrivals()).toEqual([events[0]]);
    await switchWebhooks(deps(), engine.caller, { ids: [webhook.id], isActive: true });
    await receiver.received(4);
    expect(arrivals()).toEqual(events);
  });
});
