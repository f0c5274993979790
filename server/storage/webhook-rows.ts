import type { EntityManager } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { noteAudit, systemActor } from './audit-rows.ts';
import { DUE_URGENTLY, UNLEASED } from './entities/delivery.ts';
import type { DeliveryAttempt } from './entities/delivery-attempt.ts';
import { WebhookQueue, type Webhook } from './entities/webhook.ts';
import { change, changeIn, lockClause, run, selectIn } from './rows.ts';
import { logWebhookChange } from './webhook-log-rows.ts';

/** Call in the transaction of every change of a webhook, or of the settings or signing keys of its account: tells the caches of all processes. */
export async function noteWebhookChange(tx: EntityManager, accountId: string): Promise<void> {
  await run(tx, 'UPDATE account SET webhooksVersion = webhooksVersion + 1 WHERE id = ?', [accountId]);
}

/** Version of an account's webhooks; null when there is no such account. They do not change until the transaction ends. */
export async function holdWebhooks(tx: EntityManager, accountId: string): Promise<number | null> {
  const [account] = await tx.query(
    `SELECT webhooksVersion FROM account WHERE id = ? ${lockClause(tx, 'LOCK IN SHARE MODE')}`, [accountId],
  ) as { webhooksVersion: number | string }[];
  return account ? Number(account.webhooksVersion) : null;
}

/** Switches a webhook off for a reason that nobody here decided; false when it is off already. */
export async function switchOffWebhook(
  tx: EntityManager, { accountId, webhookId, webhookName, environment }: Pick<DeliveryAttempt, 'accountId' | 'webhookId' | 'webhookName' | 'environment'>,
  { reason, now }: { reason: 'AUTO_DISABLED' | 'RECEIVER_REQUEST'; now: number },
): Promise<boolean> {
  const changed = await change(tx, `UPDATE webhook SET status = 'INACTIVE', statusReason = ?, statusChangedAt = ?, updatedAt = ?, version = version + 1
    WHERE id = ? AND status = 'ACTIVE' AND deletedAt IS NULL`, [reason, now, now, webhookId]);
  if (changed === 0) return false;
  await noteWebhookChange(tx, accountId);
  await logWebhookChange(tx, { id: webhookId, accountId, environment }, { kind: 'UPDATED', at: now });
  await noteAudit(tx, systemActor(accountId, reason === 'AUTO_DISABLED' ? 'auto-disable' : 'receiver'), {
    action: 'webhook.deactivate', target: { id: webhookId, name: webhookName, environment },
    changes: changedFields({ status: 'ACTIVE' }, { status: 'INACTIVE' }), at: now,
  });
  return true;
}

/** Gives a new webhook its own queue. */
export async function openQueue(tx: EntityManager, webhook: Pick<Webhook, 'id' | 'accountId' | 'ordering'>): Promise<void> {
  await tx.insert(WebhookQueue, {
    webhookId: webhook.id, accountId: webhook.accountId, nextDueAt: null, restsUntil: null, consecutiveFailures: 0, failingSince: null,
    circuitFaults: 0, circuitTrips: 0, circuitRetryAt: null, probeId: null, pacedUntil: null, lastSuccessAt: null, lastFailureAt: null, warnedAt: null,
    lastPosition: webhook.ordering === 'FIFO' ? 0 : null,
  });
}

/** Deactivation: what was planned keeps waiting; what people ask for by hand is sent all the same. */
export async function pauseQueue(tx: EntityManager, webhookId: string): Promise<void> {
  const earliest = await earliestDue(tx, webhookId);
  await run(tx, 'UPDATE webhook_queue SET nextDueAt = ? WHERE webhookId = ?', [earliest === DUE_URGENTLY ? DUE_URGENTLY : null, webhookId]);
}

/** Activation: what waited is due again, and the receiver starts with a clean record. */
export async function resumeQueue(tx: EntityManager, webhookId: string): Promise<void> {
  await forgetFailures(tx, webhookId);
  await refreshNextDue(tx, webhookId);
}

/** Closes the circuit and ends the rest; what failed before says nothing any more. */
export async function forgetFailures(tx: EntityManager, webhookId: string): Promise<void> {
  await run(tx, `UPDATE webhook_queue SET consecutiveFailures = 0, failingSince = NULL, restsUntil = NULL, circuitFaults = 0, circuitTrips = 0,
    circuitRetryAt = NULL, probeId = NULL WHERE webhookId = ?`, [webhookId]);
}

/**
 * Sets `nextDueAt` to the earliest delivery that waits, but never into the receiver's rest. `notBefore` puts a queue with a backlog
 * behind those that wait for their turn; what people ask for does not queue up.
 */
export async function refreshNextDue(tx: EntityManager, webhookId: string, notBefore = 0): Promise<void> {
  const earliest = await earliestDue(tx, webhookId);
  await planLook(tx, webhookId, earliest === null || earliest === DUE_URGENTLY ? earliest : Math.max(earliest, notBefore));
}

/** Sets `nextDueAt`; null when nothing waits. */
export async function planLook(tx: EntityManager, webhookId: string, dueAt: number | null): Promise<void> {
  await run(tx, `UPDATE webhook_queue SET nextDueAt = ${NOT_IN_REST} WHERE webhookId = ?`, [...thrice(dueAt), webhookId]);
}

/**
 * Nobody else plans an attempt of this webhook, or looks for the earliest one, until the transaction ends. Take the lock of a queue
 * before those of its deliveries: two that took them in different order would wait for each other.
 */
export async function lockQueue(tx: EntityManager, webhookId: string): Promise<void> {
  await lockQueues(tx, [webhookId]);
}

/** Many of them, in the order in which all take them. */
export async function lockQueues(tx: EntityManager, webhookIds: readonly string[]): Promise<void> {
  const clause = lockClause(tx, 'FOR UPDATE');
  if (clause) await selectIn(tx, 'SELECT webhookId FROM webhook_queue WHERE webhookId', inOrder(webhookIds), clause);
}

const inOrder = (webhookIds: readonly string[]) => [...new Set(webhookIds)].sort();

/** Looks with the queue locked: what is planned meanwhile comes after, and is not overwritten. */
export async function earliestDue(tx: EntityManager, webhookId: string): Promise<number | null> {
  await lockQueue(tx, webhookId);
  const [earliest] = await tx.query(
    'SELECT dueAt FROM delivery WHERE leaseOwner = ? AND webhookId = ? ORDER BY dueAt LIMIT 1', [UNLEASED, webhookId],
  ) as { dueAt: number | null }[];
  return earliest?.dueAt == null ? null : Number(earliest.dueAt);
}

/**
 * Locks queues and makes them known as due at `dueAt`, unless they are due sooner. The condition is none of the WHERE clause, for that
 * would leave those unlocked which are due sooner (READ COMMITTED): a claim could look meanwhile, not see what is being changed, and put
 * off its next look.
 */
export async function wakeQueues(tx: EntityManager, webhookIds: readonly string[], dueAt: number): Promise<void> {
  await changeIn(tx, `UPDATE webhook_queue SET nextDueAt = CASE WHEN nextDueAt <= ? THEN nextDueAt ELSE ${NOT_IN_REST} END WHERE webhookId`,
    [dueAt, ...thrice(dueAt)], inOrder(webhookIds));
}

/** Locks queues and has those that are ordered lines looked at, for their heads may change. Others stay due as they are. */
export async function wakeLines(tx: EntityManager, webhookIds: readonly string[], now: number): Promise<void> {
  await changeIn(tx, `UPDATE webhook_queue SET nextDueAt = CASE WHEN lastPosition IS NULL OR nextDueAt <= ? THEN nextDueAt ELSE ${NOT_IN_REST} END
    WHERE webhookId`, [now, ...thrice(now)], inOrder(webhookIds));
}

/** The later of a moment (given three times) and the end of the rest; what people ask for does not wait for it. */
const NOT_IN_REST = 'CASE WHEN ? > 0 AND restsUntil > ? THEN restsUntil ELSE ? END';
const thrice = <T>(value: T): [T, T, T] => [value, value, value];

/** Deletion, or another environment: everything that waits is cancelled. What is being sent right now is cancelled by whoever records or claims it next. */
export async function cancelWaiting(tx: EntityManager, webhookId: string, now: number): Promise<number> {
  await wakeLines(tx, [webhookId], now);
  const cancelled = await change(tx, `UPDATE delivery SET status = 'CANCELLED', leaseOwner = NULL, dueAt = NULL, nextAttemptAt = NULL,
    isManualRequested = 0, completedAt = ?, revision = revision + 1
    WHERE leaseOwner = ? AND webhookId = ? AND status IN ('PENDING', 'IN_PROGRESS', 'RETRYING')`, [now, UNLEASED, webhookId]);
  await run(tx, `UPDATE delivery SET leaseOwner = NULL, dueAt = NULL, isManualRequested = 0, revision = revision + 1
    WHERE leaseOwner = ? AND webhookId = ?`, [UNLEASED, webhookId]);
  return cancelled;
}
