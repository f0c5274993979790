import { In, Not, type SelectQueryBuilder } from 'typeorm';
import { isId } from '../../domain/ids.ts';
import type { DeliveryFilter } from '../delivery-filter.ts';
import { DeliveryAttempt } from '../entities/delivery-attempt.ts';
import { Delivery } from '../entities/delivery.ts';
import { Webhook } from '../entities/webhook.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { among, amongAny, between, during, matchingCode, mentioning, within, type Scope } from './conditions.ts';
import { findEventIdsOfResources } from './events.ts';

/** Most webhooks that a part of a name or URL stands for. */
const MAX_WEBHOOKS_OF_SEARCH = 1000;

const byId = { sql: 'delivery.id', valueOf: (row: Delivery) => row.id };

/** What has no value is smaller than everything that has one. */
const byValue = (column: 'lastAttemptAt' | 'nextAttemptAt' | 'lastStatusCode') =>
  ({ sql: `COALESCE(delivery.${column}, -1)`, valueOf: (row: Delivery) => row[column] ?? -1 });

const KEYS = {
  CREATED_AT: [byId],
  LAST_ATTEMPT_AT: [byValue('lastAttemptAt'), byId],
  NEXT_ATTEMPT_AT: [byValue('nextAttemptAt'), byId],
  STATUS_CODE: [byValue('lastStatusCode'), byId],
} as const;

/** Ids grow with the time of creation, and the index on them serves the whole list. The other orders have none: it would be written with every attempt. */
export function deliveryOrder(direction: 'ASC' | 'DESC', field: keyof typeof KEYS = 'CREATED_AT'): PageOrder<Delivery> {
  return { name: `deliveries by ${field}`, direction, keys: KEYS[field], isSorted: field !== 'CREATED_AT' };
}

/** Deliveries to be paged or counted. */
export async function deliveriesOf(store: Pick<Store, 'reader'>, scope: Scope, filter: DeliveryFilter = {}): Promise<SelectQueryBuilder<Delivery>> {
  const query = store.reader.createQueryBuilder(Delivery, 'delivery');
  within(query, scope, filter.environments);
  among(query, 'webhookId', filter.webhookIds);
  matchingCode(query, 'eventCode', filter.eventTypes);
  among(query, 'status', filter.statuses);
  among(query, 'lastFailureCode', filter.failureCodes);
  among(query, 'trigger', filter.triggers);
  between(query, 'lastStatusCode', filter.statusCode);
  between(query, 'attemptCount', filter.attemptCount);
  during(query, 'createdAt', filter.created);
  if (filter.resourceIds?.length) amongAny(query, { eventId: await findEventIdsOfResources(store, scope.accountId, filter.resourceIds) });
  const search = filter.search?.trim();
  return search ? searched(store, scope, query, search) : query;
}

async function searched(
  store: Pick<Store, 'reader'>, scope: Scope, query: SelectQueryBuilder<Delivery>, search: string,
): Promise<SelectQueryBuilder<Delivery>> {
  if (isId('dlv', search)) return among(query, 'id', [search]);
  if (isId('evt', search)) return among(query, 'eventId', [search]);
  if (isId('att', search)) return amongAny(query, { id: await deliveryIdsOfAttempt(store, search) });
  return amongAny(query, await webhooksAndEvents(store, scope, search));
}

/** What a text that is no id of a delivery may mean; looked up first, so that the long table is only asked for ids it has an index on. */
export async function webhooksAndEvents(store: Pick<Store, 'reader'>, scope: Scope, search: string): Promise<{ webhookId: string[]; eventId: string[] }> {
  const [webhookId, eventId] = await Promise.all([
    isId('wh', search) ? [search] : webhookIdsMentioning(store, scope, search),
    findEventIdsOfResources(store, scope.accountId, [search]),
  ]);
  return { webhookId, eventId };
}

/** Deleted webhooks are found too: their deliveries are still listed. */
async function webhookIdsMentioning({ reader }: Pick<Store, 'reader'>, scope: Scope, text: string): Promise<string[]> {
  const query = reader.createQueryBuilder(Webhook, 'webhook').select('webhook.id', 'id');
  const rows = await mentioning(within(query, scope), ['name', 'url'], text).limit(MAX_WEBHOOKS_OF_SEARCH).getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}

async function deliveryIdsOfAttempt({ reader }: Pick<Store, 'reader'>, attemptId: string): Promise<string[]> {
  const attempt = await reader.findOne(DeliveryAttempt, { select: { id: true, deliveryId: true }, where: { id: attemptId } });
  return attempt ? [attempt.deliveryId] : [];
}

/** Ids of the deliveries of events. */
export async function deliveryIdsOfEvents({ reader }: Pick<Store, 'reader'>, eventIds: readonly string[]): Promise<string[]> {
  if (eventIds.length === 0) return [];
  const rows = await reader.find(Delivery, { select: { id: true }, where: { eventId: In([...eventIds]) } });
  return rows.map(({ id }) => id);
}

export function findDeliveries({ reader }: Pick<Store, 'reader'>, scope: Scope, ids: readonly string[]): Promise<Delivery[]> {
  return reader.findBy(Delivery, { id: In([...ids]), accountId: scope.accountId, environment: In([...scope.environments]) });
}

/** The delivery that an event or a test made of itself to a webhook; replays come later. */
export function findFirstDelivery({ reader }: Pick<Store, 'reader'>, { eventId, webhookId }: { eventId: string; webhookId: string }): Promise<Delivery | null> {
  return reader.findOneBy(Delivery, { eventId, webhookId, trigger: Not('REPLAY') });
}
