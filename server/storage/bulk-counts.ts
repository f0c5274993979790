import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { DeliveryStatus } from '../domain/delivery.ts';
import { targetsQuery, type Asked } from './bulk-targets.ts';
import { COUNT_LIMIT, countUpTo } from './pages.ts';
import type { Scope } from './repositories/conditions.ts';

type Reader = { reader: EntityManager };

/** Items of an estimate that stand alike; `status` is null for events that were missed. */
export interface Standing { webhookId: string; status: DeliveryStatus | null; isEventGone: boolean; count: number }

/** How what an operation would touch stands, up to a limit of items. */
export async function countTargetsByStanding(store: Reader, scope: Scope, asked: Asked): Promise<{ standings: Standing[]; isExact: boolean }> {
  const query = await targetsQuery(store, scope, asked) as SelectQueryBuilder<ObjectLiteral>;
  const { selection } = asked;
  const standings = selection.kind === 'missedSince'
    ? (await counted(query, { isEventGone: noBodyIn('event') })).map((row) => ({ ...row, webhookId: selection.webhookId, status: null }))
    : await counted(query, { webhookId: 'delivery.webhookId', status: 'delivery.status', isEventGone: EVENT_IS_GONE });
  const found = standings.reduce((total, { count }) => total + count, 0);
  return { standings, isExact: found <= COUNT_LIMIT };
}

/** How many items an operation would touch, up to a limit. */
export async function countTargetsUpToLimit(store: Reader, scope: Scope, asked: Asked): Promise<{ value: number; isExact: boolean }> {
  return countUpTo(await targetsQuery(store, scope, asked) as SelectQueryBuilder<ObjectLiteral>);
}

/** Past retention, see `prune-rows.ts`: without body, or removed. */
const noBodyIn = (alias: string) => `CASE WHEN OCTET_LENGTH(${alias}.body) > 0 THEN 0 ELSE 1 END`;
const EVENT_IS_GONE = `CASE WHEN EXISTS (SELECT 1 FROM webhook_event AS event WHERE event.id = delivery.eventId AND OCTET_LENGTH(event.body) > 0)
  THEN 0 ELSE 1 END`;

type Counted = Standing & { status: DeliveryStatus };

/** Rows that are equal in all columns, which are given as SQL, and how many there are. */
async function counted(query: SelectQueryBuilder<ObjectLiteral>, columns: Readonly<Record<string, string>>): Promise<Counted[]> {
  const some = query.select([]).limit(COUNT_LIMIT + 1);
  const outer = query.connection.createQueryBuilder().select('COUNT(*)', 'count');
  for (const [name, sql] of Object.entries(columns)) {
    some.addSelect(sql, name);
    outer.addSelect(name).addGroupBy(name);
  }
  const rows = await outer.from(`(${some.getQuery()})`, 'items').setParameters(some.getParameters())
    .getRawMany<Omit<Counted, 'isEventGone' | 'count'> & { isEventGone: number | string; count: number | string }>();
  return rows.map((row) => ({ ...row, isEventGone: Number(row.isEventGone) === 1, count: Number(row.count) }));
}
