import type { EntityManager } from 'typeorm';
import { firstIdOf } from '../domain/ids.ts';
import { restorableSince } from '../domain/restoring.ts';
import { AUDIT_LIFETIME_MS, REQUEST_KEY_LIFETIME_MS } from '../domain/retention.ts';
import { changeIn, selectIn } from './rows.ts';

/*
 * Small tables that would grow for ever as well; statistics have their own ages, see `stat-aging.ts`. API keys and signing keys stay: they
 * name those who did things and verify what was sent.
 */

/** Removes console sessions that are over. */
export function pruneSessions(tx: EntityManager, { now, limit }: { now: number; limit: number }): Promise<number> {
  return remove(tx, { table: 'session', key: 'tokenHash', where: 'expiresAt <= ?', limit }, [now]);
}

/** Removes counts of failed tries whose windows are over. */
export function pruneFailures(tx: EntityManager, { now, limit }: { now: number; limit: number }): Promise<number> {
  return remove(tx, { table: 'failed_try', key: 'id', where: 'endsAt <= ?', limit }, [now]);
}

/** What ended longer ago than its account keeps facts goes; `standardMs` is the time for accounts that chose none. */
export interface Age { readonly now: number; readonly standardMs: number; readonly limit: number }

const isOfAge = (table: string, moment: string) =>
  `${moment} < ? - COALESCE((SELECT retentionMs FROM webhook_settings WHERE webhook_settings.accountId = ${table}.accountId), ?)`;

/** Removes requests whose key may be used again. */
export function pruneRequests(tx: EntityManager, { now, limit }: Pick<Age, 'now' | 'limit'>): Promise<number> {
  return remove(tx, { table: 'idempotent_request', key: 'id', where: 'createdAt <= ?', limit }, [now - REQUEST_KEY_LIFETIME_MS]);
}

/** Removes the oldest entries of the audit log; in the order of ids, which is that of time. */
export function pruneAudit(tx: EntityManager, { now, limit }: Pick<Age, 'now' | 'limit'>): Promise<number> {
  return remove(tx, { table: 'audit_entry', key: 'id', where: 'id < ?', limit }, [firstIdOf('aud', now - AUDIT_LIFETIME_MS)]);
}

/** Removes secrets whose overlap ended long ago: no attempt that is kept with its content names them. */
export function pruneSecrets(tx: EntityManager, { now, standardMs, limit }: Age): Promise<number> {
  return remove(tx, { table: 'webhook_secret', key: 'id', where: isOfAge('webhook_secret', 'expiresAt'), limit }, [now, standardMs]);
}

/** Removes bulk operations that ended long ago and whose deliveries are gone. */
export function pruneOperations(tx: EntityManager, { now, standardMs, limit }: Age): Promise<number> {
  const where = `${isOfAge('bulk_operation', 'completedAt')} AND NOT EXISTS (SELECT 1 FROM replay WHERE replay.operationId = bulk_operation.id)`;
  return remove(tx, { table: 'bulk_operation', key: 'id', where, limit }, [now, standardMs]);
}

/** Removes alerts that were sent or given up. */
export function pruneAlerts(tx: EntityManager, { now, standardMs, limit }: Age): Promise<number> {
  return remove(tx, { table: 'alert', key: 'id', where: `dueAt IS NULL AND ${isOfAge('alert', 'createdAt')}`, limit }, [now, standardMs]);
}

/** Removes webhooks that were deleted long ago, can no longer be restored and have no deliveries left, with their queues and secrets. */
export async function pruneWebhooks(tx: EntityManager, { now, standardMs, limit }: Age): Promise<number> {
  const where = `${isOfAge('webhook', 'deletedAt')} AND deletedAt <= ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.webhookId = webhook.id)`;
  const rows = await tx.query(`SELECT id FROM webhook WHERE ${where} ORDER BY id LIMIT ${limit}`, [now, standardMs, restorableSince(now)]) as { id: string }[];
  const ids = rows.map(({ id }) => id);
  const secrets = await selectIn<{ id: string }>(tx, 'SELECT id FROM webhook_secret WHERE webhookId', ids);
  await changeIn(tx, 'DELETE FROM webhook_secret WHERE id', [], secrets.map(({ id }) => id));
  await changeIn(tx, 'DELETE FROM place WHERE webhookId', [], ids);
  await changeIn(tx, 'DELETE FROM webhook_queue WHERE webhookId', [], ids);
  await changeIn(tx, 'DELETE FROM webhook_health WHERE webhookId', [], ids);
  await changeIn(tx, 'DELETE FROM webhook WHERE id', [], ids);
  return ids.length;
}

async function remove(
  tx: EntityManager, { table, key, where, limit }: { table: string; key: string; where: string; limit: number }, parameters: readonly (number | string)[],
): Promise<number> {
  const rows = await tx.query(`SELECT ${key} AS id FROM ${table} WHERE ${where} LIMIT ${limit}`, [...parameters]) as { id: string }[];
  await changeIn(tx, `DELETE FROM ${table} WHERE ${key}`, [], rows.map(({ id }) => id));
  return rows.length;
}
