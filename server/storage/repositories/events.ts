import { In, Not, type SelectQueryBuilder } from 'typeorm';
import type { DeliveryStatus } from '../../domain/delivery.ts';
import { ENVIRONMENTS, type EnvironmentKey } from '../../domain/environments.ts';
import { isId } from '../../domain/ids.ts';
import { Containment } from '../../domain/json-containment.ts';
import { Delivery } from '../entities/delivery.ts';
import { WebhookEvent } from '../entities/webhook-event.ts';
import type { Listed } from '../haystack.ts';
import { countUpTo, type PageOrder } from '../pages.ts';
import type { Sieve, Sifted } from '../sifted-pages.ts';
import type { Store } from '../store.ts';
import { among, asksMoreThan, during, isHeldToSome, matchingCode, within, type Scope, type TimeSpan } from './conditions.ts';

export interface EventFilter {
  /** Exact event id, resource id or idempotency key. */
  search?: string | null;
  environments?: readonly EnvironmentKey[] | null;
  types?: readonly string[] | null;
  occurred?: TimeSpan | null;
  resourceIds?: readonly string[] | null;
  isTest?: boolean | null;
  /** JSON that the payload contains; checked by the sieve, not by the query. */
  payloadContains?: unknown;
}

/** An event without its body, which can be a megabyte and is read on its own. */
export type EventFacts = Omit<WebhookEvent, 'body'>;

/** Most events that a resource id stands for in a filter of deliveries; the newest count. */
const MAX_EVENTS_OF_RESOURCES = 1000;

const FACTS = [
  'id', 'accountId', 'environment', 'code', 'schemaVersion', 'resourceId', 'occurredAt', 'publishedAt', 'isTest', 'idempotencyKey',
  'contentHash', 'traceparent', 'publishedBy',
] as const satisfies readonly (keyof EventFacts)[];

const byId = { sql: 'event.id', valueOf: (row: WebhookEvent) => row.id };

/** Ids grow with the time of publishing. Each order has an index that serves the whole list. */
const KEYS = { PUBLISHED_AT: [byId], OCCURRED_AT: [{ sql: 'event.occurredAt', valueOf: (row: WebhookEvent) => row.occurredAt }, byId] } as const;

type EventOrderField = keyof typeof KEYS;

export function eventOrder(direction: 'ASC' | 'DESC', field: EventOrderField = 'PUBLISHED_AT'): PageOrder<WebhookEvent> {
  return { name: `events by ${field}`, direction, keys: KEYS[field] };
}

/** The same for few events: SQLite would rather follow the index of the order than the one that leads to them, but not that of an expression. */
function orderOfFew(direction: 'ASC' | 'DESC', field?: EventOrderField): PageOrder<WebhookEvent> {
  const order = eventOrder(direction, field);
  return { ...order, keys: order.keys.map((key) => ({ ...key, sql: `+ ${key.sql}` })) };
}

/** Ids of the events that a text names, each by its own index: none of the databases goes by two at once where the rows have an order. */
const NAMED = ['resourceId', 'idempotencyKey'].map((column) => `SELECT id FROM webhook_event WHERE accountId = :accountId AND ${column} = :search`);

/** Events to be paged or counted; rows come without body. */
export function eventsOf({ reader }: Pick<Store, 'reader'>, scope: Scope, filter: EventFilter = {}): SelectQueryBuilder<WebhookEvent> {
  const query = reader.createQueryBuilder(WebhookEvent, 'event').select(FACTS.map((column) => `event.${column}`));
  const search = filter.search?.trim();
  within(query, scope, { asked: filter.environments, isChecked: Boolean(search) });
  if (search) query.andWhere(isId('evt', search) ? 'event.id = :search' : `event.id IN (SELECT id FROM (${NAMED.join(' UNION ALL ')}) AS named)`, { search });
  matchingCode(query, 'code', filter.types);
  during(query, 'occurredAt', filter.occurred);
  among(query, 'resourceId', filter.resourceIds);
  if (filter.isTest != null) query.andWhere('event.isTest = :isTest', { isTest: filter.isTest ? 1 : 0 });
  return query;
}

/** What indexes lead to. */
const INDEXED = ['search', 'resourceIds', 'environments'] as const satisfies readonly (keyof EventFilter)[];

/** Events to be paged or counted in an order. */
export async function listedEvents(
  store: Pick<Store, 'reader'>, scope: Scope, filter: EventFilter, { direction = 'DESC', field }: { direction?: 'ASC' | 'DESC'; field?: EventOrderField } = {},
): Promise<Listed<WebhookEvent> & { order: PageOrder<WebhookEvent> }> {
  const query = eventsOf(store, scope, filter);
  if (filter.search?.trim() || filter.resourceIds?.length || await areFewDuring(store, scope, filter)) return { query, span: null, hay: null, order: orderOfFew(direction, field) };
  const order = eventOrder(direction, field);
  if (!asksMoreThan(filter, INDEXED) && !isHeldToSome(scope, filter.environments)) return { query, span: null, hay: null, order };
  const all = eventsOf(store, { accountId: scope.accountId, environments: ENVIRONMENTS });
  return { query, span: null, hay: { query: all, order: eventOrder('DESC'), index: null }, order };
}

/** Whether so little happened in a time that it can be sorted. When it happened is for publishers to say, so ids do not tell. */
async function areFewDuring(store: Pick<Store, 'reader'>, { accountId }: Scope, { occurred }: EventFilter): Promise<boolean> {
  if (!occurred) return false;
  return (await countUpTo(eventsOf(store, { accountId, environments: ENVIRONMENTS }, { occurred }))).isExact;
}

/** What a comparison of two parts of a payload costs beside the reading of a byte. */
const STEP_COST = 4;
/** What looking for a text costs beside that. */
const GLANCE_COST = 1 / 8;

/** Events with a payload that contains something, with the query that reads them for the sieve. Throws a ContainmentError when that is too large. */
export function siftedByPayload({ query, hay }: Pick<Listed<WebhookEvent>, 'query' | 'hay'>, wanted: unknown): Sifted<WebhookEvent> {
  const containment = new Containment(wanted);
  const sieve: Sieve<WebhookEvent> = ({ body }) => {
    if (body === '' || !containment.mayBeIn(body)) return { passes: false, cost: body.length * GLANCE_COST };
    const { isContained, steps } = containment.isIn((JSON.parse(body) as { payload: unknown }).payload);
    return { passes: isContained, cost: body.length + steps * STEP_COST };
  };
  const complete = async (rows: readonly WebhookEvent[]) => {
    const found = new Map((rows.length > 0 ? await query.clone().andWhere('event.id IN (:...sifted)', { sifted: rows.map(({ id }) => id) }).getMany() : []).map((row) => [row.id, row]));
    return rows.map((row) => found.get(row.id) ?? row);
  };
  return { query: query.clone().select(['event.id', 'event.occurredAt', 'event.body']), hay, sieve, complete };
}

export function findEvents({ reader }: Pick<Store, 'reader'>, scope: Scope, ids: readonly string[]): Promise<EventFacts[]> {
  return reader.find(WebhookEvent, {
    select: Object.fromEntries(FACTS.map((column) => [column, true])),
    where: { id: In([...ids]), accountId: scope.accountId, environment: In([...scope.environments]) },
  });
}

/** Bodies of events by id; those past retention are missing. */
export async function findEventBodies({ reader }: Pick<Store, 'reader'>, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.find(WebhookEvent, { select: { id: true, body: true }, where: { id: In([...ids]), body: Not('') } });
  return new Map(rows.map(({ id, body }) => [id, body]));
}

/** Which of these events still have their body. */
export async function findEventsWithBody({ reader }: Pick<Store, 'reader'>, ids: readonly string[]): Promise<Set<string>> {
  const rows = await reader.find(WebhookEvent, { select: { id: true }, where: { id: In([...ids]), body: Not('') } });
  return new Set(rows.map(({ id }) => id));
}

/** Ids of the newest events of resources. */
export async function findEventIdsOfResources({ reader }: Pick<Store, 'reader'>, accountId: string, resourceIds: readonly string[]): Promise<string[]> {
  const query = reader.createQueryBuilder(WebhookEvent, 'event').select('event.id', 'id').where({ accountId, resourceId: In([...resourceIds]) });
  for (const { sql } of orderOfFew('DESC').keys) query.addOrderBy(sql, 'DESC');
  const rows = await query.limit(MAX_EVENTS_OF_RESOURCES).getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}

export interface StatusCount { eventId: string; status: DeliveryStatus; count: number }

/** Deliveries of events by status. */
export async function countDeliveriesByStatus({ reader }: Pick<Store, 'reader'>, eventIds: readonly string[]): Promise<StatusCount[]> {
  const rows = await reader.createQueryBuilder(Delivery, 'delivery')
    .select('delivery.eventId', 'eventId').addSelect('delivery.status', 'status').addSelect('COUNT(*)', 'count')
    .where({ eventId: In([...eventIds]) })
    .groupBy('delivery.eventId').addGroupBy('delivery.status')
    .getRawMany<StatusCount>();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
