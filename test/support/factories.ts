import { buildBody } from '../../server/domain/envelope.ts';
import { newId } from '../../server/domain/ids.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import type { Store } from '../../server/storage/store.ts';

/** The moment at which the rows of tests come to be: 2026-11-20T12:00:00Z. */
export const NOON = Date.UTC(2026, 10, 20, 12);

/** Rows with sensible values in every column; pass only what a test is about. They are not stored: see `insert...`. */
export function accountRow(own: Partial<Account> = {}): Account {
  return { id: newId('acc'), name: 'Acme Licensing', webhooksVersion: 1, requiresTwoFactor: false, createdAt: NOON, ...own };
}

export function webhookRow(own: Partial<Webhook> = {}): Webhook {
  return {
    id: newId('wh'),
    accountId: newId('acc'),
    name: 'Billing sync',
    description: null,
    url: 'https://hooks.example.com/keybell',
    environment: 'PRODUCTION',
    status: 'ACTIVE',
    statusReason: 'MANUAL',
    statusChangedAt: NOON,
    eventPatterns: ['license.*'],
    payloadFormat: 'STANDARD',
    schemaVersion: '2026-01-01',
    customHeaders: [],
    retryPolicy: null,
    timeoutMs: null,
    maxConcurrency: 10,
    maxRequestsPerSecond: null,
    ordering: 'PARALLEL',
    signatureSchemes: ['HMAC_BODY', 'STANDARD_WEBHOOKS', 'RSA_ACCOUNT'],
    contentFilter: null,
    version: 1,
    createdBy: null,
    createdAt: NOON,
    updatedAt: NOON,
    deletedAt: null,
    ...own,
  };
}

export function eventRow(own: Partial<WebhookEvent> = {}): WebhookEvent {
  const id = own.id ?? newId('evt');
  const row = {
    id,
    accountId: newId('acc'),
    environment: 'PRODUCTION' as const,
    code: 'license.activated',
    schemaVersion: '2026-01-01',
    resourceId: 'lic_oH8hPJ3BgEO172Yd9KuTAA',
    occurredAt: NOON,
    publishedAt: NOON,
    isTest: false,
    idempotencyKey: `key of ${id}`,
    contentHash: null,
    traceparent: null,
    publishedBy: null,
    ...own,
  };
  return { ...row, body: own.body ?? bodyOf(row) };
}

/** A delivery that waits for its first attempt. */
export function deliveryRow(webhook: Webhook, event: WebhookEvent, own: Partial<Delivery> = {}): Delivery {
  return {
    id: newId('dlv'),
    accountId: webhook.accountId,
    eventId: event.id,
    webhookId: webhook.id,
    webhookName: webhook.name,
    url: webhook.url,
    environment: webhook.environment,
    eventCode: event.code,
    status: 'PENDING',
    trigger: 'EVENT',
    triggeredBy: null,
    attemptCount: 0,
    policyStep: 0,
    nextAttemptAt: NOON,
    isManualRequested: false,
    manualKey: null,
    leaseOwner: UNLEASED,
    dueAt: NOON,
    lastAttemptId: null,
    lastAttemptAt: null,
    lastStatusCode: null,
    lastFailureCode: null,
    skipReason: null,
    createdAt: NOON,
    completedAt: null,
    revision: 1,
    ...own,
  };
}

/** Stores an account and a webhook of it with its queue. */
export async function insertWebhook(store: Store, own: Partial<Webhook> = {}): Promise<Webhook> {
  const webhook = webhookRow(own);
  await store.write(async (tx) => {
    if (own.accountId === undefined) await tx.insert(Account, accountRow({ id: webhook.accountId }));
    await tx.insert(Webhook, webhook);
    await tx.insert(WebhookQueue, {
      webhookId: webhook.id, accountId: webhook.accountId, nextDueAt: null, restsUntil: null, consecutiveFailures: 0, failingSince: null,
      circuitFaults: 0, circuitTrips: 0, circuitRetryAt: null, probeId: null, pacedUntil: null, lastSuccessAt: null, lastFailureAt: null, warnedAt: null,
      lastPosition: webhook.ordering === 'FIFO' ? 0 : null,
    });
  });
  return webhook;
}

/** Stores an event of the webhook's account and environment. */
export async function insertEvent(store: Store, webhook: Webhook, own: Partial<WebhookEvent> = {}): Promise<WebhookEvent> {
  const event = eventRow({ accountId: webhook.accountId, environment: webhook.environment, ...own });
  await store.write((tx) => tx.insert(WebhookEvent, event));
  return event;
}

/** Stores a delivery that waits; its queue is known as due. */
export async function insertDelivery(store: Store, webhook: Webhook, event: WebhookEvent, own: Partial<Delivery> = {}): Promise<Delivery> {
  const delivery = deliveryRow(webhook, event, own);
  await store.write(async (tx) => {
    await tx.insert(Delivery, delivery);
    if (delivery.leaseOwner === UNLEASED) await tx.update(WebhookQueue, { webhookId: webhook.id }, { nextDueAt: delivery.dueAt });
  });
  return delivery;
}

function bodyOf({ id, occurredAt, code, resourceId, environment, schemaVersion }: Omit<WebhookEvent, 'body'>): string {
  return buildBody({ eventId: id, occurredAt, eventCode: code, resourceId, environment, schemaVersion, isSample: false, payloadText: '{"note":"a test"}' });
}
