import type { EntityManager } from 'typeorm';
import { changeIn, selectIn } from './rows.ts';

/*
 * Small tables that would grow for ever as well. Statistics stay, and so do API keys and signing keys, which name those who did
 * things and verify what was sent.
 */

/** Removes console sessions that are over. */
export function pruneSessions(tx: EntityManager, { now, limit }: { now: number; limit: number }): Promise<number> {
  return remove(tx, { table: 'session', key: 'tokenHash', where: 'expiresAt <= ?', limit }, now);
}

/** Removes secrets whose overlap ended before `endedBefore`: no attempt that is kept with its content names them. */
export function pruneSecrets(tx: EntityManager, { endedBefore, limit }: { endedBefore: number; limit: number }): Promise<number> {
  return remove(tx, { table: 'webhook_secret', key: 'id', where: 'expiresAt < ?', limit }, endedBefore);
}

/** Removes bulk operations that ended before `endedBefore` and whose deliveries are gone. */
export function pruneOperations(tx: EntityManager, { endedBefore, limit }: { endedBefore: number; limit: number }): Promise<number> {
  const where = 'completedAt < ? AND NOT EXISTS (SELECT 1 FROM replay WHERE replay.operationId = bulk_operation.id)';
  return remove(tx, { table: 'bulk_operation', key: 'id', where, limit }, endedBefore);
}

/** Removes webhooks that were deleted before `deletedBefore` and have no deliveries left, with their queues and secrets. */
export async function pruneWebhooks(tx: EntityManager, { deletedBefore, limit }: { deletedBefore: number; limit: number }): Promise<number> {
  const where = 'deletedAt < ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.webhookId = webhook.id)';
  const rows = await tx.query(`SELECT id FROM webhook WHERE ${where} ORDER BY id LIMIT ${limit}`, [deletedBefore]) as { id: string }[];
  const ids = rows.map(({ id }) => id);
  const secrets = await selectIn<{ id: string }>(tx, 'SELECT id FROM webhook_secret WHERE webhookId', ids);
  await changeIn(tx, 'DELETE FROM webhook_secret WHERE id', [], secrets.map(({ id }) => id));
  await changeIn(tx, 'DELETE FROM webhook_queue WHERE webhookId', [], ids);
  await changeIn(tx, 'DELETE FROM webhook WHERE id', [], ids);
  return ids.length;
}

async function remove(
  tx: EntityManager, { table, key, where, limit }: { table: string; key: string; where: string; limit: number }, before: number,
): Promise<number> {
  const rows = await tx.query(`SELECT ${key} AS id FROM ${table} WHERE ${where} LIMIT ${limit}`, [before]) as { id: string }[];
  await changeIn(tx, `DELETE FROM ${table} WHERE ${key}`, [], rows.map(({ id }) => id));
  return rows.length;
}
