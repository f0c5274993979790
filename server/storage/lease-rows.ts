import type { EntityManager } from 'typeorm';
import { groupBy } from '../domain/group-by.ts';
import { UNLEASED } from './entities/delivery.ts';
import { changeIn, run } from './rows.ts';
import { lockQueue, refreshNextDue, wakeLines } from './webhook-rows.ts';

/** One lease of a delivery: the next one has another revision. */
export interface Lease { id: string; webhookId: string; revision: number }

/**
 * Gives deliveries back that were leased but not sent: they wait again, due no earlier than `dueAt`, as if never claimed.
 * A first attempt is PENDING again, a later one RETRYING; what people asked for by hand keeps its state. Queues are locked in the
 * order of their webhooks' ids.
 */
export async function handBack(tx: EntityManager, { leases, ...how }: HandedBack): Promise<void> {
  const byWebhook = [...groupBy(leases, ({ webhookId }) => webhookId)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [webhookId, group] of byWebhook) await handBackTo(tx, webhookId, { ...how, leases: group });
}

interface HandedBack { owner: string; leases: readonly Lease[]; dueAt: number }

async function handBackTo(tx: EntityManager, webhookId: string, { owner, leases, dueAt }: HandedBack): Promise<void> {
  await lockQueue(tx, webhookId);
  for (const [revision, group] of groupBy(leases, (lease) => lease.revision)) {
    await changeIn(tx, `UPDATE delivery SET leaseOwner = ?, dueAt = CASE WHEN dueAt > ? THEN dueAt WHEN dueAt = 0 THEN 0 ELSE ? END,
      nextAttemptAt = CASE WHEN nextAttemptAt IS NULL AND isManualRequested = 0 THEN ? ELSE nextAttemptAt END,
      status = CASE WHEN isManualRequested = 1 THEN status WHEN attemptCount = 0 THEN 'PENDING' ELSE 'RETRYING' END,
      revision = revision + 1 WHERE id`, [UNLEASED, dueAt, dueAt, dueAt], group.map(({ id }) => id), 'AND leaseOwner = ? AND revision = ?', [owner, revision]);
  }
  await refreshNextDue(tx, webhookId);
}

/** Cancels a leased delivery whose webhook was deleted, or moved, before it was sent. */
export async function cancelLeased(tx: EntityManager, { owner, lease, now }: { owner: string; lease: Lease; now: number }): Promise<void> {
  await wakeLines(tx, [lease.webhookId], now);
  await run(tx, `UPDATE delivery SET status = CASE WHEN status IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED') THEN status ELSE 'CANCELLED' END, leaseOwner = NULL,
    dueAt = NULL, nextAttemptAt = NULL, isManualRequested = 0, completedAt = COALESCE(completedAt, ?), revision = revision + 1
    WHERE id = ? AND leaseOwner = ?`, [now, lease.id, owner]);
}

/** The leases of a process, if there are more than `expected`: counting them is a fraction of the work of reading them. */
export async function leasesOf(reader: EntityManager, owner: string, expected: number): Promise<Lease[]> {
  const [row] = await reader.query('SELECT COUNT(*) AS count FROM delivery WHERE leaseOwner = ?', [owner]) as { count: number }[];
  if (Number(row?.count) <= expected) return [];
  return await reader.query('SELECT id, webhookId, revision FROM delivery WHERE leaseOwner = ?', [owner]) as Lease[];
}
