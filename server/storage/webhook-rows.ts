import type { EntityManager } from 'typeorm';
import { UNLEASED } from './entities/delivery.ts';
import { WebhookQueue } from './entities/webhook.ts';
import { change } from './rows.ts';

/** Call in the transaction of every change of a webhook: tells the caches of all processes. */
export async function noteWebhookChange(tx: EntityManager, accountId: string): Promise<void> {
  await change(tx, 'UPDATE account SET webhooksVersion = webhooksVersion + 1 WHERE id = ?', [accountId]);
}

/** Gives a new webhook its own queue. */
export async function openQueue(tx: EntityManager, webhook: { id: string; accountId: string }): Promise<void> {
  await tx.insert(WebhookQueue, {
    webhookId: webhook.id, accountId: webhook.accountId, nextDueAt: null, restsUntil: null, consecutiveFailures: 0,
    lastSuccessAt: null, lastFailureAt: null,
  });
}

/** Deactivation: what waits keeps waiting. */
export async function pauseQueue(tx: EntityManager, webhookId: string): Promise<void> {
  await change(tx, 'UPDATE webhook_queue SET nextDueAt = NULL WHERE webhookId = ?', [webhookId]);
}

/** Activation: what waited is due again, and the receiver starts with a clean record. */
export async function resumeQueue(tx: EntityManager, webhookId: string): Promise<void> {
  await change(tx, 'UPDATE webhook_queue SET consecutiveFailures = 0, restsUntil = NULL WHERE webhookId = ?', [webhookId]);
  await refreshNextDue(tx, webhookId);
}

/** Sets `nextDueAt` to the earliest delivery that waits, but never into the receiver's rest. */
export async function refreshNextDue(tx: EntityManager, webhookId: string): Promise<void> {
  const [earliest] = await tx.query(
    'SELECT dueAt FROM delivery WHERE leaseOwner = ? AND webhookId = ? ORDER BY dueAt LIMIT 1', [UNLEASED, webhookId],
  ) as { dueAt: number }[];
  await change(tx, `UPDATE webhook_queue SET nextDueAt = ${NOT_IN_REST} WHERE webhookId = ?`,
    earliest ? [...thrice(earliest.dueAt), webhookId] : [...thrice(null), webhookId]);
}

/** Makes the queue of a webhook known as due at `dueAt`, unless it is due sooner. */
export async function wakeQueue(tx: EntityManager, webhookId: string, dueAt: number): Promise<void> {
  await change(tx, `UPDATE webhook_queue SET nextDueAt = ${NOT_IN_REST} WHERE webhookId = ? AND (nextDueAt IS NULL OR nextDueAt > ?)`,
    [...thrice(dueAt), webhookId, dueAt]);
}

/** The later of a moment (given three times) and the end of the rest; what people ask for does not wait for it. */
export const NOT_IN_REST = 'CASE WHEN ? > 0 AND restsUntil > ? THEN restsUntil ELSE ? END';
export const thrice = <T>(value: T): [T, T, T] => [value, value, value];

/** Deletion: everything that waits is cancelled; what is being sent right now is cancelled when it comes back. */
export async function cancelWaiting(tx: EntityManager, webhookId: string, now: number): Promise<number> {
  return change(tx, `UPDATE delivery SET status = 'CANCELLED', leaseOwner = NULL, dueAt = NULL, nextAttemptAt = NULL, completedAt = ?,
    revision = revision + 1 WHERE leaseOwner = ? AND webhookId = ? AND status IN ('PENDING', 'RETRYING')`, [now, UNLEASED, webhookId]);
}
