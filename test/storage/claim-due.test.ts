import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimDue, nextDueAt } from '../../server/storage/claim-due.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import type { Webhook} from '../../server/storage/entities/webhook.ts';
import { WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { refreshNextDue } from '../../server/storage/webhook-rows.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { deliveryRow, insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';

eachDatabase('claiming', (kind) => {
  let database: TestStore;
  beforeEach(async () => { database = await openTestStore(kind); });
  afterEach(() => database.close());

  const claim = (own = {}) => database.store.write((tx) =>
    claimDue(tx, { owner: 'prc_a', now: NOON, room: 100, except: [], ...own }));

  async function waiting(count: number, own: Partial<Delivery> = {}, webhookOwn: Partial<Webhook> = {}): Promise<Webhook> {
    const webhook = await insertWebhook(database.store, webhookOwn);
    const event = await insertEvent(database.store, webhook);
    for (let each = 0; each < count; each++) await insertDelivery(database.store, webhook, event, own);
    await database.store.write((tx) => refreshNextDue(tx, webhook.id));
    return webhook;
  }

  it('takes what is due and leaves what is not', async () => {
    await waiting(2);
    await waiting(1, { dueAt: NOON + 1 });
    const claimed = await claim();
    expect(claimed).toHaveLength(2);
    expect(claimed[0]).toMatchObject({ status: 'IN_PROGRESS', revision: 2, isManualRequested: false });
    expect(await database.store.reader.countBy(Delivery, { leaseOwner: 'prc_a', status: 'IN_PROGRESS' })).toBe(2);
    expect(await nextDueAt(database.store.reader, [])).toBe(NOON + 1);
  });

  it('takes a few of each webhook, whatever waits for one of them', async () => {
    const busy = await waiting(30);
    const quiet = await waiting(1);
    const claimed = await claim({ room: 20 });
    expect(claimed.filter((delivery) => delivery.webhookId === busy.id)).toHaveLength(10);
    expect(claimed.filter((delivery) => delivery.webhookId === quiet.id)).toHaveLength(1);
    expect(await claim({ except: [busy.id] })).toHaveLength(0);
    expect(await claim()).toHaveLength(20);
  });

  /** Deliveries of an event each. */
  async function waitingEach(count: number, own: Partial<Delivery> = {}, webhookOwn: Partial<Webhook> = {}): Promise<Webhook> {
    const webhook = await insertWebhook(database.store, webhookOwn);
    for (let each = 0; each < count; each++) await insertDelivery(database.store, webhook, await insertEvent(database.store, webhook), own);
    return webhook;
  }

  it('reads bodies as far as there is memory for them, of each webhook in turn, and leaves the others as they were', async () => {
    const busy = await waitingEach(25);
    const quiet = await waitingEach(5, { dueAt: 0, isManualRequested: true, status: 'FAILED' });
    const before = await database.store.reader.find(Delivery, { order: { id: 'ASC' } });
    const claimed = await claim({ bytes: 1 });
    expect(claimed).toHaveLength(20);
    expect(claimed.filter(({ webhookId }) => webhookId === quiet.id)).toHaveLength(5);
    const left = await database.store.reader.find(Delivery, { where: { leaseOwner: UNLEASED }, order: { id: 'ASC' } });
    expect(left).toEqual(before.filter(({ id }) => left.some((row) => row.id === id)));
    expect(left).toHaveLength(10);
    expect(await nextDueAt(database.store.reader, [])).toBe(NOON);
    expect((await claim()).map(({ webhookId }) => webhookId)).toEqual(Array<string>(10).fill(busy.id));
  });

  it('counts against a rate limit only what there is memory for', async () => {
    const { id } = await waitingEach(25, {}, { maxRequestsPerSecond: 250 });
    expect(await claim({ bytes: 1 })).toHaveLength(20);
    const { pacedUntil } = await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: id });
    expect(pacedUntil).toBe((NOON + 20 * 4) * 1_000);
    expect(await claim({ now: NOON + 1_000 })).toHaveLength(5);
  });

  it('has no probe, and does not pass the head of a line, when there is no memory for them', async () => {
    await waitingEach(20, { dueAt: NOON - 1 });
    const ordered = await insertWebhook(database.store, { ordering: 'FIFO' });
    const event = await insertEvent(database.store, ordered);
    const [asked, head] = [deliveryRow(ordered, event, { trigger: 'TEST', dueAt: 0 }), deliveryRow(ordered, await insertEvent(database.store, ordered))];
    await database.store.write((tx) => insertDeliveries(tx, [asked, head]));
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: ordered.id }, { circuitTrips: 1, circuitRetryAt: NOON, restsUntil: NOON }));
    const first = await claim({ bytes: 1 });
    expect(first.map(({ id }) => id)).toContain(asked.id);
    expect(first).toHaveLength(20);
    const { probeId, nextDueAt: lookAt } = await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: ordered.id });
    expect({ probeId, lookAt }).toEqual({ probeId: null, lookAt: NOON });
  });

  it('takes of an inactive webhook only what somebody asked for', async () => {
    const webhook = await waiting(1, {}, { status: 'INACTIVE' });
    expect(await claim()).toHaveLength(0);
    expect((await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id })).nextDueAt).toBeNull();
    const event = await insertEvent(database.store, webhook);
    await insertDelivery(database.store, webhook, event, { dueAt: 0, isManualRequested: true, status: 'FAILED' });
    const claimed = await claim();
    expect(claimed).toEqual([expect.objectContaining({ isManualRequested: true, status: 'FAILED' })]);
  });

  it('lets a receiver rest although somebody asks for one delivery', async () => {
    const webhook = await waiting(3);
    const event = await insertEvent(database.store, webhook);
    await insertDelivery(database.store, webhook, event, { dueAt: 0, isManualRequested: true, status: 'FAILED' });
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { restsUntil: NOON + 1_000 }));
    expect(await claim()).toEqual([expect.objectContaining({ isManualRequested: true })]);
    expect(await nextDueAt(database.store.reader, [])).toBe(NOON + 1_000);
    expect(await claim({ now: NOON + 1_000 })).toHaveLength(3);
  });

  it('takes of a webhook with a rate limit what the limit allows, and looks again when it allows more', async () => {
    const { id } = await waiting(100, {}, { maxRequestsPerSecond: 100 });
    expect(await claim()).toHaveLength(10);
    expect(await nextDueAt(database.store.reader, [])).toBe(NOON + 50);
    expect(await claim({ now: NOON + 49 })).toHaveLength(0);
    expect(await claim({ now: NOON + 50 })).toHaveLength(5);
    expect(await claim({ owner: 'prc_b', now: NOON + 50 })).toHaveLength(0);
    const { pacedUntil } = await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: id });
    expect(pacedUntil).toBe((NOON + 150) * 1_000);
  });

  it('does not exceed a rate limit for what somebody asks for, and does not ask again before it may', async () => {
    await waiting(3, { dueAt: 0, isManualRequested: true, status: 'FAILED' }, { maxRequestsPerSecond: 1 });
    expect(await claim()).toHaveLength(1);
    expect(await nextDueAt(database.store.reader, [])).toBe(NOON + 1_000);
    expect(await claim({ now: NOON + 1_000 })).toHaveLength(1);
  });

  it('takes one delivery of a half-open circuit, and nothing while that is under way', async () => {
    const { id } = await waiting(5);
    const queue = { circuitTrips: 1, circuitRetryAt: NOON, restsUntil: NOON };
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: id }, queue));
    expect(await claim({ now: NOON - 1 })).toHaveLength(0);
    const claims = await Promise.all(['prc_a', 'prc_b', 'prc_c'].map((owner) => claim({ owner })));
    expect(claims.flat()).toHaveLength(1);
    expect(await claim({ now: NOON + 60_000 })).toHaveLength(0);
    await database.store.write((tx) => tx.update(Delivery, { id: claims.flat()[0]!.id }, { leaseOwner: '' }));
    expect(await claim({ now: NOON + 120_000 })).toHaveLength(1);
  });

  it('does not take what somebody asks for as the probe of a half-open circuit', async () => {
    const { id } = await waiting(1, { dueAt: 0, isManualRequested: true, status: 'FAILED' });
    await database.store.write((tx) => tx.update(WebhookQueue, { webhookId: id }, { circuitTrips: 1, circuitRetryAt: NOON, restsUntil: NOON }));
    expect(await claim()).toHaveLength(1);
    expect(await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId: id })).toMatchObject({ probeId: null, restsUntil: NOON });
  });

  it('gives each delivery to one of two processes that claim at once', async () => {
    await waiting(40);
    await waiting(40);
    const claims = await Promise.all(Array.from({ length: 12 }, (_, index) => claim({ owner: `prc_${index % 2}` })));
    const ids = claims.flat().map((delivery) => delivery.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
