import { In, type SelectQueryBuilder } from 'typeorm';
import { ENVIRONMENTS } from '../../domain/environments.ts';
import { isId } from '../../domain/ids.ts';
import type { AttemptFilter } from '../attempt-filter.ts';
import { AttemptContent, DeliveryAttempt } from '../entities/delivery-attempt.ts';
import type { Haystack, Listed } from '../haystack.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { among, amongAny, asksMoreThan, between, during, idsDuring, isHeldToSome, matchingCode, within, type Scope } from './conditions.ts';
import { deliveryIdsOfEvents, webhooksAndEvents } from './deliveries.ts';

const byId = { sql: 'attempt.id', valueOf: (row: DeliveryAttempt) => row.id };

const KEYS = {
  STARTED_AT: [byId],
  DURATION: [{ sql: 'attempt.durationMs', valueOf: (row: DeliveryAttempt) => row.durationMs }, byId],
  /** What got no response is smaller than everything that did. */
  STATUS_CODE: [{ sql: 'COALESCE(attempt.statusCode, -1)', valueOf: (row: DeliveryAttempt) => row.statusCode ?? -1 }, byId],
} as const;

/** Ids are made when a request starts, so they are in starting order, and the index on them serves the whole list. The other orders have none. */
export function attemptOrder(direction: 'ASC' | 'DESC', field: keyof typeof KEYS = 'STARTED_AT'): PageOrder<DeliveryAttempt> {
  return { name: `attempts by ${field}`, direction, keys: KEYS[field], isSorted: field !== 'STARTED_AT' };
}

/** What indexes lead to. */
const INDEXED = ['webhookIds', 'deliveryIds', 'started', 'search', 'environments'] as const satisfies readonly (keyof AttemptFilter)[];

/** Attempts to be paged or counted. */
export async function listedAttempts(store: Pick<Store, 'reader'>, scope: Scope, filter: AttemptFilter): Promise<Listed<DeliveryAttempt>> {
  const found = await idsFound(store, scope, filter);
  const webhookIds = filter.webhookIds ?? [];
  const isLedTo = areFew(filter, found);
  const query = matching(store, scope, filter, { found, isLedTo });
  const isSieved = found !== null || webhookIds.length > 1 || asksMoreThan(filter, INDEXED) || isHeldToSome(scope, filter.environments);
  return { query, span: idsDuring('att', filter.started), hay: isSieved && !isLedTo ? hayOf(store, scope, webhookIds) : null };
}

/** Attempts that match. */
export async function attemptsOf(store: Pick<Store, 'reader'>, scope: Scope, filter: AttemptFilter = {}): Promise<SelectQueryBuilder<DeliveryAttempt>> {
  const found = await idsFound(store, scope, filter);
  return matching(store, scope, filter, { found, isLedTo: areFew(filter, found) });
}

function matching(
  { reader }: Pick<Store, 'reader'>, scope: Scope, filter: AttemptFilter, { found, isLedTo }: { found: FoundIds | null; isLedTo: boolean },
): SelectQueryBuilder<DeliveryAttempt> {
  const query = reader.createQueryBuilder(DeliveryAttempt, 'attempt');
  within(query, scope, { asked: filter.environments, isChecked: isLedTo || filter.webhookIds?.length === 1 });
  among(query, 'webhookId', filter.webhookIds);
  among(query, 'deliveryId', filter.deliveryIds);
  matchingCode(query, 'eventCode', filter.eventTypes);
  among(query, 'status', filter.statuses);
  among(query, 'failureCode', filter.failureCodes);
  among(query, 'kind', filter.kinds);
  between(query, 'statusCode', filter.statusCode);
  between(query, 'durationMs', filter.durationMs);
  during(query, 'startedAt', filter.started);
  return found ? amongAny(query, found) : query;
}

/** All of an account or of one webhook, whichever are fewer. */
function hayOf({ reader }: Pick<Store, 'reader'>, { accountId }: Scope, webhookIds: readonly string[]): Haystack<DeliveryAttempt> {
  const isOfOne = webhookIds.length === 1;
  const query = within(reader.createQueryBuilder(DeliveryAttempt, 'attempt'), { accountId, environments: ENVIRONMENTS }, { isChecked: isOfOne });
  return isOfOne
    ? { query: among(query, 'webhookId', webhookIds), order: attemptOrder('DESC'), index: 'ix_delivery_attempt_webhook' }
    : { query, order: attemptOrder('DESC'), index: null };
}

/** Whether ids lead to the attempts: a webhook has too many. */
const areFew = ({ deliveryIds }: AttemptFilter, found: FoundIds | null) => Boolean(deliveryIds?.length) || (found !== null && !found.webhookId?.length);

/** Any of these ids, by column. */
type FoundIds = Readonly<Partial<Record<'id' | 'deliveryId' | 'webhookId', readonly string[]>>>;

/** What a search stands for; looked up first, so that the long table is asked for ids. */
async function idsFound(store: Pick<Store, 'reader'>, scope: Scope, filter: AttemptFilter): Promise<FoundIds | null> {
  const search = filter.search?.trim();
  if (!search) return null;
  if (isId('att', search)) return { id: [search] };
  if (isId('dlv', search)) return { deliveryId: [search] };
  if (isId('evt', search)) return { deliveryId: await deliveryIdsOfEvents(store, [search]) };
  const { webhookId, eventId } = await webhooksAndEvents(store, scope, search);
  return { webhookId, deliveryId: await deliveryIdsOfEvents(store, eventId) };
}

export function findAttempts({ reader }: Pick<Store, 'reader'>, scope: Scope, ids: readonly string[]): Promise<DeliveryAttempt[]> {
  return reader.findBy(DeliveryAttempt, { id: In([...ids]), accountId: scope.accountId, environment: In([...scope.environments]) });
}

export function findAttemptContents({ reader }: Pick<Store, 'reader'>, attemptIds: readonly string[]): Promise<AttemptContent[]> {
  return reader.findBy(AttemptContent, { attemptId: In([...attemptIds]) });
}
