import { In, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { DeliveryStatus } from '../domain/delivery.ts';
import type { BulkKind } from '../domain/bulk-operation.ts';
import type { BulkOperation, BulkPlan, BulkSelection, WebhookSpan } from './entities/bulk-operation.ts';
import { DeliveryAttempt } from './entities/delivery-attempt.ts';
import { Delivery } from './entities/delivery.ts';
import { WebhookEvent } from './entities/webhook-event.ts';
import { Webhook } from './entities/webhook.ts';
import { attemptsOf } from './repositories/attempts.ts';
import { during, nothing, type Scope } from './repositories/conditions.ts';
import { deliveriesOf } from './repositories/deliveries.ts';
import { eventsOf } from './repositories/events.ts';

/** One item of an operation. */
export interface BulkTarget {
  /** Of the delivery, or of the event that was missed. */
  sourceId: string;
  eventId: string;
  webhookId: string;
  /** Null where the webhook never had one, or it is gone. */
  delivery: Delivery | null;
}

type Reader = { reader: EntityManager };
type TargetsQuery = SelectQueryBuilder<Delivery> | SelectQueryBuilder<WebhookEvent> | SelectQueryBuilder<DeliveryAttempt>;
/** What is to be found. */
export type Asked = Pick<BulkPlan, 'selection' | 'onlyUnsuccessful'> & { kind: BulkKind };

type DeliverySelection = Exclude<BulkSelection, { kind: 'missedSince' | 'attempts' }>;

const UNSUCCESSFUL: readonly DeliveryStatus[] = ['FAILED', 'SKIPPED'];
const UNFINISHED: readonly DeliveryStatus[] = ['PENDING', 'IN_PROGRESS', 'RETRYING'];

/** Deliveries, events that were missed, or attempts. May match any number, and few among many: see `bulk-windows.ts`. */
export function targetsQuery(store: Reader, scope: Scope, asked: Asked): Promise<TargetsQuery> {
  const { selection } = asked;
  if (selection.kind === 'attempts') return attemptsOf(store, scope, selection.filter);
  return selection.kind === 'missedSince' ? missedEvents(store, scope, selection) : deliveriesToHandle(store, scope, { ...asked, selection });
}

async function deliveriesToHandle(store: Reader, scope: Scope, { kind, selection, onlyUnsuccessful }: Asked & { selection: DeliverySelection }): Promise<SelectQueryBuilder<Delivery>> {
  const query = await selectedDeliveries(store, scope, selection);
  // What is named is looked at one by one, so that the report can tell why something was left alone.
  if (selection.kind === 'ids') return query;
  if (kind === 'CANCEL') query.andWhere('delivery.status IN (:...bulkStatuses)', { bulkStatuses: UNFINISHED });
  else if (onlyUnsuccessful) query.andWhere('delivery.status IN (:...bulkStatuses)', { bulkStatuses: UNSUCCESSFUL });
  return query;
}

async function selectedDeliveries(store: Reader, scope: Scope, selection: DeliverySelection): Promise<SelectQueryBuilder<Delivery>> {
  if (selection.kind === 'filter') return deliveriesOf(store, scope, selection.filter);
  if (selection.kind === 'ids') return (await deliveriesOf(store, scope)).andWhere({ id: In([...selection.ids]) });
  const query = await deliveriesOf(store, scope, { webhookIds: [selection.webhookId], statuses: ['FAILED'] });
  return during(query, 'completedAt', { from: selection.since, to: selection.until });
}

/** Events that a webhook would have had by its present selection, and never had sent: those it has no delivery of but a SKIPPED one. */
async function missedEvents({ reader }: Reader, scope: Scope, { webhookId, since, until }: WebhookSpan): Promise<SelectQueryBuilder<WebhookEvent>> {
  const webhook = await reader.findOneBy(Webhook, { id: webhookId, accountId: scope.accountId });
  if (!webhook) return nothing(eventsOf({ reader }, scope));
  const query = eventsOf({ reader }, scope, { environments: [webhook.environment], types: webhook.eventPatterns, isTest: false });
  during(query, 'publishedAt', { from: since, to: until });
  return query.andWhere(`NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.eventId = event.id AND delivery.webhookId = :missedBy
    AND delivery.status <> 'SKIPPED')`, { missedBy: webhookId });
}

/** Those to be handled by an operation. Never what it has made itself, whatever the clocks of several machines say. */
export async function remainingTargets(store: Reader, { id, accountId, environments, kind, plan }: BulkOperation) {
  const query = await targetsQuery(store, { accountId, environments }, { ...plan, kind });
  if (plan.selection.kind === 'missedSince' || plan.selection.kind === 'attempts') return query;
  return query.andWhere('NOT EXISTS (SELECT 1 FROM replay WHERE replay.deliveryId = delivery.id AND replay.operationId = :bulkOwn)', { bulkOwn: id });
}

/** What was found before, in order of its ids, as it is now: it may have gone on meanwhile, and match no more. */
export async function targetsAmong(tx: EntityManager, operation: BulkOperation, sourceIds: readonly string[]): Promise<BulkTarget[]> {
  const { selection } = operation.plan;
  if (sourceIds.length === 0) return [];
  if (selection.kind === 'ids') return namedTargets(tx, operation, sourceIds);
  const query = await remainingTargets({ reader: tx }, withoutLookUps(operation));
  const rows = await query.andWhere(`${query.alias}.id IN (:...found)`, { found: sourceIds }).orderBy(`${query.alias}.id`, 'ASC').getMany();
  if (selection.kind !== 'missedSince') return (rows as Delivery[]).map(asTarget);
  return missedTargets(tx, rows as WebhookEvent[], selection.webhookId);
}

/** Only what changes in a delivery needs to be asked for again; names and resources are looked for before the transaction. */
function withoutLookUps(operation: BulkOperation): BulkOperation {
  const { selection } = operation.plan;
  if (selection.kind !== 'filter') return operation;
  const { statuses, statusCode, failureCodes, attemptCount } = selection.filter;
  return { ...operation, plan: { ...operation.plan, selection: { kind: 'filter', filter: { statuses, statusCode, failureCodes, attemptCount } } } };
}

/** One whose delivery is gone is an item all the same. */
async function namedTargets(tx: EntityManager, { accountId }: BulkOperation, ids: readonly string[]): Promise<BulkTarget[]> {
  const found = new Map((await tx.findBy(Delivery, { id: In([...ids]), accountId })).map((row) => [row.id, row]));
  return ids.map((sourceId) => {
    const delivery = found.get(sourceId);
    return delivery ? asTarget(delivery) : { sourceId, eventId: '', webhookId: '', delivery: null };
  });
}

const asTarget = (delivery: Delivery): BulkTarget => ({ sourceId: delivery.id, eventId: delivery.eventId, webhookId: delivery.webhookId, delivery });

async function missedTargets(tx: EntityManager, events: readonly WebhookEvent[], webhookId: string): Promise<BulkTarget[]> {
  const skipped = await tx.findBy(Delivery, { eventId: In(events.map(({ id }) => id)), webhookId });
  const byEvent = new Map(skipped.map((delivery) => [delivery.eventId, delivery]));
  return events.map(({ id }) => ({ sourceId: id, eventId: id, webhookId, delivery: byEvent.get(id) ?? null }));
}

/** Id of the newest delivery, event or attempt of an account: what a new operation goes up to. */
export async function newestId({ reader }: Reader, accountId: string, { kind }: BulkSelection): Promise<string> {
  const table = kind === 'missedSince' ? WebhookEvent : kind === 'attempts' ? DeliveryAttempt : Delivery;
  const newest = await reader.createQueryBuilder(table, 'item').select('MAX(item.id)', 'id')
    .where('item.accountId = :accountId', { accountId }).getRawOne<{ id: string | null }>();
  return newest?.id ?? '';
}
