import { In, type SelectQueryBuilder } from 'typeorm';
import { isId } from '../../domain/ids.ts';
import type { AttemptFilter } from '../attempt-filter.ts';
import { AttemptContent, DeliveryAttempt } from '../entities/delivery-attempt.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { among, amongAny, between, during, matchingCode, within, type Scope } from './conditions.ts';
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

/** Attempts to be paged or counted. */
export async function attemptsOf(store: Pick<Store, 'reader'>, scope: Scope, filter: AttemptFilter = {}): Promise<SelectQueryBuilder<DeliveryAttempt>> {
  const query = store.reader.createQueryBuilder(DeliveryAttempt, 'attempt');
  within(query, scope, filter.environments);
  among(query, 'webhookId', filter.webhookIds);
  among(query, 'deliveryId', filter.deliveryIds);
  matchingCode(query, 'eventCode', filter.eventTypes);
  among(query, 'status', filter.statuses);
  among(query, 'failureCode', filter.failureCodes);
  among(query, 'kind', filter.kinds);
  between(query, 'statusCode', filter.statusCode);
  between(query, 'durationMs', filter.durationMs);
  during(query, 'startedAt', filter.started);
  const search = filter.search?.trim();
  return search ? searched(store, scope, query, search) : query;
}

async function searched(
  store: Pick<Store, 'reader'>, scope: Scope, query: SelectQueryBuilder<DeliveryAttempt>, search: string,
): Promise<SelectQueryBuilder<DeliveryAttempt>> {
  if (isId('att', search)) return among(query, 'id', [search]);
  if (isId('dlv', search)) return among(query, 'deliveryId', [search]);
  if (isId('evt', search)) return amongAny(query, { deliveryId: await deliveryIdsOfEvents(store, [search]) });
  const { webhookId, eventId } = await webhooksAndEvents(store, scope, search);
  return amongAny(query, { webhookId, deliveryId: await deliveryIdsOfEvents(store, eventId) });
}

export function findAttempts({ reader }: Pick<Store, 'reader'>, scope: Scope, ids: readonly string[]): Promise<DeliveryAttempt[]> {
  return reader.findBy(DeliveryAttempt, { id: In([...ids]), accountId: scope.accountId, environment: In([...scope.environments]) });
}

export function findAttemptContents({ reader }: Pick<Store, 'reader'>, attemptIds: readonly string[]): Promise<AttemptContent[]> {
  return reader.findBy(AttemptContent, { attemptId: In([...attemptIds]) });
}
