import type { EntityManager } from 'typeorm';
import { OPEN_BULK_STATUSES } from '../domain/bulk-operation.ts';
import { BulkOperation, type Replay } from './entities/bulk-operation.ts';
import { UNLEASED } from './entities/delivery.ts';
import { change, insertRows, lockClause, selectIn } from './rows.ts';
import { wakeLines } from './webhook-rows.ts';

/** Cancels those that wait; what is being sent, or has ended meanwhile, stays as it is. Returns how many were cancelled. */
export async function cancelDeliveries(tx: EntityManager, ids: readonly string[], now: number): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await selectIn<{ webhookId: string }>(tx, 'SELECT webhookId FROM delivery WHERE id', ids);
  await wakeLines(tx, rows.map(({ webhookId }) => webhookId), now);
  return change(tx, `UPDATE delivery SET status = 'CANCELLED', leaseOwner = NULL, dueAt = NULL, nextAttemptAt = NULL, isManualRequested = 0,
    completedAt = ?, revision = revision + 1
    WHERE id IN (${marks(ids)}) AND leaseOwner = ? AND status IN ('PENDING', 'RETRYING')`, [now, ...ids, UNLEASED]);
}

/** The open operation whose turn it is; null when there is none. */
export async function nextOperationId(reader: EntityManager, now: number): Promise<string | null> {
  const [next] = await reader.query(
    `SELECT id FROM bulk_operation WHERE status IN (${marks(OPEN_BULK_STATUSES)}) AND turnAt <= ? ORDER BY turnAt, id LIMIT 1`,
    [...OPEN_BULK_STATUSES, now],
  ) as { id: string }[];
  return next?.id ?? null;
}

/** An open operation for one step; null when it is over, or another process is at it. */
export function takeOperation(tx: EntityManager, id: string): Promise<BulkOperation | null> {
  return openOperation(tx, id, 'FOR UPDATE SKIP LOCKED');
}

/** An open operation for a change from outside, which waits for the step that is being taken; null when it is over. */
export function lockOpenOperation(tx: EntityManager, id: string): Promise<BulkOperation | null> {
  return openOperation(tx, id, 'FOR UPDATE');
}

async function openOperation(tx: EntityManager, id: string, how: 'FOR UPDATE' | 'FOR UPDATE SKIP LOCKED'): Promise<BulkOperation | null> {
  const [held] = await tx.query(
    `SELECT id FROM bulk_operation WHERE id = ? AND status IN (${marks(OPEN_BULK_STATUSES)}) ${lockClause(tx, how)}`, [id, ...OPEN_BULK_STATUSES],
  ) as { id: string }[];
  return held ? tx.findOneBy(BulkOperation, { id }) : null;
}

/** Changes an operation whose row is locked. */
export async function moveOperation(tx: EntityManager, { id, revision }: BulkOperation, move: Partial<BulkOperation>): Promise<void> {
  await tx.update(BulkOperation, { id }, { ...move, revision: revision + 1 } as object);
}

/** Ends an operation that this server cannot go on with; what was handled stays handled. */
export async function endByFault(tx: EntityManager, id: string, { now, fault }: { now: number; fault: string }): Promise<void> {
  const operation = await lockOpenOperation(tx, id);
  if (operation) await moveOperation(tx, operation, { status: 'FAILED', fault, completedAt: now });
}

export async function insertReplays(tx: EntityManager, replays: readonly Replay[]): Promise<void> {
  await insertRows(tx, 'replay', ['operationId', 'sourceId', 'deliveryId', 'replayOf'],
    replays.map(({ operationId, sourceId, deliveryId, replayOf }) => [operationId, sourceId, deliveryId, replayOf]));
}

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ');
