import { setImmediate } from 'node:timers/promises';
import { FilteredEvent } from '../domain/content-filter.ts';
import { MAX_FILTER_COST } from '../domain/filter-cost.ts';
import type { Candidate } from '../storage/bulk-candidates.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { findEventBodies } from '../storage/repositories/events.ts';
import type { Store } from '../storage/store.ts';
import type { AccountWebhooks, CachedWebhook } from '../storage/webhook-directory.ts';

/** A body can be a megabyte. */
const BODIES_AT_ONCE = 8;

type Question = Candidate & { filter: NonNullable<CachedWebhook['filter']> };

/**
 * Candidates that the content filter of their webhook, as it is now, does not let pass, by source id. It is asked about what was
 * never let through; what was, or is named by its id, goes whatever the filter says. Done before the transaction, whose locks
 * must not wait for filters. The event loop gets its turn whenever the filters may have taken some milliseconds.
 */
export async function refusedByFilters(
  { reader }: Pick<Store, 'reader'>, operation: BulkOperation, { candidates, webhooks }: { candidates: readonly Candidate[]; webhooks: AccountWebhooks },
): Promise<ReadonlySet<string>> {
  const questions = questionsAbout(operation, candidates, webhooks);
  const refused = new Set<string>();
  let cost = 0;
  for (let start = 0; start < questions.length; start += BODIES_AT_ONCE) {
    const some = questions.slice(start, start + BODIES_AT_ONCE);
    const bodies = await findEventBodies({ reader }, some.map(({ eventId }) => eventId));
    for (const { sourceId, eventId, filter } of some) {
      const event = new FilteredEvent(bodies.get(eventId) ?? '{}');
      cost += filter.costFor(event);
      if (filter.judge(event).outcome !== 'ACCEPTED') refused.add(sourceId);
      if (cost < MAX_FILTER_COST) continue;
      cost = 0;
      await setImmediate();
    }
  }
  return refused;
}

function questionsAbout({ kind, plan: { selection, targetWebhookId } }: BulkOperation, candidates: readonly Candidate[], webhooks: AccountWebhooks): Question[] {
  if (kind === 'CANCEL' || selection.kind === 'ids') return [];
  return candidates.flatMap((candidate) => {
    const filter = wasLetThrough(candidate) ? null : webhooks.byId(targetWebhookId ?? candidate.webhookId)?.filter;
    return filter ? [{ ...candidate, filter }] : [];
  });
}

const wasLetThrough = ({ status }: Candidate) => status !== null && status !== 'SKIPPED';
