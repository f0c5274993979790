import type { EntityManager } from 'typeorm';
import type { Settlement } from '../domain/delivery.ts';
import { formatHeaderLines } from '../domain/header-lines.ts';
import { bucketOf } from '../domain/percentile.ts';
import { HOUR_MS } from '../domain/time.ts';
import { DURATION_COLUMNS } from './entities/attempt-stat.ts';
import type { AttemptContent, DeliveryAttempt } from './entities/delivery-attempt.ts';
import { UNLEASED } from './entities/delivery.ts';
import { LaneLostError } from './lanes.ts';
import { change, dialectOfManager, insertRows, run, updateRows } from './rows.ts';
import type { Value } from './value.ts';
import { NOT_IN_REST, noteWebhookChange, thrice } from './webhook-rows.ts';

/** One ended attempt with all that it changes. Its place in the log is given when it is written. */
export interface AttemptRecord {
  attempt: DeliveryAttempt;
  content: AttemptContent;
  settlement: Settlement;
  revision: number;
}

const ATTEMPT_COLUMNS = [
  'id', 'lane', 'seq', 'accountId', 'deliveryId', 'eventId', 'webhookId', 'webhookName', 'url', 'environment', 'eventCode', 'resourceId',
  'trigger', 'number', 'kind', 'status', 'startedAt', 'completedAt', 'durationMs', 'statusCode', 'failureCode',
] as const satisfies readonly (keyof DeliveryAttempt)[];

const CONTENT_COLUMNS = [
  'attemptId', 'requestHeaders', 'requestBody', 'requestBodySize', 'signatures', 'responseReason', 'httpVersion', 'responseHeaders',
  'responseBody', 'responseBodySize', 'isResponseTruncated', 'failureMessage', 'failureDetail', 'timing', 'worker', 'remoteAddress',
] as const satisfies readonly (keyof AttemptContent)[];

const DELIVERY_COLUMNS = [
  'status', 'attemptCount', 'policyStep', 'nextAttemptAt', 'completedAt', 'isManualRequested', 'url', 'leaseOwner', 'dueAt',
  'lastAttemptId', 'lastAttemptAt', 'lastStatusCode', 'lastFailureCode', 'revision',
];

/**
 * Writes ended attempts: their rows, their deliveries' new states, the health and statistics of their webhooks.
 * The deliveries must be leased by `leaseOwner`; otherwise it throws LaneLostError and nothing is written.
 */
export async function writeOutcomes(tx: EntityManager, records: readonly AttemptRecord[], leaseOwner: string): Promise<void> {
  await insertRows(tx, 'delivery_attempt', ATTEMPT_COLUMNS, records.map(({ attempt }) => ATTEMPT_COLUMNS.map((name) => attempt[name])));
  await insertRows(tx, 'attempt_content', CONTENT_COLUMNS, records.map(({ content }) => contentRow(content)));
  await moveDeliveries(tx, records, leaseOwner);
  await noteHealth(tx, records);
  await countAttempts(tx, records);
  await switchOff(tx, records);
}

/** In the order of the columns, and as the column kinds of the entity store it. */
function contentRow(content: AttemptContent): Value[] {
  return [
    content.attemptId, formatHeaderLines(content.requestHeaders), content.requestBody, content.requestBodySize, JSON.stringify(content.signatures),
    content.responseReason, content.httpVersion, content.responseHeaders && formatHeaderLines(content.responseHeaders), content.responseBody,
    content.responseBodySize, content.isResponseTruncated, content.failureMessage,
    content.failureDetail && JSON.stringify(content.failureDetail), JSON.stringify(content.timing), content.worker, content.remoteAddress,
  ];
}

async function moveDeliveries(tx: EntityManager, records: readonly AttemptRecord[], leaseOwner: string): Promise<void> {
  const rows = records.map(({ attempt, settlement, revision }): Value[] => {
    const waits = settlement.nextAttemptAt !== null;
    return [
      attempt.deliveryId, settlement.status, attempt.number, settlement.policyStep, settlement.nextAttemptAt, settlement.completedAt, false,
      attempt.url, waits ? UNLEASED : null, settlement.nextAttemptAt, attempt.id, attempt.completedAt, attempt.statusCode,
      attempt.failureCode, revision + 1,
    ];
  });
  const moved = await updateRows(tx, {
    table: 'delivery', key: 'id', columns: DELIVERY_COLUMNS, rows, guard: 't.leaseOwner = ?', guardParameters: [leaseOwner],
  });
  if (moved !== rows.length) throw new LaneLostError();
}

interface WebhookNews {
  webhookId: string; failuresAtEnd: number; hasSuccess: boolean; lastSuccessAt: number | null; lastFailureAt: number | null;
  restsUntil: number | null; nextDueAt: number | null;
}

/** Locks are taken in the order of webhook ids, so that two processes cannot wait for each other. */
async function noteHealth(tx: EntityManager, records: readonly AttemptRecord[]): Promise<void> {
  const news = new Map<string, WebhookNews>();
  for (const record of records) gather(news, record);
  for (const each of [...news.values()].sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
    await run(tx, `UPDATE webhook_queue SET consecutiveFailures = ${each.hasSuccess ? '?' : 'consecutiveFailures + ?'},
      lastSuccessAt = COALESCE(?, lastSuccessAt), lastFailureAt = COALESCE(?, lastFailureAt), restsUntil = CASE WHEN ? > COALESCE(restsUntil, 0) THEN ? ELSE restsUntil END
      WHERE webhookId = ?`, [each.failuresAtEnd, each.lastSuccessAt, each.lastFailureAt, each.restsUntil, each.restsUntil, each.webhookId]);
    if (each.restsUntil !== null || each.nextDueAt !== null) await replan(tx, each);
  }
}

/** Puts the queue off while the receiver rests, or brings it forward to a retry that is due sooner. */
async function replan(tx: EntityManager, { webhookId, nextDueAt, restsUntil }: WebhookNews): Promise<void> {
  if (nextDueAt !== null) {
    await run(tx, `UPDATE webhook_queue SET nextDueAt = ${NOT_IN_REST} WHERE webhookId = ? AND (nextDueAt IS NULL OR nextDueAt > ?)`,
      [...thrice(nextDueAt), webhookId, nextDueAt]);
  }
  if (restsUntil !== null) {
    await run(tx, 'UPDATE webhook_queue SET nextDueAt = ? WHERE webhookId = ? AND nextDueAt > 0 AND nextDueAt < ?', [restsUntil, webhookId, restsUntil]);
  }
}

function gather(news: Map<string, WebhookNews>, { attempt, settlement }: AttemptRecord): void {
  let each = news.get(attempt.webhookId);
  if (!each) {
    each = {
      webhookId: attempt.webhookId, failuresAtEnd: 0, hasSuccess: false, lastSuccessAt: null, lastFailureAt: null, restsUntil: null, nextDueAt: null,
    };
    news.set(attempt.webhookId, each);
  }
  if (attempt.status === 'SUCCEEDED') Object.assign(each, { hasSuccess: true, failuresAtEnd: 0, lastSuccessAt: attempt.completedAt });
  else Object.assign(each, { failuresAtEnd: each.failuresAtEnd + 1, lastFailureAt: attempt.completedAt });
  each.restsUntil = later(each.restsUntil, settlement.webhookRestsUntil);
  each.nextDueAt = sooner(each.nextDueAt, settlement.nextAttemptAt);
}

const later = (a: number | null, b: number | null) => (a === null || b === null ? a ?? b : Math.max(a, b));
const sooner = (a: number | null, b: number | null) => (a === null || b === null ? a ?? b : Math.min(a, b));

async function countAttempts(tx: EntityManager, records: readonly AttemptRecord[]): Promise<void> {
  const rows = new Map<string, { key: Value[]; counts: number[] }>();
  for (const { attempt } of records) {
    const hour = Math.floor(attempt.startedAt / HOUR_MS) * HOUR_MS;
    const key = [attempt.webhookId, hour, attempt.failureCode ?? 'SUCCEEDED', attempt.statusCode ?? 0, attempt.accountId];
    const name = key.join(' ');
    let row = rows.get(name);
    if (!row) rows.set(name, row = { key, counts: DURATION_COLUMNS.map(() => 0) });
    row.counts[bucketOf(attempt.durationMs)]! += 1;
  }
  const ordered = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { key, counts }]) => [...key, sum(counts), ...counts]);
  await insertRows(tx, 'attempt_stat', STAT_COLUMNS, ordered, addToExisting(tx));
}

const STAT_COLUMNS = ['webhookId', 'hour', 'result', 'statusCode', 'accountId', 'count', ...DURATION_COLUMNS];
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function addToExisting(tx: EntityManager): string {
  const sums = ['count', ...DURATION_COLUMNS];
  return dialectOfManager(tx) === 'sqlite'
    ? `ON CONFLICT (webhookId, hour, result, statusCode) DO UPDATE SET ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`
    : `ON DUPLICATE KEY UPDATE ${sums.map((name) => `${name} = ${name} + VALUES(${name})`).join(', ')}`;
}

/** 410: the receiver asked for it. */
async function switchOff(tx: EntityManager, records: readonly AttemptRecord[]): Promise<void> {
  for (const { attempt } of records.filter((record) => record.settlement.switchOffWebhook)) {
    const changed = await change(tx, `UPDATE webhook SET status = 'INACTIVE', statusReason = 'RECEIVER_REQUEST', statusChangedAt = ?,
      updatedAt = ?, version = version + 1 WHERE id = ? AND status = 'ACTIVE'`, [attempt.completedAt, attempt.completedAt, attempt.webhookId]);
    if (changed > 0) await noteWebhookChange(tx, attempt.accountId);
  }
}
