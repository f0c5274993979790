import type { SkipReason } from '../domain/delivery.ts';
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
 * after the commit, which saves the claim. An inactive webhook, and one whose
 * filter does not let the event pass, gets a SKIPPED one, so that it shows what it missed.
 *
 * @param filtered by webhook id, see `filterEvents`
 */
export function routeEvent(
  event: WebhookEvent, webhooks: readonly CachedWebhook[], { intake, filtered, now }: { intake: DeliveryIntake; filtered: ReadonlyMap<string, SkipReason>; now: number },
): Routed {
  const routed: Routed = { deliveries: [], leased: [] };
  const leasedEvent = leasedEventOf(event);
  for (const webhook of webhooks) {
    const delivery = newDelivery(event, webhook, now);
    const skipReason = webhook.isActive ? filtered.get(webhook.id) ?? null : 'INACTIVE';
    if (skipReason === null) {
      delivery.leaseOwner = (mayBeBornLeased(webhook) ? intake.reserve(webhook.id) : null) ?? UNLEASED;
      plan(delivery, now);
      if (delivery.leaseOwner !== UNLEASED) routed.leased.push(leasedDeliveryOf(delivery, leasedEvent, now));
    } else {
      skip(delivery, skipReason, now);
    }
    routed.deliveries.push(delivery);
  }
  return routed;
}

/** What is counted or kept in order over all processes has to be claimed: only the database knows what may be sent. */
const mayBeBornLeased = ({ maxRequestsPerSecond, ordering }: CachedWebhook) => maxRequestsPerSecond === null && ordering === 'PARALLEL';

/** A delivery that nothing is planned for yet. */
export function newDelivery(event: Omit<WebhookEvent, 'body'>, webhook: CachedWebhook, now: number): Delivery {
  return {
    id: newId('dlv'), accountId: event.accountId, eventId: event.id, webhookId: webhook.id, webhookName: webhook.name, url: webhook.url,
    environment: event.environment, eventCode: event.code, status: 'PENDING', trigger: 'EVENT', triggeredBy: null, attemptCount: 0,
    policyStep: 0, nextAttemptAt: null, isManualRequested: false, manualKey: null, leaseOwner: null, dueAt: null, lastAttemptId: null,
    lastAttemptAt: null, lastStatusCode: null, lastFailureCode: null, skipReason: null, createdAt: now, completedAt: null, revision: 1,
  };
}

/** Its first attempt is due: with a lease it counts as running, without one it waits. */
export function plan(delivery: Delivery, dueAt: number): void {
  delivery.dueAt = dueAt;
  if (delivery.leaseOwner === UNLEASED) delivery.nextAttemptAt = delivery.createdAt;
  else delivery.status = 'IN_PROGRESS';
}

function skip(delivery: Delivery, reason: SkipReason, now: number): void {
  delivery.status = 'SKIPPED';
  delivery.skipReason = reason;
  delivery.completedAt = now;
}

export const leasedEventOf = ({ id, accountId, code, resourceId, environment, occurredAt, body }: WebhookEvent): LeasedEvent =>
  ({ id, accountId, code, resourceId, environment, occurredAt, body });

export function leasedDeliveryOf(delivery: Delivery, event: LeasedEvent, dueAt: number): LeasedDelivery {
  const { id, webhookId, webhookName, url, trigger, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested, revision } = delivery;
  return {
    id, leaseOwner: delivery.leaseOwner ?? '', webhookId, webhookName, url, event, trigger, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested, isInTurn: false, revision,
    dueAt,
  };
}
