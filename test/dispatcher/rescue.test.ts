import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireLane } from '../../server/storage/lanes.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import { Lane } from '../../server/storage/entities/lane.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { openEngineBench, type EngineBench } from '../support/engine-bench.ts';
import type { Engine } from '../support/engine.ts';
import { deliveryRow, insertDelivery, insertEvent } from '../support/factories.ts';
import type { Receiver } from '../support/receiver.ts';

eachDatabase('taking over from the dead', (kind) => {
  let bench: EngineBench;
  let receiver: Receiver;
  let engine: Engine;

  beforeEach(async () => {
    bench = await openEngineBench(kind, { isRunning: false });
    ({ receiver, engine } = bench);
  });
  afterEach(() => bench.close());

  /** A process that took a lease and has not been heard of for a minute. */
  async function deadProcess(webhook: Webhook, own: Partial<Delivery> = {}): Promise<Delivery> {
    const { lane } = await acquireLane(engine.store, 'prc_dead');
    await engine.store.write((tx) => tx.update(Lane, { lane }, { heartbeatAt: Date.now() - 60_000 }));
    const event = await insertEvent(engine.store, webhook);
    return insertDelivery(engine.store, webhook, event, { leaseOwner: 'prc_dead', status: 'IN_PROGRESS', ...own });
  }

  it('records the lost attempt as of unknown outcome and delivers again with the same event id', async () => {
    const { webhook } = await engine.addWebhook({ url: receiver.url() });
    const lost = await deadProcess(webhook);
    await engine.dispatcher.start();
    const [request] = await receiver.received(1);
    expect(request!.headers['webhook-id']).toBe(lost.eventId);
    const delivery = await engine.deliveryWhen(lost.id, (each) => each.completedAt !== null);
    expect(delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2, policyStep: 1 });
    expect((await engine.attemptsOf(lost.id)).map((attempt) => attempt.failureCode)).toEqual(['OUTCOME_UNKNOWN', null]);
    expect(await engine.store.reader.countBy(Lane, { owner: 'prc_dead' })).toBe(0);
  });

  it('does not send a lost test again', async () => {
    const { webhook } = await engine.addWebhook({ url: receiver.url() });
    const lost = await deadProcess(webhook, { trigger: 'TEST' });
    await engine.dispatcher.start();
    expect(await engine.deliveryWhen(lost.id, (each) => each.completedAt !== null)).toMatchObject({ status: 'FAILED', attemptCount: 1 });
    expect(receiver.requests).toHaveLength(0);
  });

  it('cancels what was lost of a webhook that is gone', async () => {
    const { webhook } = await engine.addWebhook({ url: receiver.url(), deletedAt: Date.now() });
    const lost = await deadProcess(webhook);
    await engine.dispatcher.start();
    expect(await engine.deliveryWhen(lost.id, (each) => each.completedAt !== null)).toMatchObject({ status: 'CANCELLED', leaseOwner: null });
  });

  it('leaves alone what had succeeded when a lost manual attempt of it belonged to a webhook that is gone', async () => {
    const { webhook } = await engine.addWebhook({ url: receiver.url(), deletedAt: Date.now() });
    const lost = await deadProcess(webhook, { status: 'SUCCEEDED', isManualRequested: true, completedAt: 5, attemptCount: 1 });
    await engine.dispatcher.start();
    expect(await engine.deliveryWhen(lost.id, (each) => each.leaseOwner === null)).toMatchObject({ status: 'SUCCEEDED', completedAt: 5 });
  });

  it('takes over what was committed in the name of a process that has no lane any more', async () => {
    const { webhook } = await engine.addWebhook({ url: receiver.url() });
    const event = await insertEvent(engine.store, webhook);
    const orphan = await insertDelivery(engine.store, webhook, event, { leaseOwner: 'prc_gone', status: 'IN_PROGRESS' });
    await engine.dispatcher.start();
    expect(await engine.deliveryWhen(orphan.id, (each) => each.completedAt !== null)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('takes over more than fits into one transaction, each delivery once', async () => {
    const { webhook } = await engine.addWebhook({ url: receiver.url(), deletedAt: Date.now() });
    const first = await deadProcess(webhook);
    const event = await insertEvent(engine.store, webhook);
    const others = Array.from({ length: 510 }, () => deliveryRow(webhook, event, { leaseOwner: 'prc_dead', status: 'IN_PROGRESS' }));
    await engine.store.write((tx) => tx.insert(Delivery, others));
    const rescued = new Promise((resolve) => engine.dispatcher.announcer.on('rescued', resolve));
    await engine.dispatcher.start();
    expect(await rescued).toEqual({ owner: 'prc_dead', count: 511 });
    expect(await engine.store.reader.countBy(Delivery, { status: 'CANCELLED' })).toBe(511);
    expect(await engine.store.reader.countBy(DeliveryAttempt, { failureCode: 'OUTCOME_UNKNOWN' })).toBe(511);
    expect(await engine.attemptsOf(first.id)).toHaveLength(1);
  });

  it('refuses the late outcomes of a process that was taken for dead, which then starts anew', async () => {
    await engine.addWebhook({ url: receiver.url(), eventPatterns: ['*'] });
    receiver.respond({ hang: 'headers' });
    await engine.dispatcher.start();
    await engine.publish();
    await receiver.received(1);
    const delivery = await engine.onlyDelivery();
    await engine.store.write((tx) => tx.update(Lane, { lane: 0 }, { owner: 'prc_other' }));
    const lost = new Promise((resolve) => engine.dispatcher.announcer.on('laneLost', resolve));
    receiver.respond({}).release();
    await lost;
    expect(await engine.attemptsOf(delivery.id)).toEqual([]);
    await engine.publish();
    await receiver.received(2);
  });
});
