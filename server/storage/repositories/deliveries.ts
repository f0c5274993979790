import { In, Not, type SelectQueryBuilder } from 'typeorm';
import { ENVIRONMENTS } from '../../domain/environments.ts';
import { isId } from '../../domain/ids.ts';
import type { DeliveryFilter } from '../delivery-filter.ts';
import { DeliveryAttempt } from '../entities/delivery-attempt.ts';
import { Delivery } from '../entities/delivery.ts';
import { Webhook } from '../entities/webhook.ts';
import { FEWER_WINDOWS, type Haystack, type Listed } from '../haystack.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { among, amongAny, asksMoreThan, between, during, idsDuring, isHeldToSome, matchingCode, mentioning, within, type Scope } from './conditions.ts';
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

/** Deliveries of one webhook or event, whatever a filter asks. */
export type DeliveryParent = { webhookId: string } | { eventId: string };

/** What indexes lead to. */
const INDEXED = ['webhookIds', 'created', 'search', 'resourceIds', 'environments'] as const satisfies readonly (keyof DeliveryFilter)[];

/** Deliveries to be paged or counted. */
export async function listedDeliveries(store: Pick<Store, 'reader'>, scope: Scope, filter: DeliveryFilter, parent: DeliveryParent | null = null): Promise<Listed<Delivery>> {
  const found = await idsFound(store, scope, filter);
  const webhookIds = [...parent && 'webhookId' in parent ? [parent.webhookId] : [], ...filter.webhookIds ?? []];
  const isLedTo = areFew(found) || (parent !== null && 'eventId' in parent);
  const query = matching(store, scope, filter.webhookIds?.length ? filter : { ...filter, webhookIds }, { found, isLedTo });
  if (parent) query.andWhere(parent);
  const isSieved = found.length > 0 || webhookIds.length > 1 || asksMoreThan(filter, INDEXED) || isHeldToSome(scope, filter.environments);
  return { query, span: idsDuring('dlv', filter.created), hay: isSieved && !isLedTo ? hayOf(store, scope, webhookIds) : null };
}

/** Deliveries that match. */
export async function deliveriesOf(store: Pick<Store, 'reader'>, scope: Scope, filter: DeliveryFilter = {}): Promise<SelectQueryBuilder<Delivery>> {
  const found = await idsFound(store, scope, filter);
  return matching(store, scope, filter, { found, isLedTo: areFew(found) });
}

function matching(
  { reader }: Pick<Store, 'reader'>, scope: Scope, filter: DeliveryFilter, { found, isLedTo }: { found: readonly FoundIds[]; isLedTo: boolean },
): SelectQueryBuilder<Delivery> {
  const query = reader.createQueryBuilder(Delivery, 'delivery');
  within(query, scope, { asked: filter.environments, isChecked: isLedTo || filter.webhookIds?.length === 1 });
  among(query, 'webhookId', filter.webhookIds);
  matchingCode(query, 'eventCode', filter.eventTypes);
  among(query, 'status', filter.statuses);
  among(query, 'lastFailureCode', filter.failureCodes);
  among(query, 'trigger', filter.triggers);
  between(query, 'lastStatusCode', filter.statusCode);
  between(query, 'attemptCount', filter.attemptCount);
  during(query, 'createdAt', filter.created);
  for (const ids of found) amongAny(query, ids);
  return query;
}

/** All of an account or of one webhook, whichever are fewer. */
function hayOf({ reader }: Pick<Store, 'reader'>, { accountId }: Scope, webhookIds: readonly string[]): Haystack<Delivery> {
  const isOfOne = webhookIds.length === 1;
  const query = within(reader.createQueryBuilder(Delivery, 'delivery'), { accountId, environments: ENVIRONMENTS }, { isChecked: isOfOne });
  return isOfOne
    ? { query: among(query, 'webhookId', webhookIds), order: deliveryOrder('DESC'), index: 'ix_delivery_webhook', windows: FEWER_WINDOWS }
    : { query, order: deliveryOrder('DESC'), index: null };
}

/** Any of these ids, by column. */
type FoundIds = Readonly<Partial<Record<'id' | 'eventId' | 'webhookId', readonly string[]>>>;

/** Whether ids lead to the deliveries: a webhook has too many. */
const areFew = (found: readonly FoundIds[]) => found.some(({ webhookId = [] }) => webhookId.length === 0);

/** What a search and resources stand for; looked up first, so that the long table is asked for ids. */
async function idsFound(store: Pick<Store, 'reader'>, scope: Scope, { resourceIds, search }: DeliveryFilter): Promise<FoundIds[]> {
  const words = search?.trim();
  const resources = resourceIds?.length ? [{ eventId: await findEventIdsOfResources(store, scope.accountId, resourceIds) }] : [];
  return words ? [...resources, await idsSearched(store, scope, words)] : resources;
}

async function idsSearched(store: Pick<Store, 'reader'>, scope: Scope, search: string): Promise<FoundIds> {
  if (isId('dlv', search)) return { id: [search] };
  if (isId('evt', search)) return { eventId: [search] };
  if (isId('att', search)) return { id: await deliveryIdsOfAttempt(store, search) };
  return webhooksAndEvents(store, scope, search);
}

/** What a text that is no id of a delivery may mean. */
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
