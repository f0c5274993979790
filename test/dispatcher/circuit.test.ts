import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import type { CommandDeps } from '../../server/commands/deps.ts';
import { retryDelivery } from '../../server/commands/retry-delivery.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import type { RetryPolicy } from '../../server/domain/retry-policy.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { Engine } from '../support/engine.ts';
import { Receiver } from '../support/receiver.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** One retry, after an hour. */
const LATER: RetryPolicy = {
  kind: 'CUSTOM', maxAttempts: 2, initialDelayMs: null, multiplier: null, maxDelayMs: null, delaysMs: [HOUR], jitter: 0,
  respectRetryAfter: true, nonRetryableStatusCodes: [410],
};

eachDatabase('a webhook whose receiver is down', (kind) => {
  let database: TestStore;
  let receiver: Receiver;
  let engines: Engine[];
  /** Ms by which the clock of all engines is ahead. */
  let ahead: number;
  const clock = () => Date.now() + ahead;
  const first = () => engines[0]!;

  beforeEach(async () => {
    ahead = 0;
    database = await openTestStore(kind);
    receiver = (await Receiver.start()).respond({ status: 500 });
    engines = [];
    await addEngine();
  });

  afterEach(async () => {
    receiver.release();
    await Promise.all(engines.map((engine) => engine.stop()));
    await receiver.close();
    await database.close();
    expect(engines.flatMap((engine) => engine.faults)).toEqual([]);
  });

  async function addEngine(): Promise<Engine> {
    const engine = await Engine.create(database.store, { clock, account: engines[0]?.account });
    await engine.dispatcher.start();
    engines.push(engine);
    return engine;
  }

  const addWebhook = (own: Partial<Webhook> = {}) =>
    first().addWebhook({ url: receiver.url(), eventPatterns: ['*'], retryPolicy: LATER, ...own }).then(({ webhook }) => webhook);
  const deps = () => ({
    store: database.store, directory: first().directory, intake: first().dispatcher, clock, settings: { allowHttpTargets: true, allowCidrs: ['127.0.0.1/32'] },
    announceChange: () => first().hub.announce(),
  }) as unknown as CommandDeps;
  const queueOf = ({ id }: Webhook) => database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: id });

  /** Publishes one event and resolves when its attempt is recorded. */
  async function deliver(): Promise<Delivery> {
    const { event } = await first().publish();
    const { id } = await database.store.reader.findOneByOrFail(Delivery, { eventId: event!.id });
    return first().deliveryWhen(id, ({ attemptCount, leaseOwner }) => attemptCount === 1 && leaseOwner === '' || leaseOwner === null);
  }

  async function openCircuit(): Promise<Webhook> {
    const webhook = await addWebhook();
    for (let fault = 0; fault < 5; fault++) await deliver();
    expect(await queueOf(webhook)).toMatchObject({ circuitTrips: 1, consecutiveFailures: 5 });
    return webhook;
  }

  function pass(ms: number): void {
    ahead += ms;
    for (const engine of engines) engine.dispatcher.wake();
  }

  const waiting = () => database.store.reader.findBy(Delivery, { attemptCount: 0 });

  it('gets nothing more after five faults in a row, and what waits keeps all its attempts', async () => {
    await openCircuit();
    await Promise.all(Array.from({ length: 20 }, () => first().publish()));
    expect(await waiting()).toHaveLength(20);
    expect(new Set((await waiting()).map(({ status, leaseOwner, policyStep }) => `${status} ${leaseOwner} ${policyStep}`))).toEqual(new Set(['PENDING  0']));
    expect(first().dispatcher.load).toEqual({ inFlight: 0, held: 0 });
    expect(receiver.requests).toHaveLength(5);
  });

  it('gets one probe after the rest, and everything that waits when it succeeds', async () => {
    const webhook = await openCircuit();
    await Promise.all(Array.from({ length: 20 }, () => first().publish()));
    if (kind !== 'sqlite') await addEngine();
    let answer: (value: { status: number }) => void = () => undefined;
    const answered = new Promise<{ status: number }>((resolve) => { answer = resolve; });
    receiver.respond(() => answered);
    pass(11_000);
    await receiver.received(6);
    // Longer than the look at a probe under way, and some claims of both processes.
    for (let look = 0; look < 3; look++) {
      pass(6_000);
      await vi.waitFor(async () => expect((await queueOf(webhook)).restsUntil).toBeGreaterThan(clock()));
    }
    expect(receiver.requests).toHaveLength(6);
    answer({ status: 200 });
    await receiver.received(25);
    await vi.waitFor(async () => expect(await waiting()).toEqual([]));
    expect(await queueOf(webhook)).toMatchObject({ circuitTrips: 0, circuitRetryAt: null, restsUntil: null, consecutiveFailures: 0, failingSince: null });
  });

  it('rests for longer after a probe that failed', async () => {
    const webhook = await openCircuit();
    const earlier = await queueOf(webhook);
    const { event } = await first().publish();
    const { id } = await database.store.reader.findOneByOrFail(Delivery, { eventId: event!.id });
    pass(11_000);
    await first().deliveryWhen(id, ({ attemptCount }) => attemptCount === 1);
    const queue = await queueOf(webhook);
    expect(queue).toMatchObject({ circuitTrips: 2, restsUntil: queue.circuitRetryAt });
    expect(queue.circuitRetryAt! - clock()).toBeGreaterThan(earlier.circuitRetryAt! - (clock() - 11_000));
    expect(receiver.requests).toHaveLength(6);
  });

  it('stays at rest through a restart', async () => {
    await openCircuit();
    await first().stop();
    const next = await addEngine();
    await next.publish();
    expect(await waiting()).toMatchObject([{ leaseOwner: '' }]);
    expect(receiver.requests).toHaveLength(5);
    pass(11_000);
    await receiver.received(6);
  });

  it('is probed again when its probe was given back unsent', async () => {
    const webhook = await openCircuit();
    await first().publish();
    await database.store.write(async (tx) => {
      const [{ id }] = await tx.findBy(Delivery, { attemptCount: 0 }) as [Delivery];
      await tx.update(WebhookQueue, { webhookId: webhook.id }, { probeId: id });
    });
    pass(11_000);
    await receiver.received(6);
  });

  it('gets all that waits as soon as an attempt by hand succeeds', async () => {
    await openCircuit();
    await Promise.all([first().publish(), first().publish()]);
    receiver.respond({ status: 200 });
    const [failed] = await database.store.reader.findBy(Delivery, { attemptCount: 1 });
    await retryDelivery(deps(), first().caller, { id: failed!.id, resumeRetries: false });
    await receiver.received(8);
    await vi.waitFor(async () => expect(await waiting()).toEqual([]));
  });

  it.each([
    ['it is switched on, although it is on', (webhook: Webhook) => switchWebhooks(deps(), first().caller, { ids: [webhook.id], isActive: true })],
    ['its target is changed', (webhook: Webhook) => changeWebhook(deps(), first().caller, { id: webhook.id, url: receiver.url('/new') })],
  ])('gets all that waits as soon as %s', async (_what, act) => {
    const webhook = await openCircuit();
    await first().publish();
    receiver.respond({ status: 200 });
    await act(webhook);
    await receiver.received(6);
    await vi.waitFor(async () => expect(await queueOf(webhook)).toMatchObject({ circuitTrips: 0, consecutiveFailures: 0, failingSince: null }));
  });

  it('is not taken for down because it refuses what it gets', async () => {
    receiver.respond({ status: 400 });
    const webhook = await addWebhook();
    for (let each = 0; each < 6; each++) await deliver();
    expect(await queueOf(webhook)).toMatchObject({ circuitTrips: 0, consecutiveFailures: 6 });
  });

  it('gets nothing from a process either that did not open the circuit', async () => {
    await openCircuit();
    const other = kind === 'sqlite' ? first() : await addEngine();
    await other.publish();
    expect(receiver.requests).toHaveLength(5);
  });

  describe('for days', () => {
    /** As if it had failed ten times since then. */
    const failingSince = (webhook: Webhook, since: number) => database.store.write((tx) =>
      tx.update(WebhookQueue, { webhookId: webhook.id }, { consecutiveFailures: 10, failingSince: since, lastFailureAt: since }));
    const told = () => {
      const steps: string[] = [];
      first().dispatcher.announcer.on('autoDisable', ({ step }) => steps.push(step));
      return steps;
    };

    it('is announced once after a day', async () => {
      const webhook = await addWebhook();
      const steps = told();
      await failingSince(webhook, clock() - DAY);
      await deliver();
      await deliver();
      expect(steps).toEqual(['WARN']);
      expect(await database.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'ACTIVE' });
    });

    it('is switched off after five, and starts with a clean record when it is switched on again', async () => {
      const webhook = await addWebhook();
      const steps = told();
      await failingSince(webhook, clock() - 5 * DAY);
      await deliver();
      expect(steps).toEqual(['DISABLE']);
      expect(await database.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'INACTIVE', statusReason: 'AUTO_DISABLED', version: 2 });
      expect((await first().publish()).matchedWebhookCount).toBe(0);
      await switchWebhooks(deps(), first().caller, { ids: [webhook.id], isActive: true });
      expect(await queueOf(webhook)).toMatchObject({ consecutiveFailures: 0, failingSince: null, circuitTrips: 0 });
      await deliver();
      expect(await database.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'ACTIVE', statusReason: 'MANUAL' });
    });

    it('is not switched off by an attempt that somebody makes by hand', async () => {
      const webhook = await addWebhook();
      const { id } = await deliver();
      await failingSince(webhook, clock() - 6 * DAY);
      await retryDelivery(deps(), first().caller, { id, resumeRetries: false });
      await first().deliveryWhen(id, ({ attemptCount }) => attemptCount === 2);
      expect(await database.store.reader.findOneByOrFail(Webhook, { id: webhook.id })).toMatchObject({ status: 'ACTIVE' });
    });
  });
});
