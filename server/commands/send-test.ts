import { buildBody } from '../domain/envelope.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { TEST_EVENT_CODE } from '../domain/event-type.ts';
import { newId } from '../domain/ids.ts';
import type { Delivery} from '../storage/entities/delivery.ts';
import { DUE_URGENTLY, UNLEASED } from '../storage/entities/delivery.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import { insertDeliveries, insertEvents } from '../storage/publish-rows.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { leasedDeliveryOf, leasedEventOf, newDelivery, plan } from './route-event.ts';

/** Calls a webhook, active or not, with a new test event: empty payload, resource id = webhook id, signed, never retried. */
export async function sendTest(deps: CommandDeps, caller: Caller, webhookId: string): Promise<Delivery> {
  const webhook = await deps.directory.byId(caller.accountId, webhookId);
  if (!webhook || !caller.environments.includes(webhook.environment)) {
    throw new RefusedError([problem('NOT_FOUND', 'There is no such webhook.', ['input', 'id'])]);
  }
  const now = deps.clock();
  const event = testEvent(caller, webhook, now);
  const delivery: Delivery = { ...newDelivery(event, webhook, now), trigger: 'TEST', triggeredBy: caller.actorId };
  await store(deps, event, delivery);
  return delivery;
}

/** Born leased even when the senders are full: whoever asked is waiting for the answer. */
async function store(deps: CommandDeps, event: WebhookEvent, delivery: Delivery): Promise<void> {
  delivery.leaseOwner = deps.intake.reserve(delivery.webhookId, { evenWhenFull: true }) ?? UNLEASED;
  plan(delivery, DUE_URGENTLY);
  try {
    await deps.store.write(async (tx) => {
      await insertEvents(tx, [event]);
      await insertDeliveries(tx, [delivery]);
    });
  } catch (error) {
    if (delivery.leaseOwner !== UNLEASED) deps.intake.release(delivery.leaseOwner, delivery.webhookId);
    throw error;
  }
  if (delivery.leaseOwner === UNLEASED) deps.intake.wake();
  else deps.intake.accept([leasedDeliveryOf(delivery, leasedEventOf(event), delivery.createdAt)]);
  deps.announceChange();
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
