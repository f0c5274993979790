import type { SelectQueryBuilder } from 'typeorm';
import { AuditEntry } from '../entities/audit-entry.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { among, during, matchingCode, type Scope, type TimeSpan } from './conditions.ts';

export interface AuditFilter {
  /** Actions, or prefixes such as `webhook.*`. */
  actions?: readonly string[] | null;
  actorIds?: readonly string[] | null;
  targetIds?: readonly string[] | null;
  at?: TimeSpan | null;
}

/** Who looks. One who is held to some environments sees what was done there, and what they did themselves. */
export interface AuditScope extends Scope { readonly actorId: string }

/** Ids grow with time, and there is an index that ends with them for each condition. */
export const NEWEST_ENTRY_FIRST: PageOrder<AuditEntry> = {
  name: 'audit log', direction: 'DESC', keys: [{ sql: 'entry.id', valueOf: (row) => row.id }],
};

/** Entries to be paged or counted. */
export function auditEntriesOf({ reader }: Pick<Store, 'reader'>, scope: AuditScope, filter: AuditFilter = {}): SelectQueryBuilder<AuditEntry> {
  const query = reader.createQueryBuilder(AuditEntry, 'entry').where('entry.accountId = :accountId', { accountId: scope.accountId });
  heldTo(query, scope);
  matchingCode(query, 'action', filter.actions);
  among(query, 'actorId', filter.actorIds);
  among(query, 'targetId', filter.targetIds);
  return during(query, 'at', filter.at);
}

/** Entries by id; those that are not for the caller's eyes are left out. */
export function findAuditEntries(store: Pick<Store, 'reader'>, scope: AuditScope, ids: readonly string[]): Promise<AuditEntry[]> {
  return auditEntriesOf(store, scope).andWhere('entry.id IN (:...ids)', { ids }).getMany();
}

function heldTo(query: SelectQueryBuilder<AuditEntry>, { environments, actorId }: AuditScope): void {
  if (new Set(environments).size === 3) return;
  query.andWhere('(entry.environment IN (:...environments) OR entry.actorId = :actorId)', { environments: environments.length > 0 ? environments : [''], actorId });
}
