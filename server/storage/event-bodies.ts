import type { EntityManager } from 'typeorm';
import { lockClause, selectIn } from './rows.ts';

/**
 * Which of these events still have the body that receivers get; others are past retention, or gone. Until the transaction ends the
 * bodies stay: ask before a delivery that has come to rest is to be sent again, or a new one is made for an old event.
 */
export async function holdBodies(tx: EntityManager, eventIds: readonly string[]): Promise<Set<string>> {
  const rows = await selectIn<{ id: string; size: number | string }>(
    tx, 'SELECT id, OCTET_LENGTH(body) AS size FROM webhook_event WHERE id', [...new Set(eventIds)].sort(), lockClause(tx, 'FOR UPDATE'),
  );
  return new Set(rows.filter(({ size }) => Number(size) > 0).map(({ id }) => id));
}
