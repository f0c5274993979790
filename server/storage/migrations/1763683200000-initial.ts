import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DURATION_COLUMNS } from '../entities/attempt-stat.ts';
import { columnKinds, createTable, dialectOfRunner, key, optional } from './table.ts';

const TABLES = [
  'account', 'person', 'member', 'session', 'setup_token', 'api_key', 'signing_key', 'event_type', 'webhook', 'webhook_secret',
  'webhook_queue', 'webhook_event', 'delivery', 'delivery_attempt', 'attempt_content', 'attempt_stat', 'lane',
];

/** All tables of the first release. */
export class Initial1763683200000 implements MigrationInterface {
  name = 'Initial1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    await makeBinaryCollationTheDefault(runner);
    await createAccounts(runner);
    await createCatalogue(runner);
    await createWebhooks(runner);
    await createDeliveries(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table);
  }
}

/** Ids and codes differ in case; MariaDB's and MySQL's own defaults would take them for equal. */
async function makeBinaryCollationTheDefault(runner: QueryRunner): Promise<void> {
  if (dialectOfRunner(runner) === 'mysql') await runner.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
}

async function createAccounts(runner: QueryRunner): Promise<void> {
  const { id, word, text, moment, longText, int } = columnKinds(dialectOfRunner(runner));
  await createTable(runner, 'account', [id('id', key), text('name', 120), moment('webhooksVersion'), moment('createdAt')]);
  await createTable(runner, 'person',
    [id('id', key), text('email', 254), text('name', 120), text('passwordHash', 255), moment('createdAt')],
    { uq_person_email: ['email'] });
  await createTable(runner, 'member',
    [id('id', key), id('accountId'), id('personId'), word('role'), word('status'), moment('lastActiveAt', optional), moment('createdAt')],
    { uq_member_account_person: ['accountId', 'personId'], ix_member_person: ['personId'] });
  await createTable(runner, 'session',
    [text('tokenHash', 64, key), id('memberId'), moment('createdAt'), moment('lastSeenAt'), moment('expiresAt')],
    { ix_session_member: ['memberId'] });
  await createTable(runner, 'setup_token', [text('tokenHash', 64, key), id('accountId'), moment('createdAt')]);
  await createTable(runner, 'api_key', [
    id('id', key), id('accountId'), text('name', 120), word('hint'), text('hash', 64), longText('scopes'), longText('environments'),
    id('createdByMemberId', optional), moment('lastUsedAt', optional), moment('expiresAt', optional), moment('revokedAt', optional),
    moment('createdAt'),
  ], { uq_api_key_hash: ['hash'], ix_api_key_account: ['accountId', 'id'] });
  await createTable(runner, 'signing_key', [
    id('id', key), id('accountId'), word('state'), int('bits'), longText('publicKeyPem'), longText('privateKeySealed'),
    moment('activeFrom', optional), moment('retiredAt', optional), moment('createdAt'),
  ], { ix_signing_key_account: ['accountId'] });
}

async function createCatalogue(runner: QueryRunner): Promise<void> {
  const { id, word, text, moment, longText, int } = columnKinds(dialectOfRunner(runner));
  await createTable(runner, 'event_type', [
    id('id', key), id('accountId'), text('code', 120), text('name', 120), longText('description'), text('groupKey', 64), int('position'),
    word('schemaVersion'), longText('payloadSchema'), longText('examples'), moment('updatedAt'),
  ], { uq_event_type_code: ['accountId', 'code'] });
}

async function createWebhooks(runner: QueryRunner): Promise<void> {
  const { id, word, text, moment, longText, int } = columnKinds(dialectOfRunner(runner));
  await createTable(runner, 'webhook', [
    id('id', key), id('accountId'), text('name', 120), longText('description', optional), text('url', 2048), word('environment'),
    word('status'), word('statusReason'), moment('statusChangedAt'), longText('eventPatterns'), word('payloadFormat'),
    word('schemaVersion'), longText('customHeaders'), longText('retryPolicy', optional), int('timeoutMs', optional),
    int('maxConcurrency'), longText('signatureSchemes'), moment('version'), id('createdBy', optional), moment('createdAt'),
    moment('updatedAt'), moment('deletedAt', optional),
  ], { ix_webhook_account: ['accountId', 'name'] });
  await createTable(runner, 'webhook_secret', [
    id('id', key), id('accountId'), id('webhookId'), word('hint'), longText('secretSealed'), moment('createdAt'),
    moment('expiresAt', optional), moment('lastRevealedAt', optional),
  ], { ix_webhook_secret_webhook: ['webhookId'] });
  await createTable(runner, 'webhook_queue', [
    id('webhookId', key), id('accountId'), moment('nextDueAt', optional), moment('restsUntil', optional), int('consecutiveFailures'),
    moment('lastSuccessAt', optional), moment('lastFailureAt', optional),
  ], { ix_webhook_queue_due: ['nextDueAt'] });
}

async function createDeliveries(runner: QueryRunner): Promise<void> {
  const { id, word, text, moment, longText, int, flag, bytes } = columnKinds(dialectOfRunner(runner));
  await createTable(runner, 'webhook_event', [
    id('id', key), id('accountId'), word('environment'), text('code', 120), word('schemaVersion'), text('resourceId', 200),
    moment('occurredAt'), moment('publishedAt'), longText('body'), flag('isTest'), text('idempotencyKey', 200, optional),
    text('contentHash', 64, optional), text('traceparent', 128, optional), id('publishedBy', optional),
  ], {
    uq_webhook_event_key: ['accountId', 'idempotencyKey'],
    ix_webhook_event_resource: ['accountId', 'resourceId'],
    ix_webhook_event_order: ['accountId', 'id'],
  });
  await createTable(runner, 'delivery', [
    id('id', key), id('accountId'), id('eventId'), id('webhookId'), text('webhookName', 120), text('url', 2048), word('environment'),
    text('eventCode', 120), word('status'), word('trigger'), id('triggeredBy', optional), int('attemptCount'), int('policyStep'),
    moment('nextAttemptAt', optional), flag('isManualRequested'), text('manualKey', 200, optional), id('leaseOwner', optional), moment('dueAt', optional),
    id('lastAttemptId', optional), moment('lastAttemptAt', optional), int('lastStatusCode', optional), word('lastFailureCode', optional),
    moment('createdAt'), moment('completedAt', optional), int('revision'),
  ], {
    ix_delivery_lease: ['leaseOwner', 'webhookId', 'dueAt'],
    ix_delivery_order: ['accountId', 'id'],
    ix_delivery_webhook: ['webhookId', 'id'],
    ix_delivery_event: ['eventId'],
  });
  await createTable(runner, 'delivery_attempt', [
    id('id', key), int('lane'), moment('seq'), id('accountId'), id('deliveryId'), id('eventId'), id('webhookId'), text('webhookName', 120),
    text('url', 2048), word('environment'), text('eventCode', 120), text('resourceId', 200), word('trigger'), int('number'), word('kind'),
    word('status'), moment('startedAt'), moment('completedAt'), int('durationMs'), int('statusCode', optional),
    word('failureCode', optional),
  ], {
    uq_delivery_attempt_log: ['lane', 'seq'],
    ix_delivery_attempt_order: ['accountId', 'id'],
    ix_delivery_attempt_webhook: ['webhookId', 'id'],
    ix_delivery_attempt_delivery: ['deliveryId'],
  });
  await createTable(runner, 'attempt_content', [
    id('attemptId', key), longText('requestHeaders'), longText('requestBody', optional), int('requestBodySize'), longText('signatures'),
    text('responseReason', 255, optional), word('httpVersion', optional), longText('responseHeaders', optional),
    bytes('responseBody', optional), int('responseBodySize'), flag('isResponseTruncated'), longText('failureMessage', optional),
    longText('failureDetail', optional), longText('timing'), text('worker', 120, optional), text('remoteAddress', 64, optional),
  ]);
  await createTable(runner, 'attempt_stat', [
    id('webhookId', key), moment('hour', key), word('result', key), int('statusCode', key), id('accountId'), int('count'),
    ...DURATION_COLUMNS.map((name) => int(name)),
  ], { ix_attempt_stat_hour: ['accountId', 'hour'] });
  await createTable(runner, 'lane', [int('lane', key), id('owner'), moment('heartbeatAt'), moment('lastSeq')]);
}
