import type { EntityManager } from 'typeorm';
import { DELIVERY_STATUSES, isFinal } from '../domain/delivery.ts';
import { changeIn, lockClause, run, selectIn } from './rows.ts';

/*
 * Removes what is past retention, a few rows a transaction. Each function looks at the next rows of a table in the order of its
 * primary key, which is the order of time, and removes those that nothing needs any more. A delivery that is not at rest is never
 * touched, nor are its event, its attempts and what they sent and got.
 *
 * A body is emptied under a lock of its event, which whoever wants to send it again takes too, see `event-bodies.ts`. What belongs to an
 * event without body cannot come to life again, so everything else is removed only after that, and needs no lock.
 */

/** Rows to look at: those after one id and before another, so many at most, and of some accounts only (null: of all). */
export interface Window { readonly after: string; readonly before: string; readonly limit: number; readonly isOf: ((accountId: string) => boolean) | null }

/** Where the next window begins, or null at the end, and how many rows of the table were removed or emptied. */
export interface Pruned { readonly position: string | null; readonly count: number }

const OPEN_STATUSES = DELIVERY_STATUSES.filter((status) => !isFinal(status)).map((status) => `'${status}'`).join(', ');
/** Something is planned, asked for or running. */
const IS_OPEN = `(leaseOwner IS NOT NULL OR status IN (${OPEN_STATUSES}))`;
/** Or something happened not long ago. */
const IS_IN_USE = `(${IS_OPEN} OR completedAt >= ? OR lastAttemptAt >= ?)`;

const EVENT_WITH_BODY = 'SELECT 1 FROM webhook_event AS event WHERE event.id = delivery.eventId AND OCTET_LENGTH(event.body) > 0';

/** Removes what attempts sent and got. */
export async function pruneContents(tx: EntityManager, window: Window): Promise<Pruned> {
  const looked = await lookAt(tx, { table: 'attempt_content', key: 'attemptId' }, window);
  const attempts = await selectIn<{ id: string; deliveryId: string; accountId: string }>(
    tx, 'SELECT id, deliveryId, accountId FROM delivery_attempt WHERE id', looked.map(({ id }) => id),
  );
  const open = await selectIn<{ id: string }>(tx, 'SELECT id FROM delivery WHERE id', unique(attempts.map((each) => each.deliveryId)), `AND ${IS_OPEN}`);
  const openIds = new Set(open.map(({ id }) => id));
  const kept = attempts.filter(({ deliveryId, accountId }) => openIds.has(deliveryId) || window.isOf?.(accountId) === false);
  const old = without(looked.map(({ id }) => id), kept.map(({ id }) => id));
  await changeIn(tx, 'DELETE FROM attempt_content WHERE attemptId', [], old);
  return pruned(looked, window, old);
}

/** Empties events none of whose deliveries is open or was in use since `idleSince` (ms since the epoch). Their facts stay. */
export async function clearBodies(tx: EntityManager, window: Window, idleSince: number): Promise<Pruned> {
  const looked = await lookAt(tx, { table: 'webhook_event', key: 'id' }, window);
  const full = await selectIn<{ id: string }>(
    tx, 'SELECT id FROM webhook_event WHERE id', idsOf(looked, window), `AND OCTET_LENGTH(body) > 0 ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`,
  );
  const fullIds = full.map(({ id }) => id);
  const needed = await selectIn<{ eventId: string }>(
    tx, 'SELECT DISTINCT eventId FROM delivery WHERE eventId', fullIds, `AND ${IS_IN_USE}`, [idleSince, idleSince],
  );
  const old = without(fullIds, needed.map(({ eventId }) => eventId));
  await changeIn(tx, "UPDATE webhook_event SET body = '' WHERE id", [], old);
  return pruned(looked, window, old);
}

/**
 * Removes deliveries at rest that were not in use since `idleSince`, with their attempts, and notes how far the log is cut. None goes
 * before the body of its event: the event would look as if it had never been sent.
 */
export async function pruneDeliveries(tx: EntityManager, window: Window, idleSince: number): Promise<Pruned> {
  const looked = await lookAt(tx, { table: 'delivery', key: 'id' }, window);
  const old = (await selectIn<{ id: string }>(
    tx, 'SELECT id FROM delivery WHERE id', idsOf(looked, window), `AND NOT COALESCE(${IS_IN_USE}, FALSE) AND NOT EXISTS (${EVENT_WITH_BODY})`, [idleSince, idleSince],
  )).map(({ id }) => id);
  const attempts = await selectIn<PlacedAttempt>(tx, 'SELECT id, lane, seq FROM delivery_attempt WHERE deliveryId', old);
  const attemptIds = attempts.map(({ id }) => id);
  await changeIn(tx, 'DELETE FROM attempt_content WHERE attemptId', [], attemptIds);
  await changeIn(tx, 'DELETE FROM delivery_attempt WHERE id', [], attemptIds);
  await changeIn(tx, 'DELETE FROM replay WHERE deliveryId', [], old);
  await changeIn(tx, 'DELETE FROM delivery WHERE id', [], old);
  await noteCut(tx, attempts);
  return pruned(looked, window, old);
}

/** Removes events without body that have no deliveries, or none any more. */
export async function pruneEvents(tx: EntityManager, window: Window): Promise<Pruned> {
  const looked = await lookAt(tx, { table: 'webhook_event', key: 'id' }, window);
  const bare = await selectIn<{ id: string }>(
    tx, 'SELECT id FROM webhook_event AS event WHERE id', idsOf(looked, window),
    "AND body = '' AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.eventId = event.id)",
  );
  const old = bare.map(({ id }) => id);
  await changeIn(tx, 'DELETE FROM webhook_event WHERE id', [], old);
  return pruned(looked, window, old);
}

interface PlacedAttempt { id: string; lane: number; seq: number | string }

/** Last, because a lane's own process waits for its row. */
async function noteCut(tx: EntityManager, attempts: readonly PlacedAttempt[]): Promise<void> {
  const cuts = new Map<number, number>();
  for (const { lane, seq } of attempts) cuts.set(lane, Math.max(cuts.get(lane) ?? 0, Number(seq)));
  for (const [lane, seq] of [...cuts].sort(([a], [b]) => a - b)) {
    await run(tx, 'UPDATE lane SET prunedSeq = ? WHERE lane = ? AND prunedSeq < ?', [seq, lane, seq]);
  }
}

/** Contents do not know their account. */
interface Looked { readonly id: string; readonly accountId?: string }

function lookAt(tx: EntityManager, { table, key }: { table: string; key: string }, { after, before, limit }: Window): Promise<Looked[]> {
  const columns = key === 'id' ? 'id, accountId' : `${key} AS id`;
  return tx.query(`SELECT ${columns} FROM ${table} WHERE ${key} > ? AND ${key} < ? ORDER BY ${key} LIMIT ${limit}`, [after, before]) as Promise<Looked[]>;
}

const idsOf = (looked: readonly Looked[], { isOf }: Window) =>
  looked.filter(({ accountId }) => accountId === undefined || isOf?.(accountId) !== false).map(({ id }) => id);

const pruned = (looked: readonly Looked[], { limit }: Window, old: readonly string[]): Pruned =>
  ({ position: looked.length < limit ? null : looked.at(-1)!.id, count: old.length });

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

function without(ids: readonly string[], taken: readonly string[]): string[] {
  const left = new Set(taken);
  return ids.filter((id) => !left.has(id));
}
