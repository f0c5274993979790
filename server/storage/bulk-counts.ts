import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { DeliveryStatus } from '../domain/delivery.ts';
import { newestId, remainingTargets, targetsQuery, type Asked } from './bulk-targets.ts';
import { inWindow, spanOf, WINDOWS_A_STEP, windowsOf, type Span } from './bulk-windows.ts';
import type { BulkOperation } from './entities/bulk-operation.ts';
import { COUNT_LIMIT } from './pages.ts';
import type { Scope } from './repositories/conditions.ts';

/** An estimate looks at so many rows at most, a few seconds' worth; what it has found by then is a lower bound. */
const MOST_WINDOWS = 500;

type Reader = { reader: EntityManager };
type Query = SelectQueryBuilder<ObjectLiteral>;

/** Items of an estimate that stand alike; `status` is null for events that were missed. */
export interface Standing { webhookId: string; status: DeliveryStatus | null; isEventGone: boolean; count: number }

/** How what an operation would touch stands, up to a limit of items or of rows looked at; then `isExact` is false. */
export async function countTargetsByStanding(store: Reader, scope: Scope, asked: Asked): Promise<{ standings: Standing[]; isExact: boolean }> {
  const { selection } = asked;
  const standings = new Map<string, Standing>();
  const isExact = await throughParts(store, scope, asked, async (part) => {
    const counted = selection.kind === 'missedSince'
      ? (await countAlike(part, { isEventGone: noBodyIn('event') })).map((row) => ({ ...row, webhookId: selection.webhookId, status: null }))
      : await countAlike(part, { webhookId: 'delivery.webhookId', status: 'delivery.status', isEventGone: EVENT_IS_GONE });
    for (const standing of counted) addStanding(standings, standing);
    return counted.reduce((sum, { count }) => sum + count, 0);
  });
  return { standings: [...standings.values()], isExact };
}

/** How many items an operation would touch, up to a limit of items or of rows looked at. */
export async function countTargetsUpToLimit(store: Reader, scope: Scope, asked: Asked): Promise<{ value: number; isExact: boolean }> {
  let value = 0;
  const isExact = await throughParts(store, scope, asked, async (part) => {
    const count = await countAll(part);
    value += count;
    return count;
  });
  return { value: Math.min(value, COUNT_LIMIT), isExact };
}

/** What an operation that is being counted has more, from its position on, and how far was looked. */
export async function countOn(store: Reader, operation: BulkOperation): Promise<{ count: number; position: string; isAtEnd: boolean }> {
  const query = await remainingTargets(store, operation) as Query;
  const span = spanOf(operation);
  let count = 0;
  let position = span.after;
  for await (const window of windowsOf(store, span, WINDOWS_A_STEP)) {
    count += await countAll(inWindow(query, span, window));
    position = window.upTo;
  }
  return { count, position, isAtEnd: position >= span.upTo };
}

async function countAll(query: Query): Promise<number> {
  const row = await query.clone().select('COUNT(*)', 'count').getRawOne<{ count: number | string }>();
  return Number(row?.count ?? 0);
}

/** Goes through what is there now part by part, until it is at the end or more than the limit was counted. True when nothing was left out. */
async function throughParts(store: Reader, scope: Scope, asked: Asked, count: (part: Query) => Promise<number>): Promise<boolean> {
  const query = await targetsQuery(store, scope, asked) as Query;
  if (asked.selection.kind === 'ids') return await count(query) <= COUNT_LIMIT;
  const span: Span = { accountId: scope.accountId, selection: asked.selection, after: '', upTo: await newestId(store, scope.accountId, asked.selection) };
  let found = 0;
  let position = span.after;
  for await (const window of windowsOf(store, span, MOST_WINDOWS)) {
    found += await count(inWindow(query, span, window));
    if (found > COUNT_LIMIT) return false;
    position = window.upTo;
  }
  return position >= span.upTo;
}

function addStanding(standings: Map<string, Standing>, standing: Standing): void {
  const { webhookId, status, isEventGone } = standing;
  const key = `${webhookId} ${status} ${isEventGone}`;
  const known = standings.get(key);
  if (known) known.count += standing.count;
  else standings.set(key, standing);
}

/** Past retention, see `prune-rows.ts`: without body, or removed. */
const noBodyIn = (alias: string) => `CASE WHEN OCTET_LENGTH(${alias}.body) > 0 THEN 0 ELSE 1 END`;
const EVENT_IS_GONE = `CASE WHEN EXISTS (SELECT 1 FROM webhook_event AS event WHERE event.id = delivery.eventId AND OCTET_LENGTH(event.body) > 0)
  THEN 0 ELSE 1 END`;

type Counted = Standing & { status: DeliveryStatus };

/** Rows that are equal in all columns, which are given as SQL, and how many there are. */
async function countAlike(query: Query, columns: Readonly<Record<string, string>>): Promise<Counted[]> {
  const some = query.clone().select([]);
  const outer = query.createQueryBuilder().select('COUNT(*)', 'count');
  for (const [name, sql] of Object.entries(columns)) {
    some.addSelect(sql, name);
    outer.addSelect(name).addGroupBy(name);
  }
  const rows = await outer.from(`(${some.getQuery()})`, 'items').setParameters(some.getParameters())
    .getRawMany<Omit<Counted, 'isEventGone' | 'count'> & { isEventGone: number | string; count: number | string }>();
  return rows.map((row) => ({ ...row, isEventGone: Number(row.isEventGone) === 1, count: Number(row.count) }));
}
