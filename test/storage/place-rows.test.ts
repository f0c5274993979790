import 'reflect-metadata';
import type { EntityManager } from 'typeorm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cancelDeliveries } from '../../server/storage/bulk-rows.ts';
import { claimDue } from '../../server/storage/claim-due.ts';
import { Delivery, DUE_URGENTLY } from '../../server/storage/entities/delivery.ts';
import { Place } from '../../server/storage/entities/place.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { handBack } from '../../server/storage/lease-rows.ts';
import { closeLine, openLine, takeNewPlace } from '../../server/storage/place-rows.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { cancelWaiting, wakeLines } from '../../server/storage/webhook-rows.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { deliveryRow, insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';

/** The server shows transactions as they were when it was asked last, unless that is 100 ms ago. */
const LOOKING = { interval: 200, timeout: 10_000 };

eachDatabase('an ordered line', (kind) => {
  let database: TestStore;
  beforeEach(async () => { database = await openTestStore(kind); });
  afterEach(() => database.close());

  const claim = (own = {}) => database.store.write((tx) => claimDue(tx, { owner: 'prc_a', now: NOON, room: 100, except: [], ...own }));
  const claimedIds = async (own = {}) => (await claim(own)).map(({ id }) => id);
  const queueOf = (webhook: Webhook) => database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id });

  /** Publishes so many deliveries in one transaction. */
  async function publish(webhook: Webhook, count: number, own: Partial<Delivery> = {}): Promise<string[]> {
    const event = await insertEvent(database.store, webhook);
    const deliveries = Array.from({ length: count }, () => deliveryRow(webhook, event, own));
    await database.store.write((tx) => insertDeliveries(tx, deliveries));
    return deliveries.map(({ id }) => id);
  }

  async function ordered(count: number, own: Partial<Webhook> = {}): Promise<{ webhook: Webhook; ids: string[] }> {
    const webhook = await insertWebhook(database.store, { ordering: 'FIFO', ...own });
    return { webhook, ids: await publish(webhook, count) };
  }

  /** As whoever records an outcome does it. */
  const end = (webhook: Webhook, id: string, own: Partial<Delivery> = { status: 'SUCCEEDED', leaseOwner: null, dueAt: null }) => database.store.write(async (tx) => {
    await wakeLines(tx, [webhook.id], NOON);
    await tx.update(Delivery, { id }, own);
  });

  async function waitingForLocks(): Promise<number> {
    const [row] = await database.store.reader.query("SELECT COUNT(*) AS count FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'") as { count: string }[];
    return Number(row!.count);
  }

  it('gives out its head alone, and the next when that has come to an end', async () => {
    const { webhook, ids } = await ordered(3);
    expect(await claim()).toEqual([expect.objectContaining({ id: ids[0], isInTurn: true, status: 'IN_PROGRESS' })]);
    expect(await claimedIds({ now: NOON + 60_000 })).toEqual([]);
    await end(webhook, ids[0]!);
    expect(await claimedIds()).toEqual([ids[1]]);
    await end(webhook, ids[1]!, { status: 'FAILED', leaseOwner: null, dueAt: null });
    expect(await claimedIds()).toEqual([ids[2]]);
    await end(webhook, ids[2]!);
    expect(await claimedIds()).toEqual([]);
    expect(await queueOf(webhook)).toMatchObject({ nextDueAt: null, lastPosition: 3 });
    expect(await database.store.reader.count(Place)).toBe(0);
  });

  it('waits for a head that is due later, whatever stands behind it', async () => {
    const { webhook, ids } = await ordered(2);
    await claim();
    await end(webhook, ids[0]!, { status: 'RETRYING', leaseOwner: '', dueAt: NOON + 5_000 });
    await publish(webhook, 1);
    expect(await claimedIds()).toEqual([]);
    expect((await queueOf(webhook)).nextDueAt).toBe(NOON + 5_000);
    expect(await claimedIds({ now: NOON + 5_000 })).toEqual([ids[0]]);
  });

  it('is not looked at because something was published behind its head', async () => {
    const { webhook } = await ordered(1);
    await claim();
    const { nextDueAt } = await queueOf(webhook);
    expect(nextDueAt).toBeGreaterThan(NOON);
    await publish(webhook, 10);
    expect((await queueOf(webhook)).nextDueAt).toBe(nextDueAt);
  });

  it('takes its head back before those behind it', async () => {
    const { webhook, ids } = await ordered(2);
    const [head] = await claim();
    await database.store.write((tx) => handBack(tx, { owner: 'prc_a', leases: [head!], dueAt: NOON }));
    expect((await queueOf(webhook)).nextDueAt).toBeLessThanOrEqual(NOON);
    expect(await claimedIds()).toEqual([ids[0]]);
  });

  it('gives its head to one of many processes that claim at once', async () => {
    await ordered(20);
    const claims = await Promise.all(Array.from({ length: 8 }, (_, index) => claim({ owner: `prc_${index}` })));
    expect(claims.flat()).toHaveLength(1);
  });

  it.skipIf(kind === 'sqlite')('gives out nothing while its head is locked, and goes on when that was for nothing', async () => {
    const { webhook, ids } = await ordered(2);
    const nothing = new Error('for nothing');
    await database.store.write(async (tx) => {
      await tx.query('SELECT id FROM delivery WHERE id = ? FOR UPDATE', [ids[0]]);
      expect(await claimedIds()).toEqual([]);
      throw nothing;
    }).catch((error: unknown) => expect(error).toBe(nothing));
    const { nextDueAt } = await queueOf(webhook);
    expect(await claimedIds({ now: nextDueAt! })).toEqual([ids[0]]);
  });

  it.skipIf(kind === 'sqlite')('has places in the order of commits: who comes later waits for who came first', async () => {
    const { webhook } = await ordered(0);
    const event = await insertEvent(database.store, webhook);
    const [first, second] = [deliveryRow(webhook, event), deliveryRow(webhook, event)];
    let later: Promise<unknown> = Promise.resolve();
    await database.store.write(async (tx) => {
      await insertDeliveries(tx, [second]);
      later = database.store.write((other) => insertDeliveries(other, [first]));
      await vi.waitFor(async () => expect(await waitingForLocks()).toBeGreaterThan(0), LOOKING);
    });
    await later;
    const places = await database.store.reader.find(Place, { order: { position: 'ASC' } });
    expect(places.map(({ deliveryId }) => deliveryId)).toEqual([second.id, first.id]);
  });

  it('goes on when those at its front are cancelled, however many', async () => {
    const { webhook, ids } = await ordered(1_200);
    expect(await database.store.write((tx) => cancelDeliveries(tx, ids.slice(0, 1_199), NOON))).toBe(1_199);
    const claimed: string[] = [];
    for (let looks = 0; claimed.length === 0 && looks < 5; looks++) {
      expect((await queueOf(webhook)).nextDueAt).toBeLessThanOrEqual(NOON);
      claimed.push(...await claimedIds());
    }
    expect(claimed).toEqual([ids[1_199]]);
    expect(await database.store.reader.count(Place)).toBe(1);
  });

  it('goes on when all that waited in it was cancelled and something new comes', async () => {
    const { webhook, ids } = await ordered(1);
    await claim();
    await end(webhook, ids[0]!, { status: 'RETRYING', leaseOwner: '', dueAt: NOON + 3_600_000 });
    expect(await claim()).toEqual([]);
    await database.store.write((tx) => cancelWaiting(tx, webhook.id, NOON));
    const published = await publish(webhook, 1);
    expect(await claimedIds()).toEqual(published);
  });

  it('gives what failed for good one place when its retries are resumed, although it has one behind the head', async () => {
    const { webhook, ids } = await ordered(3);
    await end(webhook, ids[1]!, { status: 'FAILED', leaseOwner: null, dueAt: null });
    const resumed = { status: 'RETRYING', leaseOwner: '', dueAt: NOON } as const;
    await database.store.write(async (tx) => {
      await takeNewPlace(tx, { id: ids[1]!, webhookId: webhook.id, ...resumed });
      await tx.update(Delivery, { id: ids[1]! }, resumed);
    });
    const places = await database.store.reader.find(Place, { order: { position: 'ASC' } });
    expect(places.map(({ deliveryId }) => deliveryId)).toEqual([ids[0], ids[2], ids[1]]);
  });

  it('lets what people ask for pass, and what they ask for again take its turn once', async () => {
    const { webhook, ids } = await ordered(3);
    await end(webhook, ids[1]!, { isManualRequested: true, dueAt: DUE_URGENTLY });
    const test = await publish(webhook, 1, { trigger: 'TEST', dueAt: DUE_URGENTLY });
    expect((await claimedIds()).sort()).toEqual([ids[0]!, ids[1]!, ...test].sort());
    await end(webhook, ids[0]!);
    expect(await claimedIds()).toEqual([]);
    await end(webhook, ids[1]!);
    expect(await claimedIds()).toEqual([ids[2]]);
  });

  it('is not passed by its head when somebody asked for that', async () => {
    const { webhook, ids } = await ordered(2);
    await end(webhook, ids[0]!, { isManualRequested: true, dueAt: DUE_URGENTLY });
    expect(await claim()).toEqual([expect.objectContaining({ id: ids[0], isManualRequested: true })]);
    expect(await claimedIds({ now: NOON + 60_000 })).toEqual([]);
  });

  it('begins with what waits and what is being sent, in the order in which it was made', async () => {
    const webhook = await insertWebhook(database.store);
    const event = await insertEvent(database.store, webhook);
    const made = (createdAt: number, own: Partial<Delivery> = {}) => insertDelivery(database.store, webhook, event, { createdAt, ...own });
    const last = await made(NOON + 3);
    const first = await made(NOON, { leaseOwner: 'prc_b', status: 'IN_PROGRESS' });
    await made(NOON, { status: 'SUCCEEDED', leaseOwner: null, dueAt: null });
    const middle = await made(NOON + 1, { status: 'RETRYING' });
    await database.store.write((tx) => openLine(tx, webhook.id, NOON));
    expect(await claimedIds()).toEqual([]);
    const [newest] = await publish(webhook, 1);
    for (const [ended, next] of [[first.id, middle.id], [middle.id, last.id], [last.id, newest]]) {
      await end(webhook, ended!);
      expect(await claimedIds()).toEqual([next]);
    }
  });

  it('can be given up: then all that waits is due', async () => {
    const { webhook, ids } = await ordered(5);
    await claim();
    await database.store.write((tx) => closeLine(tx, webhook.id));
    expect((await claimedIds()).sort()).toEqual(ids.slice(1).sort());
    expect(await database.store.reader.count(Place)).toBe(0);
  });

  it('takes in what waits without a place once it is empty', async () => {
    const { webhook, ids } = await ordered(1);
    const event = await insertEvent(database.store, webhook);
    const stranger = await insertDelivery(database.store, webhook, event);
    expect(await claimedIds()).toEqual([ids[0]]);
    await end(webhook, ids[0]!);
    expect(await claimedIds()).toEqual([]);
    expect(await claimedIds()).toEqual([stranger.id]);
  });

  it('rests with its webhook, and is paused with it', async () => {
    const { webhook } = await ordered(2);
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { restsUntil: NOON + 1_000 }));
    expect(await claimedIds()).toEqual([]);
    expect((await queueOf(webhook)).nextDueAt).toBe(NOON + 1_000);
    await database.store.write((tx) => tx.update(Webhook, { id: webhook.id }, { status: 'INACTIVE' }));
    expect(await claimedIds({ now: NOON + 1_000 })).toEqual([]);
    expect((await queueOf(webhook)).nextDueAt).toBeNull();
  });

  it('has its head as the probe of a half-open circuit', async () => {
    const { webhook, ids } = await ordered(3);
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { circuitTrips: 1, circuitRetryAt: NOON, restsUntil: NOON }));
    expect(await claimedIds()).toEqual([ids[0]]);
    expect((await queueOf(webhook)).probeId).toBe(ids[0]);
    expect(await claimedIds({ now: NOON + 60_000 })).toEqual([]);
  });

  it('counts against the rate limit of its webhook', async () => {
    const { webhook, ids } = await ordered(2, { maxRequestsPerSecond: 1 });
    expect(await claimedIds()).toEqual([ids[0]]);
    await end(webhook, ids[0]!);
    expect(await claimedIds()).toEqual([]);
    expect(await claimedIds({ now: NOON + 1_000 })).toEqual([ids[1]]);
  });

  it('costs the same for each claim, whether ten wait or ten thousand', async () => {
    const { webhook, ids } = await ordered(10);
    await claim();
    await end(webhook, ids[0]!);
    const few = await costOfClaim(ids[1]!);
    await end(webhook, ids[1]!);
    await publish(webhook, 10_000);
    expect(await costOfClaim(ids[2]!)).toEqual(few);
  });

  /** What a claim asks for and, where the database counts them, the rows it reads; otherwise, how it finds them. */
  async function costOfClaim(expected: string): Promise<unknown> {
    const statements: { sql: string; parameters: unknown[] }[] = [];
    let rowsRead = 0;
    await database.store.write(async (tx) => {
      const query = tx.query.bind(tx) as EntityManager['query'];
      tx.query = (sql: string, parameters: unknown[]) => {
        statements.push({ sql, parameters });
        return query(sql, parameters);
      };
      const before = await rowsReadBy(query);
      const claimed = await claimDue(tx, { owner: 'prc_a', now: NOON, room: 100, except: [] });
      rowsRead = await rowsReadBy(query) - before;
      tx.query = query;
      expect(claimed.map(({ id }) => id)).toEqual([expected]);
    });
    return { statements: statements.map(({ sql }) => sql), rowsRead, plans: await plansOf(statements) };
  }

  async function rowsReadBy(query: EntityManager['query']): Promise<number> {
    if (kind === 'sqlite') return 0;
    const counts = await query("SHOW SESSION STATUS LIKE 'Handler_read%'") as { Value: string }[];
    return counts.reduce((sum, { Value }) => sum + Number(Value), 0);
  }

  async function plansOf(statements: readonly { sql: string; parameters: unknown[] }[]): Promise<string[]> {
    if (kind !== 'sqlite') return [];
    const plans: string[] = [];
    for (const { sql, parameters } of statements) {
      const steps = await database.store.reader.query(`EXPLAIN QUERY PLAN ${sql}`, parameters) as { detail: string }[];
      plans.push(...steps.map(({ detail }) => detail));
    }
    expect(plans.filter((plan) => plan.includes('SCAN') || plan.includes('TEMP B-TREE'))).toEqual([]);
    return plans;
  }
});
