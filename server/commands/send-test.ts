import { buildBody } from '../domain/envelope.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { TEST_EVENT_CODE } from '../domain/event-type.ts';
import { newId } from '../domain/ids.ts';
import type { Delivery } from '../storage/entities/delivery.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { newDelivery } from './route-event.ts';
import { sendAtOnce } from './send-at-once.ts';

/** Calls a webhook, active or not, with a new test event: empty payload, resource id = webhook id, signed, never retried. */
export async function sendTest(deps: CommandDeps, caller: Caller, webhookId: string): Promise<Delivery> {
  const webhook = await deps.directory.byId(caller.accountId, webhookId);
  if (!webhook || !caller.environments.includes(webhook.environment)) {
    throw new RefusedError([problem('NOT_FOUND', 'There is no such webhook.', ['input', 'id'])]);
  }
  const now = deps.clock();
  const event = testEvent(caller, webhook, now);
  const delivery: Delivery = { ...newDelivery(event, webhook, now), trigger: 'TEST', triggeredBy: caller.actorId };
  await sendAtOnce(deps, caller, { event, delivery, action: 'webhook.test' });
  return delivery;
}

function testEvent(caller: Caller, webhook: CachedWebhook, now: number): WebhookEvent {
  const id = newId('evt');
  return {
    id, accountId: caller.accountId, environment: webhook.environment, code: TEST_EVENT_CODE, schemaVersion: webhook.schemaVersion,
    resourceId: webhook.id, occurredAt: now, publishedAt: now,
    body: buildBody({
      eventId: id, occurredAt: now, eventCode: TEST_EVENT_CODE, resourceId: webhook.id, environment: webhook.environment,
      schemaVersion: webhook.schemaVersion, isSample: false, payloadText: '{}',
    }),
    isTest: true, idempotencyKey: null, contentHash: null, traceparent: null, publishedBy: caller.actorId,
  };
}
