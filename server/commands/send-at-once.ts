import { changedFields } from '../domain/audit.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { DUE_URGENTLY, UNLEASED, type Delivery } from '../storage/entities/delivery.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import { insertDeliveries, insertEvents } from '../storage/publish-rows.ts';
import { countEvents } from '../storage/stat-rows.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { leasedDeliveryOf, leasedEventOf, plan } from './route-event.ts';

/** An event that goes to one webhook because a person asked for it. */
interface EventForWebhook {
  event: WebhookEvent;
  delivery: Delivery;
  action: 'webhook.test' | 'webhook.sample';
}

/**
 * Stores an event that a person made for one webhook, and has it sent before what is planned. It is born leased even when the senders
 * are full: whoever asked is waiting for the answer.
 */
export async function sendAtOnce(deps: CommandDeps, caller: Caller, { event, delivery, action }: EventForWebhook): Promise<void> {
  delivery.leaseOwner = deps.intake.reserve(delivery.webhookId, { evenWhenFull: true }) ?? UNLEASED;
  plan(delivery, DUE_URGENTLY);
  try {
    await storeForWebhook(deps, caller, { event, delivery, action });
  } catch (error) {
    if (delivery.leaseOwner !== UNLEASED) deps.intake.release(delivery.leaseOwner, delivery.webhookId);
    throw error;
  }
  if (delivery.leaseOwner === UNLEASED) deps.intake.wake();
  else deps.intake.accept([leasedDeliveryOf(delivery, leasedEventOf(event), delivery.createdAt)]);
  deps.announceChange();
}

export async function storeForWebhook({ store }: CommandDeps, caller: Caller, { event, delivery, action }: EventForWebhook): Promise<void> {
  await store.write(async (tx) => {
    await insertEvents(tx, [event]);
    await insertDeliveries(tx, [delivery]);
    await noteAudit(tx, caller, {
      action, target: { id: delivery.webhookId, name: delivery.webhookName, environment: delivery.environment },
      changes: changedFields(null, { delivery: delivery.id }), at: delivery.createdAt,
    });
    await countEvents(tx, [event]);
  });
}
