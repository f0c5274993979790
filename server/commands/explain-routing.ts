import { explainRouting, type RoutingExplanation } from '../domain/routing.ts';
import { findFirstDelivery } from '../storage/repositories/deliveries.ts';
import type { EventFacts } from '../storage/repositories/events.ts';
import { findWebhookEver } from '../storage/repositories/webhooks.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** Why a webhook, deleted or not, got an event or did not; null when there is no such webhook. */
export async function routingOf({ store }: Pick<CommandDeps, 'store'>, caller: Caller, event: EventFacts, webhookId: string): Promise<RoutingExplanation | null> {
  const webhook = await findWebhookEver(store, caller, webhookId);
  return webhook && explainRouting({ event, webhook, delivery: await findFirstDelivery(store, { eventId: event.id, webhookId }) });
}
