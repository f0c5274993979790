import type { EntityManager } from 'typeorm';
import { groupBy } from '../domain/group-by.ts';
import type { Delivery} from './entities/delivery.ts';
import { UNLEASED } from './entities/delivery.ts';
import type { WebhookEvent } from './entities/webhook-event.ts';
import { takePlaces } from './place-rows.ts';
import { changeIn, insertRows, selectIn } from './rows.ts';
import { wakeQueues } from './webhook-rows.ts';

const EVENT_COLUMNS = [
  'id', 'accountId', 'environment', 'code', 'schemaVersion', 'resourceId', 'occurredAt', 'publishedAt', 'body', 'isTest',
  'idempotencyKey', 'contentHash', 'traceparent', 'publishedBy',
] as const satisfies readonly (keyof WebhookEvent)[];

/** Of a new delivery: what tells of its last attempt is null. */
const DELIVERY_COLUMNS = [
  'id', 'accountId', 'eventId', 'webhookId', 'webhookName', 'url', 'environment', 'eventCode', 'status', 'trigger', 'triggeredBy',
  'attemptCount', 'policyStep', 'nextAttemptAt', 'isManualRequested', 'leaseOwner', 'dueAt', 'skipReason', 'createdAt', 'completedAt', 'revision',
] as const satisfies readonly (keyof Delivery)[];

const NO_LINES: ReadonlySet<string> = new Set();

export async function insertEvents(tx: EntityManager, events: readonly WebhookEvent[]): Promise<void> {
  await insertRows(tx, 'webhook_event', EVENT_COLUMNS, events.map((event) => EVENT_COLUMNS.map((name) => event[name])));
}

/**
 * Inserts new deliveries, gives them their places in ordered lines, and makes the queues known in which some wait: these first, see
 * lockQueue. Whoever holds the webhooks and knows that none of them has a line, spares asking for it.
 */
export async function insertDeliveries(tx: EntityManager, deliveries: readonly Delivery[], { hasOrder = true } = {}): Promise<void> {
  const ordered = hasOrder ? await takePlaces(tx, deliveries) : NO_LINES;
  const waiting = deliveries.filter(({ leaseOwner, webhookId }) => leaseOwner === UNLEASED && !ordered.has(webhookId));
  for (const [dueAt, group] of groupBy(waiting, (delivery) => delivery.dueAt)) {
    if (dueAt !== null) await wakeQueues(tx, group.map(({ webhookId }) => webhookId), dueAt);
  }
  await insertRows(tx, 'delivery', DELIVERY_COLUMNS, deliveries.map((delivery) => DELIVERY_COLUMNS.map((name) => delivery[name])));
}

/** Events that used these keys already. */
export async function eventsWithKeys(tx: EntityManager, accountId: string, keys: readonly string[]): Promise<WebhookEvent[]> {
  return (await selectIn<WebhookEvent & { isTest: boolean | number }>(
    tx, 'SELECT * FROM webhook_event WHERE idempotencyKey', keys, 'AND accountId = ?', [accountId],
  )).map((row) => ({ ...row, isTest: Boolean(row.isTest) }));
}

/** Lets keys be used again whose time is over. */
export async function releaseKeys(tx: EntityManager, eventIds: readonly string[]): Promise<void> {
  await changeIn(tx, 'UPDATE webhook_event SET idempotencyKey = NULL WHERE id', [], eventIds);
}

/** Deliveries each of these events has, without those skipped when it was published and without replays, whatever came of them. */
export async function countDeliveries(tx: EntityManager, eventIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await selectIn<{ eventId: string; count: number }>(
    tx, 'SELECT eventId, COUNT(*) AS count FROM delivery WHERE eventId', eventIds, "AND skipReason IS NULL AND `trigger` <> 'REPLAY' GROUP BY eventId",
  );
  return new Map(rows.map((row) => [row.eventId, Number(row.count)]));
}
