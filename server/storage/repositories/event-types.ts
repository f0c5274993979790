import type { EntityManager } from 'typeorm';
import { EventType } from '../entities/event-type.ts';
import { lockClause } from '../rows.ts';
import type { Store } from '../store.ts';

/** `accountId` of the built-in types, which every account has. */
export const BUILT_IN = '';

/** All entries of the catalogue in the order they are shown. */
export function findEventTypes({ reader }: Pick<Store, 'reader'>): Promise<EventType[]> {
  return reader.find(EventType, { order: { accountId: 'ASC', position: 'ASC', code: 'ASC' } });
}

/** Differs after every change of the catalogue: types are added and changed, never removed. */
export async function catalogueVersion({ reader }: Pick<Store, 'reader'>): Promise<string> {
  const [row] = await reader.query('SELECT COUNT(*) AS types, SUM(version) AS versions FROM event_type') as { types: number; versions: number | null }[];
  return `${row?.types} ${row?.versions}`;
}

/** An account's own type for a change in this transaction; null when it has none of this code. */
export async function lockEventType(tx: EntityManager, accountId: string, code: string): Promise<EventType | null> {
  await tx.query(`SELECT id FROM event_type WHERE accountId = ? AND code = ? ${lockClause(tx, 'FOR UPDATE')}`, [accountId, code]);
  return tx.findOneBy(EventType, { accountId, code });
}
