import type { EntityManager } from 'typeorm';
import { formatHeaderLines } from '../domain/header-lines.ts';
import { raiseAlert } from './alert-rows.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { AttemptContent, DeliveryAttempt } from './entities/delivery-attempt.ts';
import { UNLEASED } from './entities/delivery.ts';
import { LaneLostError } from './lanes.ts';
import { insertRows, updateRows } from './rows.ts';
import { countAttempts } from './stat-rows.ts';
import type { Value } from './value.ts';
import { noteStandings, type StandingNews } from './standing-rows.ts';
import { switchOffWebhook } from './webhook-rows.ts';

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
 * Writes ended attempts: their rows, their deliveries' new states, the standing and statistics of their webhooks.
 * The deliveries must be leased by `leaseOwner`; otherwise it throws LaneLostError and nothing is written.
 * Returns what senders and people should know of webhooks that failed.
 */
export async function writeOutcomes(
  tx: EntityManager, records: readonly AttemptRecord[], { leaseOwner, random }: { leaseOwner: string; random: () => number },
): Promise<StandingNews[]> {
  await insertRows(tx, 'delivery_attempt', ATTEMPT_COLUMNS, records.map(({ attempt }) => ATTEMPT_COLUMNS.map((name) => attempt[name])));
  await insertRows(tx, 'attempt_content', CONTENT_COLUMNS, records.map(({ content }) => contentRow(content)));
  // Queues before deliveries: see lockQueue.
  const news = await noteStandings(tx, records, random);
  await moveDeliveries(tx, records, leaseOwner);
  await switchOff(tx, records);
  await countAttempts(tx, records);
  return news;
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

/** 410: the receiver asked for it. */
async function switchOff(tx: EntityManager, records: readonly AttemptRecord[]): Promise<void> {
  for (const { attempt } of records.filter((record) => record.settlement.switchOffWebhook)) {
    const { accountId, webhookId, failureCode, statusCode, completedAt: now } = attempt;
    if (!await switchOffWebhook(tx, attempt, { reason: 'RECEIVER_REQUEST', now })) continue;
    await raiseAlert(tx, { accountId, webhookId, kind: 'RECEIVER_GONE', failureCode, statusCode, now });
  }
}
