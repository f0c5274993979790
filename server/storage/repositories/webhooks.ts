import { In, IsNull, MoreThan, Or, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { isEventTypeCode } from '../../domain/event-type.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { Webhook } from '../entities/webhook.ts';
import { containing, type PageOrder } from '../pages.ts';
import { SUCCEEDED } from '../stat-rows.ts';
import type { Store } from '../store.ts';
import { among, amongAny, anyOf, mentioning, within, type Scope } from './conditions.ts';
import { sumSuccesses } from './stat-series.ts';

export interface WebhookFilter {
  /** Part of the name or URL. */
  search?: string | null;
  environments?: readonly EnvironmentKey[] | null;
  statuses?: readonly Webhook['status'][] | null;
  /** None of them lets nothing through. */
  ids?: readonly string[] | null;
  /** Codes; receives any of them. */
  eventTypes?: readonly string[] | null;
  /** Besides those that are not deleted, those that were deleted after this moment. */
  deletedSince?: number | null;
}

const byId = { sql: 'webhook.id', valueOf: (row: Webhook) => row.id };

/** An account has a few thousand webhooks at most, so these orders may sort. */
const KEYS = {
  NAME: { sql: 'LOWER(webhook.name)', valueOf: (row: Webhook) => row.name, through: (parameter: string) => `LOWER(${parameter})` },
  CREATED_AT: { sql: 'webhook.createdAt', valueOf: (row: Webhook) => row.createdAt },
  UPDATED_AT: { sql: 'webhook.updatedAt', valueOf: (row: Webhook) => row.updatedAt },
} as const;

export function webhookOrder(field: keyof typeof KEYS, direction: 'ASC' | 'DESC'): PageOrder<Webhook> {
  return { name: `webhooks by ${field}`, direction, keys: [KEYS[field], byId] };
}

/** So that a rate is a whole number, which every database and JavaScript compare alike. */
const MILLIONTHS = 1_000_000;
const WITHOUT_RATE = 2 * MILLIONTHS;

/** By the share of succeeded attempts since the start of an hour; webhooks without attempts come after the best. */
export async function successRateOrder(store: Pick<Store, 'reader'>, scope: Scope, { direction, sinceHour }: { direction: 'ASC' | 'DESC'; sinceHour: number }): Promise<PageOrder<Webhook>> {
  const rates = await sumSuccesses(store, await webhookIdsOf(store, scope, { deletedSince: 0 }), sinceHour);
  const parts = `SUM(CASE WHEN stat.result = '${SUCCEEDED}' THEN stat.count ELSE 0 END) * ${MILLIONTHS}`;
  const rate = `SELECT (${parts} - (${parts}) % SUM(stat.count)) / SUM(stat.count) FROM attempt_stat stat
    WHERE stat.subject = webhook.id AND stat.width = ${HOUR_MS} AND stat.start >= ${sinceHour}`;
  const valueOf = ({ id }: Webhook) => {
    const sums = rates.get(id);
    return sums ? Math.floor((sums.succeeded * MILLIONTHS) / sums.attempts) : WITHOUT_RATE;
  };
  return { name: 'webhooks by SUCCESS_RATE', direction, keys: [{ sql: `COALESCE((${rate}), ${WITHOUT_RATE})`, valueOf }, byId] };
}

export async function webhookIdsOf(store: Pick<Store, 'reader'>, scope: Scope, filter: WebhookFilter): Promise<string[]> {
  const rows = await webhooksOf(store, scope, filter).select('webhook.id', 'id').getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}

/** Webhooks to be paged or counted; not those that are deleted, unless asked for. */
export function webhooksOf({ reader }: Pick<Store, 'reader'>, scope: Scope, filter: WebhookFilter = {}): SelectQueryBuilder<Webhook> {
  const query = reader.createQueryBuilder(Webhook, 'webhook').where('webhook.deletedAt IS NULL');
  if (filter.deletedSince != null) query.where('(webhook.deletedAt IS NULL OR webhook.deletedAt > :deletedSince)', { deletedSince: filter.deletedSince });
  within(query, scope, { asked: filter.environments });
  among(query, 'status', filter.statuses);
  if (filter.ids) amongAny(query, { id: filter.ids });
  mentioning(query, ['name', 'url'], filter.search);
  return subscribedTo(query, filter.eventTypes);
}

/** `eventPatterns` is a JSON list of texts, so a pattern in it is found with its quotes. */
function subscribedTo(query: SelectQueryBuilder<Webhook>, codes?: readonly string[] | null): SelectQueryBuilder<Webhook> {
  if (!codes?.length) return query;
  const patterns = [...new Set(codes.flatMap(patternsFor))];
  const sql = patterns.map((_, index) => `webhook.eventPatterns LIKE :subscribed${index} ESCAPE '!'`);
  return query.andWhere(anyOf(sql), Object.fromEntries(patterns.map((pattern, index) => [`subscribed${index}`, containing(JSON.stringify(pattern))])));
}

/** Every pattern that covers a code: itself, `license.*`, `*`; of what is no code, however many dots it has, only the last. */
function patternsFor(code: string): string[] {
  if (!isEventTypeCode(code)) return ['*'];
  const parts = code.split('.');
  return [code, ...parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`), '*'];
}

/** Webhooks that are not deleted, or that were deleted after `deletedSince` (ms since the epoch). */
export function findWebhooks({ reader }: Pick<Store, 'reader'>, scope: Scope, ids: readonly string[], deletedSince?: number): Promise<Webhook[]> {
  const deletedAt = deletedSince === undefined ? IsNull() : Or(IsNull(), MoreThan(deletedSince));
  return reader.findBy(Webhook, { id: In([...ids]), accountId: scope.accountId, environment: In([...scope.environments]), deletedAt });
}

/** A webhook, deleted or not. */
export function findWebhookEver({ reader }: Pick<Store, 'reader'>, scope: Scope, id: string): Promise<Webhook | null> {
  return reader.findOneBy(Webhook, { id, accountId: scope.accountId, environment: In([...scope.environments]) });
}

/** Webhooks, deleted or not. */
export function findWebhooksEver({ reader }: Pick<Store, 'reader'>, { accountId, environments }: Scope, ids: readonly string[]): Promise<Webhook[]> {
  return reader.findBy(Webhook, { id: In([...ids]), accountId, environment: In([...environments]) });
}

/** A webhook for a change in this transaction; null when the caller may not see it. */
export function lockWebhook(tx: EntityManager, { accountId, environments }: Scope, id: string): Promise<Webhook | null> {
  const query = tx.createQueryBuilder(Webhook, 'webhook')
    .where({ id, accountId, environment: In([...environments]), deletedAt: IsNull() });
  return (tx.connection.options.type === 'better-sqlite3' ? query : query.setLock('pessimistic_write')).getOne();
}

/** One that was deleted after `deletedSince` (ms since the epoch), to be restored in this transaction. */
export function lockDeletedWebhook(
  tx: EntityManager, { accountId, environments }: Scope, { id, deletedSince }: { id: string; deletedSince: number },
): Promise<Webhook | null> {
  const query = tx.createQueryBuilder(Webhook, 'webhook')
    .where({ id, accountId, environment: In([...environments]), deletedAt: MoreThan(deletedSince) });
  return (tx.connection.options.type === 'better-sqlite3' ? query : query.setLock('pessimistic_write')).getOne();
}

export function countWebhooks(tx: EntityManager, { accountId, environment }: Pick<Webhook, 'accountId' | 'environment'>): Promise<number> {
  return tx.countBy(Webhook, { accountId, environment, deletedAt: IsNull() });
}

/** Webhooks per status under the other conditions of the filter. */
export async function countByStatus(store: Pick<Store, 'reader'>, scope: Scope, filter: WebhookFilter): Promise<Map<Webhook['status'], number>> {
  const rows = await webhooksOf(store, scope, { ...filter, statuses: null })
    .select('webhook.status', 'status').addSelect('COUNT(*)', 'count')
    .groupBy('webhook.status')
    .getRawMany<{ status: Webhook['status']; count: number | string }>();
  return new Map(rows.map(({ status, count }) => [status, Number(count)]));
}

export async function countByEnvironment(store: Pick<Store, 'reader'>, scope: Scope): Promise<Map<EnvironmentKey, number>> {
  const rows = await webhooksOf(store, scope)
    .select('webhook.environment', 'environment').addSelect('COUNT(*)', 'count')
    .groupBy('webhook.environment')
    .getRawMany<{ environment: EnvironmentKey; count: number | string }>();
  return new Map(rows.map(({ environment, count }) => [environment, Number(count)]));
}
