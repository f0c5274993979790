import type { EntityManager } from 'typeorm';
import { groupBy } from '../domain/group-by.ts';
import { UNLEASED } from './entities/delivery.ts';
import { changeIn } from './rows.ts';
import { refreshNextDue } from './webhook-rows.ts';

/** One lease of a delivery: the next one has another revision. */
export interface Lease { id: string; revision: number }

/**
 * Gives deliveries back that were leased but not sent: they wait again, due no earlier than `dueAt`, as if never claimed.
 * A first attempt is PENDING again, a later one RETRYING; what people asked for by hand keeps its state.
 */
export async function handBack(
  tx: EntityManager, { owner, webhookId, leases, dueAt }: { owner: string; webhookId: string; leases: readonly Lease[]; dueAt: number },
): Promise<void> {
  for (const [revision, group] of groupBy(leases, (lease) => lease.revision)) {
    await changeIn(tx, `UPDATE delivery SET leaseOwner = ?, dueAt = CASE WHEN dueAt > ? THEN dueAt WHEN dueAt = 0 THEN 0 ELSE ? END,
      nextAttemptAt = CASE WHEN nextAttemptAt IS NULL AND isManualRequested = 0 THEN ? ELSE nextAttemptAt END,
      status = CASE WHEN isManualRequested = 1 THEN status WHEN attemptCount = 0 THEN 'PENDING' ELSE 'RETRYING' END,
      revision = revision + 1 WHERE id`, [UNLEASED, dueAt, dueAt, dueAt], group.map(({ id }) => id), 'AND leaseOwner = ? AND revision = ?', [owner, revision]);
  }
  await refreshNextDue(tx, webhookId);
}

/** Cancels leased deliveries whose webhook was deleted before they were sent. */
export async function cancelLeased(
  tx: EntityManager, { owner, deliveryIds, now }: { owner: string; deliveryIds: readonly string[]; now: number },
): Promise<void> {
  await changeIn(tx, `UPDATE delivery SET status = CASE WHEN status IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED') THEN status ELSE 'CANCELLED' END, leaseOwner = NULL,
    dueAt = NULL, nextAttemptAt = NULL, isManualRequested = 0, completedAt = COALESCE(completedAt, ?), revision = revision + 1
    WHERE id`, [now], deliveryIds, 'AND leaseOwner = ?', [owner]);
}

/** The leases of a process, if there are more than `expected`: counting them is a fraction of the work of reading them. */
export async function leasesOf(reader: EntityManager, owner: string, expected: number): Promise<(Lease & { webhookId: string })[]> {
  const [row] = await reader.query('SELECT COUNT(*) AS count FROM delivery WHERE leaseOwner = ?', [owner]) as { count: number }[];
  if (Number(row?.count) <= expected) return [];
  return await reader.query('SELECT id, webhookId, revision FROM delivery WHERE leaseOwner = ?', [owner]) as (Lease & { webhookId: string })[];
}
