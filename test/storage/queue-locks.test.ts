import 'reflect-metadata';
import type { EntityManager } from 'typeorm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import type { AttemptRecord } from '../../server/storage/attempt-record.ts';
import { cancelDeliveries } from '../../server/storage/bulk-rows.ts';
import { claimDue } from '../../server/storage/claim-due.ts';
import { Delivery, DUE_URGENTLY, UNLEASED } from '../../server/storage/entities/delivery.ts';
import { WebhookQueue, type Webhook } from '../../server/storage/entities/webhook.ts';
import { cancelLeased, handBack } from '../../server/storage/lease-rows.ts';
import { writeOutcomes } from '../../server/storage/outcome-rows.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { cancelWaiting, pauseQueue, refreshNextDue, wakeLines, wakeQueues } from '../../server/storage/webhook-rows.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { deliveryRow, eventRow, insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { atRest } from '../support/history.ts';

/** InnoDB shows the same picture until nobody has looked for 100 ms. */
const LOOKS = { interval: 150, timeout: 10_000 };

/** Where writers wait for row locks; SQLite lets them write one after the other. */
eachDatabase('the queue of a webhook', (kind) => {
  if (kind === 'sqlite') return it.skip('has no locks', () => undefined);
  let database: TestStore;
  let webhook: Webhook;
  beforeEach(async () => {
    database = await openTestStore(kind);
    webhook = await insertWebhook(database.store);
  });
  afterEach(() => database.close());

  const write = <T>(work: (tx: EntityManager) => Promise<T>) => database.store.write(work);
  const add = async (own: Partial<Delivery>) => insertDelivery(database.store, webhook, await insertEvent(database.store, webhook), own);
  const nextDueAt = async () => (await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id })).nextDueAt;

  /** Runs `first`, begins `second`, and lets `first` go on only when `second` waits for its locks. */
  async function overlap(first: (tx: EntityManager) => Promise<void>, second: (tx: EntityManager) => Promise<unknown>, meanwhile = first) {
    let other: Promise<unknown> | undefined;
    await write(async (tx) => {
      await first(tx);
      other = write(second);
      await vi.waitFor(async () => {
        const [row] = await database.store.reader.query(`SELECT COUNT(*) AS count FROM information_schema.innodb_trx
          JOIN information_schema.processlist ON id = trx_mysql_thread_id WHERE db = DATABASE() AND trx_state = 'LOCK WAIT'`) as { count: number }[];
        expect(Number(row!.count)).toBe(1);
      }, LOOKS);
      if (meanwhile !== first) await meanwhile(tx);
    });
    await other;
  }

  const claim = (now = NOON) => write((tx) => claimDue(tx, { owner: 'prc_b', now, room: 10, except: [] }));

  it('is not emptied by a claim while somebody publishes, although it was due before', async () => {
    const first = await add({});
    await write(async (tx) => {
      await insertDeliveries(tx, [deliveryRow(webhook, eventRow({ id: first.eventId }))], { hasOrder: false });
      await claim();
    });
    expect(await claim()).not.toEqual([]);
    expect(await nextDueAt()).toBeNull();
  });

  it.each<[string, Partial<Delivery>, (tx: EntityManager, head: Delivery) => Promise<unknown>]>([
    ['cancelled', { status: 'RETRYING' }, (tx, { id }) => cancelDeliveries(tx, [id], NOON)],
    ['cancelled by its sender', { status: 'IN_PROGRESS', leaseOwner: 'prc_a' }, (tx, { id, revision }) => cancelLeased(tx, { owner: 'prc_a', lease: { id, revision, webhookId: webhook.id }, now: NOON })],
  ])('does not sleep on a head that is being %s while a claim looks at it', async (_how, own, cancel) => {
    webhook = await insertWebhook(database.store, { ordering: 'FIFO' });
    const event = await insertEvent(database.store, webhook);
    const [head, next] = [deliveryRow(webhook, event, { ...own, dueAt: NOON + HOUR_MS }), deliveryRow(webhook, event)];
    await write((tx) => insertDeliveries(tx, [{ ...head, leaseOwner: UNLEASED }, next]));
    await write(async (tx) => {
      await tx.update(Delivery, { id: head.id }, { leaseOwner: head.leaseOwner });
      await wakeLines(tx, [webhook.id], NOON);
    });
    await write(async (tx) => {
      await cancel(tx, head);
      expect(await claim()).toEqual([]);
    });
    expect(await claim()).toEqual([expect.objectContaining({ id: next.id })]);
  });

  it.each([
    ['is switched off', (tx: EntityManager) => pauseQueue(tx, webhook.id)],
    ['is looked through', (tx: EntityManager) => refreshNextDue(tx, webhook.id)],
  ])('knows what was asked for by hand at the moment when it %s', async (_when, look) => {
    const { id } = await add(atRest(NOON));
    await overlap(async (tx) => {
      await tx.update(Delivery, { id }, { isManualRequested: true, dueAt: DUE_URGENTLY, leaseOwner: UNLEASED });
      await wakeQueues(tx, [webhook.id], DUE_URGENTLY);
    }, look);
    expect(await nextDueAt()).toBe(DUE_URGENTLY);
  });

  const leased = { leaseOwner: 'prc_a', status: 'IN_PROGRESS' } as const;
  it.each<[string, Partial<Delivery>, (tx: EntityManager, delivery: Delivery) => Promise<unknown>]>([
    ['handing back', leased, (tx, { id, revision }) => handBack(tx, { owner: 'prc_a', leases: [{ id, revision, webhookId: webhook.id }], dueAt: NOON })],
    ['cancelling', {}, (tx) => cancelWaiting(tx, webhook.id, NOON)],
    ['cancelling some', {}, (tx, { id }) => cancelDeliveries(tx, [id], NOON)],
    ['cancelling what is leased', leased, (tx, { id, revision }) => cancelLeased(tx, { owner: 'prc_a', lease: { id, revision, webhookId: webhook.id }, now: NOON })],
    ['recording', leased, (tx, delivery) => writeOutcomes(tx, [succeeded(delivery)], { leaseOwner: 'prc_a', random: () => 0 })],
    ['publishing', {}, (tx, delivery) => insertDeliveries(tx, [deliveryRow(webhook, eventRow({ id: delivery.eventId }))], { hasOrder: false })],
  ])('is locked before its deliveries: %s', async (_doing, own, change) => {
    const delivery = await add(own);
    const lockQueue = (tx: EntityManager) => tx.query('SELECT * FROM webhook_queue FOR UPDATE') as Promise<void>;
    await overlap(lockQueue, (tx) => change(tx, delivery), async (tx) => {
      expect(await tx.query('SELECT id FROM delivery FOR UPDATE NOWAIT')).toHaveLength(1);
    });
  });
});

function succeeded(delivery: Delivery): AttemptRecord {
  const { id: deliveryId, accountId, eventId, webhookId, webhookName, url, environment, eventCode, trigger, revision } = delivery;
  const id = newId('att');
  return {
    revision,
    attempt: {
      id, lane: 0, seq: 1, accountId, deliveryId, eventId, webhookId, webhookName, url, environment, eventCode, resourceId: 'lic_1', trigger, number: 1,
      kind: 'INITIAL', status: 'SUCCEEDED', startedAt: NOON, completedAt: NOON, durationMs: 5, statusCode: 200, failureCode: null,
    },
    content: {
      attemptId: id, requestHeaders: [], requestBody: null, requestBodySize: 2, signatures: {}, responseReason: null, httpVersion: '1.1', responseHeaders: [],
      responseBody: null, responseBodySize: 0, isResponseTruncated: false, failureMessage: null, failureDetail: null, worker: null, remoteAddress: null,
      timing: { queueMs: 0, dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null },
    },
    settlement: { status: 'SUCCEEDED', policyStep: 1, nextAttemptAt: null, completedAt: NOON, webhookRestsUntil: null, switchOffWebhook: false },
  };
}
