import type { EntityManager } from 'typeorm';
import { DELIVERY_STATUSES, isFinal, type DeliveryStatus } from '../domain/delivery.ts';
import { groupBy } from '../domain/group-by.ts';
import { DUE_URGENTLY, UNLEASED, type Delivery } from './entities/delivery.ts';
import { insertRows, lockClause, run, selectIn, updateRows } from './rows.ts';
import { lockQueue, refreshNextDue, wakeLines } from './webhook-rows.ts';

/*
 * The ordered line of a webhook. Places are given under the lock of the webhook's queue, which is held to the commit, so they are in the
 * order of commits, whichever process publishes. Only a claim looks at the line, under the same lock: it removes places whose
 * deliveries have come to an end and finds the head. Whoever changes a delivery that may be the head, wakes the line before that, in the
 * same transaction, see wakeLines.
 */

/** Places looked at: the first is usually the one whose delivery has just ended; after a large cancellation there are many of them. */
const FIRST_LOOK = 3;
const LONG_LOOK = 500;

const OPEN_STATUSES = DELIVERY_STATUSES.filter((status) => !isFinal(status)).map((status) => `'${status}'`).join(', ');

/** The delivery whose turn it is. */
export interface Head { id: string; leaseOwner: string; dueAt: number }

type NewDelivery = Pick<Delivery, 'id' | 'webhookId' | 'leaseOwner' | 'dueAt'>;

/** Tests are sent outside of the line. */
const isPlanned = ({ leaseOwner, dueAt }: NewDelivery) => leaseOwner === UNLEASED && dueAt !== DUE_URGENTLY;

/**
 * Gives those of the deliveries that are planned for webhooks with an ordered line the next places in it, in the order of the list.
 * Returns the ids of these webhooks, whose queues need not be told of the deliveries any more.
 */
export async function takePlaces(tx: EntityManager, deliveries: readonly NewDelivery[]): Promise<ReadonlySet<string>> {
  const planned = groupBy(deliveries.filter(isPlanned), ({ webhookId }) => webhookId);
  const queues = await lockOrderedQueues(tx, [...planned.keys()].sort());
  if (queues.length === 0) return new Set();
  await insertRows(tx, 'place', ['webhookId', 'position', 'deliveryId'], queues.flatMap(({ webhookId, lastPosition }) =>
    planned.get(webhookId)!.map(({ id }, index) => [webhookId, lastPosition + 1 + index, id])));
  await updateRows(tx, {
    table: 'webhook_queue', key: 'webhookId', columns: ['lastPosition', 'nextDueAt'], guard: 't.lastPosition IS NOT NULL', guardParameters: [],
    rows: queues.map((queue) => [queue.webhookId, queue.lastPosition + planned.get(queue.webhookId)!.length, nextLook(queue, planned.get(queue.webhookId)![0]!)]),
  });
  return new Set(queues.map(({ webhookId }) => webhookId));
}

/**
 * Gives a delivery that had failed for good, and is planned again, a place at the end: the line has gone on without it. It may still
 * have its old one, behind the head, if it was being sent when the line was opened.
 */
export async function takeNewPlace(tx: EntityManager, delivery: NewDelivery): Promise<void> {
  await lockQueue(tx, delivery.webhookId);
  await run(tx, 'DELETE FROM place WHERE webhookId = ? AND deliveryId = ?', [delivery.webhookId, delivery.id]);
  await takePlaces(tx, [delivery]);
}

interface OrderedQueue { webhookId: string; lastPosition: number; nextDueAt: number | null; restsUntil: number | null }

async function lockOrderedQueues(tx: EntityManager, webhookIds: readonly string[]): Promise<OrderedQueue[]> {
  const rows = await selectIn<Record<keyof OrderedQueue, string | number | null>>(
    tx, 'SELECT webhookId, lastPosition, nextDueAt, restsUntil FROM webhook_queue WHERE webhookId', webhookIds, lockClause(tx, 'FOR UPDATE'),
  );
  return rows.filter(({ lastPosition }) => lastPosition !== null).map(({ webhookId, lastPosition, nextDueAt, restsUntil }) => ({
    webhookId: String(webhookId), lastPosition: Number(lastPosition), nextDueAt: nullable(nextDueAt), restsUntil: nullable(restsUntil),
  }));
}

const nullable = (stored: string | number | null) => (stored === null ? null : Number(stored));

/** A line that somebody will look at has its time: who comes after others does not change it. */
const nextLook = ({ nextDueAt, restsUntil }: OrderedQueue, first: NewDelivery) => nextDueAt ?? Math.max(first.dueAt ?? 0, restsUntil ?? 0);

type PlacedRow = { position: number | string } & ({ status: DeliveryStatus; id: string; leaseOwner: string; dueAt: number | string } | { status: null });

/**
 * Finds the head of a line and removes the places before it. The queue is locked. Without a head, the line is empty, or `hasMore` than
 * are looked at in one transaction.
 */
export async function headOfLine(tx: EntityManager, webhookId: string): Promise<{ head: Head | null; hasMore: boolean }> {
  for (const limit of [FIRST_LOOK, LONG_LOOK]) {
    const places = await firstPlaces(tx, webhookId, limit);
    const index = places.findIndex(({ status }) => status !== null && !isFinal(status));
    const ended = index < 0 ? places : places.slice(0, index);
    if (ended.length > 0) await run(tx, 'DELETE FROM place WHERE webhookId = ? AND position <= ?', [webhookId, Number(ended.at(-1)!.position)]);
    const first = places[index];
    if (first && first.status !== null) return { head: { id: first.id, leaseOwner: first.leaseOwner, dueAt: Number(first.dueAt) }, hasMore: false };
    if (places.length < limit) return { head: null, hasMore: false };
  }
  return { head: null, hasMore: true };
}

async function firstPlaces(tx: EntityManager, webhookId: string, limit: number): Promise<PlacedRow[]> {
  return await tx.query(
    `SELECT place.position, delivery.id, delivery.status, delivery.leaseOwner, delivery.dueAt FROM place
     LEFT JOIN delivery ON delivery.id = place.deliveryId WHERE place.webhookId = ? ORDER BY place.position LIMIT ${limit}`, [webhookId],
  ) as PlacedRow[];
}

/** From now on the webhook's deliveries go one after the other: what waits or is being sent has places in the order in which it was made. */
export async function openLine(tx: EntityManager, webhookId: string, now: number): Promise<void> {
  await lockQueue(tx, webhookId);
  await placeAll(tx, webhookId);
  await wakeLines(tx, [webhookId], now);
}

/** Lets everything that waits be sent as it comes. */
export async function closeLine(tx: EntityManager, webhookId: string): Promise<void> {
  await lockQueue(tx, webhookId);
  await run(tx, 'DELETE FROM place WHERE webhookId = ?', [webhookId]);
  await run(tx, 'UPDATE webhook_queue SET lastPosition = NULL WHERE webhookId = ?', [webhookId]);
  await refreshNextDue(tx, webhookId);
}

/**
 * Gives all that is planned for a webhook places in its empty line. The queue is locked; what is being recorded just now is read as it
 * was before, and needs its place if it goes on.
 */
export async function placeAll(tx: EntityManager, webhookId: string): Promise<void> {
  const leased = await tx.query("SELECT DISTINCT leaseOwner FROM delivery WHERE leaseOwner > ''") as { leaseOwner: string }[];
  const holders = [UNLEASED, ...leased.map(({ leaseOwner }) => leaseOwner)];
  await run(tx, `INSERT INTO place (webhookId, position, deliveryId)
    SELECT webhookId, (SELECT COALESCE(lastPosition, 0) FROM webhook_queue WHERE webhookId = ?) + ROW_NUMBER() OVER (ORDER BY createdAt, id), id
    FROM delivery WHERE leaseOwner IN (${holders.map(() => '?').join(', ')}) AND webhookId = ? AND status IN (${OPEN_STATUSES})
      AND (\`trigger\` <> 'TEST' OR dueAt > ${DUE_URGENTLY})`,
  [webhookId, ...holders, webhookId]);
  await run(tx, `UPDATE webhook_queue SET lastPosition = COALESCE((SELECT MAX(position) FROM place WHERE place.webhookId = webhook_queue.webhookId), lastPosition, 0)
    WHERE webhookId = ?`, [webhookId]);
}
