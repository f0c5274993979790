import { t } from '../../i18n.ts';
import type { BulkScope } from '../operations/operations.queries.ts';
import type { AskedWebhook, EventDelivery, ShownEvent } from './events.queries.ts';

/** How one event is sent to one webhook, or what has to be done before it can be. */
export type ReplayThere =
  | { scope: BulkScope; targetWebhookId: string | null }
  | { obstacle: string; remedy: 'open' | 'edit' | null };

type Replayed = Pick<ShownEvent, 'publishedAt' | 'isTest' | 'payloadUnavailableReason'> & {
  type: { code: string };
  environment: { key: string };
  deliveries: { nodes: readonly Pick<EventDelivery, 'id' | 'status' | 'webhook'>[] };
};
type Target = Pick<AskedWebhook, 'id' | 'status' | 'deletedAt' | 'eventTypes'> & { environment: { key: string } };

const UNDER_WAY: readonly EventDelivery['status'][] = ['PENDING', 'IN_PROGRESS', 'RETRYING'];

/** Deliveries of the event to the webhook, as they are listed. */
export const deliveriesTo = <Delivery extends { webhook: { id: string } | null }>(deliveries: readonly Delivery[], webhookId: string): Delivery[] =>
  deliveries.filter(({ webhook }) => webhook?.id === webhookId);

/**
 * The smallest replay that brings an event to a webhook: of its own delivery, else of somebody else's delivery of the same event, else
 * of what the webhook missed in the very millisecond. Null when nothing can bring it there.
 */
export function replayThere(event: Replayed, webhook: Target): ReplayThere | null {
  if (event.isTest || webhook.deletedAt !== null || event.environment.key !== webhook.environment.key) return null;
  if (event.payloadUnavailableReason) return { obstacle: t('events.routing.expired'), remedy: null };
  const { nodes } = event.deliveries;
  const own = deliveriesTo(nodes, webhook.id);
  if (own.some(({ status }) => UNDER_WAY.includes(status))) return { obstacle: t('events.routing.underWay'), remedy: null };
  if (webhook.status === 'INACTIVE') return { obstacle: t('events.routing.inactive'), remedy: 'open' };
  if (own[0]) return { scope: { ids: [own[0].id] }, targetWebhookId: null };
  if (nodes[0]) return { scope: { ids: [nodes[0].id] }, targetWebhookId: webhook.id };
  if (!webhook.eventTypes.some(({ code }) => code === event.type.code)) {
    return { obstacle: t('events.routing.nowhere', { code: event.type.code }), remedy: 'edit' };
  }
  return { scope: { missedSince: { webhookId: webhook.id, ...millisecondOf(event.publishedAt) } }, targetWebhookId: null };
}

/** The span of one millisecond, whose end is not part of it. */
function millisecondOf(at: string): { since: string; until: string } {
  const since = Date.parse(at);
  return { since: new Date(since).toISOString(), until: new Date(since + 1).toISOString() };
}
