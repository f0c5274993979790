import { setImmediate } from 'node:timers/promises';
import { FilteredEvent } from '../domain/content-filter.ts';
import type { SkipReason } from '../domain/delivery.ts';
import { MAX_FILTER_COST } from '../domain/filter-cost.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import type { AccountWebhooks } from '../storage/webhook-directory.ts';

/** Webhooks whose filters let an event not pass, by event id and webhook id. */
export type FilterSkips = ReadonlyMap<string, ReadonlyMap<string, SkipReason>>;

/**
 * Asks the filters of the webhooks that match each event. A filter without an answer does not let it pass: see decision 0013.
 * Done before the transaction, which may run again. The event loop gets its turn whenever the filters may have taken some milliseconds.
 */
export async function filterEvents(events: readonly WebhookEvent[], webhooks: ReadonlyMap<string, AccountWebhooks>): Promise<FilterSkips> {
  const skips = new Map<string, Map<string, SkipReason>>();
  let cost = 0;
  for (const event of events) {
    const account = webhooks.get(event.accountId);
    if (!account?.hasFilters) continue;
    const filtered = new FilteredEvent(event.body);
    for (const { id, isActive, filter } of account.matching(event.environment, event.code)) {
      if (!isActive || filter === null) continue;
      cost += filter.costFor(filtered);
      const { outcome } = filter.judge(filtered);
      if (outcome !== 'ACCEPTED') addSkip(skips, [event.id, id], outcome === 'REFUSED' ? 'FILTER_REFUSED' : 'FILTER_FAILED');
      if (cost < MAX_FILTER_COST) continue;
      cost = 0;
      await setImmediate();
    }
  }
  return skips;
}

function addSkip(skips: Map<string, Map<string, SkipReason>>, [eventId, webhookId]: [string, string], reason: SkipReason): void {
  const ofEvent = skips.get(eventId);
  if (ofEvent) ofEvent.set(webhookId, reason);
  else skips.set(eventId, new Map([[webhookId, reason]]));
}
