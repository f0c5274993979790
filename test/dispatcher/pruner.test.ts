import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ObjectLiteral, EntityTarget } from 'typeorm';
import { Pruner } from '../../server/dispatcher/pruner.ts';
import { DELIVERY_STATUSES, isFinal } from '../../server/domain/delivery.ts';
import { newId } from '../../server/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../server/domain/time.ts';
import { takeTurn } from '../../server/storage/chores.ts';
import { AttemptStat, DURATION_COLUMNS } from '../../server/storage/entities/attempt-stat.ts';
import { BulkOperation, Replay } from '../../server/storage/entities/bulk-operation.ts';
import { AttemptContent, DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import { Lane } from '../../server/storage/entities/lane.ts';
import { Session } from '../../server/storage/entities/member.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { Webhook, WebhookQueue, WebhookSecret } from '../../server/storage/entities/webhook.ts';
import { acquireLane } from '../../server/storage/lanes.ts';
import { newSettings, saveSettings } from '../../server/storage/repositories/webhook-settings.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { insertDelivery, insertWebhook, NOON } from '../support/factories.ts';
import { atRest, idAt, insertAttempt, insertStory, type Story } from '../support/history.ts';

const RETENTION = { factsMs: 30 * DAY_MS, bodiesMs: 14 * DAY_MS };
const daysAgo = (days: number) => NOON - days * DAY_MS;

eachDatabase('pruner', (kind) => {
  let database: TestStore;
  let webhook: Webhook;
  beforeEach(async () => {
    database = await openTestStore(kind);
    webhook = await insertWebhook(database.store);
  });
  afterEach(() => database.close());

  const pass = (retention = RETENTION) => new Pruner({ store: database.store, retention, clock: () => NOON }).pass();
  const exists = (entity: EntityTarget<ObjectLiteral>, where: ObjectLiteral) => database.store.reader.existsBy(entity, where);
  const bodyOf = async ({ event }: Pick<Story, 'event'>) => (await database.store.reader.findOneByOrFail(WebhookEvent, { id: event.id })).body;

  async function remainsOf({ event, delivery, attempt }: Story): Promise<string[]> {
    const parts = {
      event: await exists(WebhookEvent, { id: event.id }), body: (await database.store.reader.findOneBy(WebhookEvent, { id: event.id }))?.body === event.body,
      delivery: await exists(Delivery, { id: delivery.id }), attempt: await exists(DeliveryAttempt, { id: attempt.id }),
      content: await exists(AttemptContent, { attemptId: attempt.id }),
    };
    return Object.entries(parts).filter(([, isThere]) => isThere).map(([part]) => part);
  }

  const ALL = ['event', 'body', 'delivery', 'attempt', 'content'];

  it('keeps what is young, removes first the bodies and then everything of what is old', async () => {
    const young = await insertStory(database.store, webhook, daysAgo(13));
    const middle = await insertStory(database.store, webhook, daysAgo(15));
    const old = await insertStory(database.store, webhook, daysAgo(31));
    await pass();
    expect(await remainsOf(young)).toEqual(ALL);
    expect(await remainsOf(middle)).toEqual(['event', 'delivery', 'attempt']);
    expect(await remainsOf(old)).toEqual([]);
  });

  it('keeps what each account wants to be kept', async () => {
    const patient = await insertWebhook(database.store);
    const hasty = await insertWebhook(database.store);
    await database.store.write(async (tx) => {
      await saveSettings(tx, { ...newSettings(patient.accountId, 0), retentionMs: 90 * DAY_MS, bodyRetentionMs: 60 * DAY_MS });
      await saveSettings(tx, { ...newSettings(hasty.accountId, 0), retentionMs: 2 * DAY_MS });
    });
    const stories = await Promise.all([webhook, patient, hasty].flatMap((each) => [1, 3, 31].map((days) => insertStory(database.store, each, daysAgo(days)))));
    await pass();
    const counts = await Promise.all(stories.map(async (story) => (await remainsOf(story)).length));
    // An event with an idempotency key stays for a week, without its body.
    expect(counts).toEqual([5, 5, 0, 5, 5, 5, 5, 1, 0]);
  });

  it('never touches a delivery that is not at rest, nor its event and attempts, whatever state and age chance gives them', async () => {
    const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
    const random = seeded(seed);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const stories: { story: Story; isOpen: boolean; ageDays: number }[] = [];
    for (let count = 0; count < 60; count++) {
      const ageDays = pick([1, 13, 20, 40, 400]) + random() / 2;
      const status = pick(DELIVERY_STATUSES);
      const leaseOwner = isFinal(status) ? pick([null, null, UNLEASED, 'prc_other']) : pick([UNLEASED, 'prc_other', null]);
      const story = await insertStory(database.store, webhook, daysAgo(ageDays), { status, leaseOwner });
      stories.push({ story, isOpen: !isFinal(status) || leaseOwner !== null, ageDays });
    }
    await pass();
    for (const { story, isOpen, ageDays } of stories) {
      const expected = isOpen || ageDays < 14 ? ALL : ageDays < 30 ? ['event', 'delivery', 'attempt'] : [];
      expect(await remainsOf(story), `seed ${seed}, ${story.delivery.status}, ${ageDays} days`).toEqual(expected);
    }
  });

  it('keeps what happened to an event as long as one of its deliveries is open', async () => {
    const story = await insertStory(database.store, webhook, daysAgo(40));
    const other = await insertWebhook(database.store, { accountId: webhook.accountId });
    await insertDelivery(database.store, other, story.event, { id: idAt('dlv', daysAgo(40)), status: 'RETRYING' });
    await pass();
    expect(await remainsOf(story)).toEqual(['event', 'body', 'delivery', 'attempt']);
  });

  it('counts from the last that happened, not from the event', async () => {
    const late = await insertStory(database.store, webhook, daysAgo(40), { completedAt: daysAgo(2), lastAttemptAt: daysAgo(2) });
    await pass();
    expect(await remainsOf(late)).toEqual(['event', 'body', 'delivery', 'attempt']);
  });

  it('removes events that went nowhere', async () => {
    const { event, delivery } = await insertStory(database.store, webhook, daysAgo(31));
    await database.store.write((tx) => tx.delete(Delivery, { id: delivery.id }));
    await pass();
    expect(await exists(WebhookEvent, { id: event.id })).toBe(false);
  });

  it('keeps an event, without its body, as long as its idempotency key is remembered', async () => {
    const day = { factsMs: DAY_MS, bodiesMs: DAY_MS };
    const [remembered, forgotten] = [await insertStory(database.store, webhook, daysAgo(6)), await insertStory(database.store, webhook, daysAgo(8))];
    await pass(day);
    expect(await remainsOf(remembered)).toEqual(['event']);
    expect(await bodyOf(remembered)).toBe('');
    expect(await remainsOf(forgotten)).toEqual([]);
  });

  it('leaves the statistics', async () => {
    const { environment, id } = webhook;
    const buckets = Object.fromEntries(DURATION_COLUMNS.map((name) => [name, 0]));
    await database.store.write((tx) => tx.insert(AttemptStat, {
      subject: id, width: DAY_MS, start: daysAgo(399), environment, result: 'SUCCEEDED', statusCode: 200, count: 7, begun: 7, fresh: 7, finished: 7, ...buckets,
    }));
    await insertStory(database.store, webhook, daysAgo(399));
    await pass();
    expect(await database.store.reader.findOneByOrFail(AttemptStat, { subject: id })).toMatchObject({ count: 7 });
  });

  it('goes through more rows than one transaction takes', async () => {
    for (let count = 0; count < 70; count++) await insertStory(database.store, webhook, daysAgo(31) - count);
    expect(await pass()).toMatchObject({ contents: 70, bodies: 70, deliveries: 70, events: 70 });
    expect(await database.store.reader.count(DeliveryAttempt)).toBe(0);
  });

  it('does no harm when two processes do it at once', async () => {
    for (let count = 0; count < 50; count++) await insertStory(database.store, webhook, daysAgo(31) - count);
    const open = await insertStory(database.store, webhook, daysAgo(31), { status: 'RETRYING', leaseOwner: UNLEASED });
    await Promise.all([pass(), pass()]);
    expect(await database.store.reader.count(WebhookEvent)).toBe(1);
    expect(await remainsOf(open)).toEqual(ALL);
  });

  it('notes how far the log is cut in each lane', async () => {
    await acquireLane(database.store, 'prc_a');
    await acquireLane(database.store, 'prc_b');
    const { delivery } = await insertStory(database.store, webhook, daysAgo(31));
    await insertAttempt(database.store, delivery, daysAgo(31), { lane: 1, seq: 41 });
    await insertAttempt(database.store, delivery, daysAgo(31), { lane: 1, seq: 40 });
    await pass();
    expect(await database.store.reader.findOneByOrFail(Lane, { lane: 1 })).toMatchObject({ prunedSeq: 41 });
  });

  it('removes sessions and secrets that are over, and deleted webhooks that nothing names any more', async () => {
    const { store } = database;
    const gone = await insertWebhook(store, { accountId: webhook.accountId, deletedAt: daysAgo(31) });
    const named = await insertWebhook(store, { accountId: webhook.accountId, deletedAt: daysAgo(31) });
    await insertStory(store, named, daysAgo(1));
    const secret = (id: string, expiresAt: number | null) =>
      ({ id, accountId: webhook.accountId, webhookId: webhook.id, hint: '', secretSealed: '', createdAt: 0, expiresAt, lastRevealedAt: null });
    await store.write(async (tx) => {
      await tx.insert(WebhookSecret, [secret('sec_current', null), secret('sec_late', daysAgo(29)), secret('sec_old', daysAgo(31))]);
      await tx.insert(WebhookSecret, { ...secret('sec_gone', null), webhookId: gone.id });
      await tx.insert(Session, ['over', 'alive'].map((tokenHash) => (
        { tokenHash, id: newId('ses'), memberId: newId('mem'), createdAt: 0, lastSeenAt: 0, expiresAt: tokenHash === 'over' ? NOON : NOON + HOUR_MS })));
    });
    await pass();
    expect((await store.reader.find(WebhookSecret, { order: { id: 'ASC' } })).map(({ id }) => id)).toEqual(['sec_current', 'sec_late']);
    expect((await store.reader.find(Session)).map(({ tokenHash }) => tokenHash)).toEqual(['alive']);
    expect((await store.reader.find(Webhook)).map(({ id }) => id).sort()).toEqual([webhook.id, named.id].sort());
    expect(await exists(WebhookQueue, { webhookId: gone.id })).toBe(false);
  });

  it('forgets bulk operations with the last delivery that they made', async () => {
    const { store } = database;
    const operation = (id: string): BulkOperation => ({
      id, accountId: webhook.accountId, kind: 'REPLAY', status: 'COMPLETED', environments: [], scopeDescription: '', upTo: '', position: '', totalCount: 1,
      plan: { selection: { kind: 'ids', ids: [] }, onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null },
      succeededCount: 1, skips: {}, paceAt: 0, turnAt: 0, idempotencyKey: id, contentHash: '', fault: null, createdBy: '', createdAt: 0,
      completedAt: daysAgo(31), revision: 1,
    });
    const [old, kept] = [await insertStory(store, webhook, daysAgo(31)), await insertStory(store, webhook, daysAgo(29))];
    await store.write(async (tx) => {
      await tx.insert(BulkOperation, [operation('op_old'), operation('op_kept')]);
      await tx.insert(Replay, { operationId: 'op_old', sourceId: 'dlv_1', deliveryId: old.delivery.id, replayOf: null });
      await tx.insert(Replay, { operationId: 'op_kept', sourceId: 'dlv_1', deliveryId: kept.delivery.id, replayOf: null });
    });
    await pass();
    expect((await store.reader.find(BulkOperation)).map(({ id }) => id)).toEqual(['op_kept']);
    expect(await store.reader.count(Replay)).toBe(1);
  });

  it('takes turns: of processes that share a database one at a time', async () => {
    const turns = await Promise.all([1, 2, 3].map(() => takeTurn(database.store, 'prune', HOUR_MS)));
    expect(turns.filter(Boolean)).toHaveLength(1);
  });

  it('leaves alone what is asked for again in the meantime', async () => {
    const story = await insertStory(database.store, webhook, daysAgo(31));
    await database.store.write((tx) => tx.update(Delivery, { id: story.delivery.id }, { leaseOwner: UNLEASED, isManualRequested: true, dueAt: 0 }));
    await pass();
    expect(await remainsOf(story)).toEqual(ALL);
    await database.store.write((tx) => tx.update(Delivery, { id: story.delivery.id }, { ...atRest(daysAgo(31)), isManualRequested: false }));
    await pass();
    expect(await remainsOf(story)).toEqual([]);
  });
});

/** mulberry32, public domain. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
