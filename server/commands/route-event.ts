import { newId } from '../domain/ids.ts';
import type { Delivery} from '../storage/entities/delivery.ts';
import { UNLEASED } from '../storage/entities/delivery.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import type { DeliveryIntake, LeasedDelivery, LeasedEvent } from '../storage/leased-delivery.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';

/** Deliveries of a new event as they are to be stored, and those among them that this process sends at once. */
export interface Routed {
  deliveries: Delivery[];
  leased: LeasedDelivery[];
}

/**
 * Makes one delivery per matching webhook. It is born leased where the senders have room: stored with its lease and handed over
 * after the commit, which saves the claim. An inactive webhook gets a SKIPPED one, so that it shows what it missed.
 */
export function routeEvent(event: WebhookEvent, webhooks: readonly CachedWebhook[], intake: DeliveryIntake, now: number): Routed {
  const routed: Routed = { deliveries: [], leased: [] };
  const leasedEvent = leasedEventOf(event);
  for (const webhook of webhooks) {
    const delivery = newDelivery(event, webhook, now);
    if (webhook.isActive) {
      delivery.leaseOwner = intake.reserve(webhook.id) ?? UNLEASED;
      plan(delivery, now);
      if (delivery.leaseOwner !== UNLEASED) routed.leased.push(leasedDeliveryOf(delivery, leasedEvent, now));
    } else {
      skip(delivery, now);
    }
    routed.deliveries.push(delivery);
  }
  return routed;
}

/** A delivery that nothing is planned for yet. */
export function newDelivery(event: WebhookEvent, webhook: CachedWebhook, now: number): Delivery {
  return {
    id: newId('dlv'), accountId: event.accountId, eventId: event.id, webhookId: webhook.id, webhookName: webhook.name, url: webhook.url,
    environment: event.environment, eventCode: event.code, status: 'PENDING', trigger: 'EVENT', triggeredBy: null, attemptCount: 0,
    policyStep: 0, nextAttemptAt: null, isManualRequested: false, manualKey: null, leaseOwner: null, dueAt: null, lastAttemptId: null,
    lastAttemptAt: null, lastStatusCode: null, lastFailureCode: null, createdAt: now, completedAt: null, revision: 1,
  };
}

/** Its first attempt is due: with a lease it counts as running, without one it waits. */
export function plan(delivery: Delivery, dueAt: number): void {
  delivery.dueAt = dueAt;
  if (delivery.leaseOwner === UNLEASED) delivery.nextAttemptAt = delivery.createdAt;
  else delivery.status = 'IN_PROGRESS';
}

function skip(delivery: Delivery, now: number): void {
  delivery.status = 'SKIPPED';
  delivery.completedAt = now;
}

export const leasedEventOf = ({ id, accountId, code, resourceId, environment, occurredAt, body }: WebhookEvent): LeasedEvent =>
  ({ id, accountId, code, resourceId, environment, occurredAt, body });

export function leasedDeliveryOf(delivery: Delivery, event: LeasedEvent, dueAt: number): LeasedDelivery {
  const { id, webhookId, webhookName, url, trigger, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested, revision } = delivery;
  return {
    id, leaseOwner: delivery.leaseOwner ?? '', webhookId, webhookName, url, event, trigger, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested, revision,
    dueAt,
  };
}
