import { In, type SelectQueryBuilder } from 'typeorm';
import type { AttemptKind, AttemptStatus } from '../../domain/delivery.ts';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { isId } from '../../domain/ids.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import { AttemptContent, DeliveryAttempt } from '../entities/delivery-attempt.ts';
import type { PageOrder } from '../pages.ts';
import type { Store } from '../store.ts';
import { among, amongAny, between, during, matchingCode, within, type NumberSpan, type Scope, type TimeSpan } from './conditions.ts';
import { deliveryIdsOfEvents, webhooksAndEvents } from './deliveries.ts';

export interface AttemptFilter {
  /** Part of the webhook's name or URL, or an exact id of an attempt, delivery, event, webhook or resource. */
  search?: string | null;
  webhookIds?: readonly string[] | null;
  deliveryIds?: readonly string[] | null;
  environments?: readonly EnvironmentKey[] | null;
  eventTypes?: readonly string[] | null;
  statuses?: readonly AttemptStatus[] | null;
  statusCode?: NumberSpan | null;
  failureCodes?: readonly FailureCode[] | null;
  kinds?: readonly AttemptKind[] | null;
  durationMs?: NumberSpan | null;
  started?: TimeSpan | null;
}

/** Ids are made when a request starts, so they are in starting order, and the index on them serves the whole list. */
export function attemptOrder(direction: 'ASC' | 'DESC'): PageOrder<DeliveryAttempt> {
  return { name: 'attempts by STARTED_AT', direction, keys: [{ sql: 'attempt.id', valueOf: (row) => row.id }] };
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
