import { beforeEach, describe, expect, it } from 'vitest';
import { Senders } from '../../server/dispatcher/senders.ts';
import { newId } from '../../server/domain/ids.ts';
import type { LeasedDelivery, LeasedEvent } from '../../server/storage/leased-delivery.ts';

const MIB = 1024 * 1024;
/** Of text; in memory twice as much, with the bytes that are sent. */
const BUDGET = 128 * MIB;

describe('the memory of the senders', () => {
  let senders: Senders;
  let timesOfRoom: number;
  beforeEach(() => {
    timesOfRoom = 0;
    senders = new Senders({ concurrency: 1, send: () => new Promise(() => undefined), onRoom: () => { timesOfRoom += 1; } });
  });

  const eventOf = (size: number): LeasedEvent => ({
    id: newId('evt'), accountId: 'acc_1', code: 'license.created', resourceId: 'lic_1', environment: 'PRODUCTION', occurredAt: 0, body: 'x'.repeat(size),
  });
  const deliveryOf = (event: LeasedEvent, webhookId: string): LeasedDelivery => ({
    id: newId('dlv'), leaseOwner: 'prc_a', webhookId, webhookName: 'A', url: 'https://hooks.example.com', event, trigger: 'EVENT', status: 'IN_PROGRESS',
    attemptCount: 0, policyStep: 0, nextAttemptAt: null, completedAt: null, isManualRequested: false, isInTurn: false, revision: 1, dueAt: 0,
  });
  /** Deliveries for which there is room, of one event each unless it is given. */
  function take(count: number, webhookId: string, size: number, event?: LeasedEvent): LeasedDelivery[] {
    const deliveries = Array.from({ length: count }, () => deliveryOf(event ?? eventOf(size), webhookId));
    for (const { webhookId: id } of deliveries) senders.reserve(id, { evenWhenFull: true });
    senders.accept(deliveries);
    return deliveries;
  }
  const hasRoomFor = (webhookId: string) => senders.reserve(webhookId, { evenWhenFull: false });

  it('is used up by large bodies long before the places are', () => {
    const [first] = take(BUDGET / MIB, 'wh_a', MIB);
    expect(senders.askForRoom()).toMatchObject({ room: 0, bytes: 0 });
    expect(hasRoomFor('wh_b')).toBe(false);
    senders.letGo([first!]);
    expect(timesOfRoom).toBe(1);
    expect(senders.askForRoom()).toMatchObject({ room: 10_000 - BUDGET / MIB + 1, bytes: 2 * MIB });
    expect(hasRoomFor('wh_b')).toBe(true);
  });

  it('counts the body of an event once, however many webhooks get it', () => {
    const event = eventOf(MIB);
    const deliveries = Array.from({ length: 500 }, (_, index) => take(1, `wh_${index}`, MIB, event)[0]!);
    expect(senders.askForRoom().bytes).toBe(2 * (BUDGET - MIB));
    senders.letGo(deliveries.slice(1));
    expect(senders.askForRoom().bytes).toBe(2 * (BUDGET - MIB));
    senders.letGo(deliveries.slice(0, 1));
    expect(senders.askForRoom().bytes).toBe(2 * BUDGET);
  });

  it('has room for one delivery, whatever its size', () => {
    expect(hasRoomFor('wh_a')).toBe(true);
    const delivery = deliveryOf(eventOf(2 * BUDGET), 'wh_a');
    senders.accept([delivery]);
    expect(hasRoomFor('wh_b')).toBe(false);
    senders.letGo([delivery]);
    expect(hasRoomFor('wh_b')).toBe(true);
  });

  it('cannot be taken by one webhook alone', () => {
    take((BUDGET * 0.85) / MIB, 'wh_a', MIB);
    expect(hasRoomFor('wh_a')).toBe(false);
    expect(senders.askForRoom().except).toEqual(['wh_a']);
    expect(hasRoomFor('wh_b')).toBe(true);
  });

  it('is not freed twice by what was never taken in', () => {
    senders.reserve('wh_a', { evenWhenFull: false });
    senders.letGo([deliveryOf(eventOf(MIB), 'wh_a')]);
    expect(senders.askForRoom()).toMatchObject({ room: 10_000, bytes: 2 * BUDGET });
  });
});
