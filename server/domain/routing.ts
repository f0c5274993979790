import type { SkipReason } from './delivery.ts';
import { wireName, type EnvironmentKey } from './environments.ts';
import { matchesAny, TEST_EVENT_CODE } from './event-type.ts';
import { formatDateTime } from './time.ts';

/** What decides whether an event goes to a webhook. */
export interface RoutingFacts {
  readonly event: { readonly code: string; readonly environment: EnvironmentKey; readonly publishedAt: number; readonly isTest: boolean };
  /** As it is now: how it was when the event was published is not kept. */
  readonly webhook: {
    readonly environment: EnvironmentKey; readonly eventPatterns: readonly string[]; readonly contentFilter: string | null;
    readonly createdAt: number; readonly updatedAt: number; readonly deletedAt: number | null;
  };
  /** The delivery that was made when the event was published: the record of what was decided then. */
  readonly delivery: { readonly skipReason: SkipReason | null } | null;
}

export interface RoutingRule {
  readonly name: 'status' | 'environment' | 'event type' | 'content filter' | 'created before the event';
  /** Null: it was not asked, or its answer made no difference. */
  readonly passed: boolean | null;
  /** What was compared. */
  readonly detail: string;
}

export interface RoutingExplanation {
  readonly isMatch: boolean;
  /** One sentence or two, with what to do. */
  readonly summary: string;
  readonly rules: readonly RoutingRule[];
}

/** Why a webhook got an event, or did not. */
export function explainRouting(facts: RoutingFacts): RoutingExplanation {
  const rules = facts.delivery ? recordedRules(facts, facts.delivery.skipReason) : presentRules(facts);
  return { isMatch: facts.delivery?.skipReason === null, summary: summaryOf(facts, rules), rules };
}

/** A delivery proves that environment, event type and time fitted when the event was published. */
function recordedRules({ event, webhook }: RoutingFacts, skipReason: SkipReason | null): RoutingRule[] {
  const isInactive = skipReason === 'INACTIVE';
  const isFiltered = skipReason !== null && !isInactive;
  return [
    { name: 'status', passed: !isInactive, detail: isInactive ? 'The webhook was inactive when the event was published.' : asPublished('The webhook was active', event) },
    { name: 'environment', passed: true, detail: asPublished(`Both were ${wireName(event.environment)}`, event) },
    { name: 'event type', passed: true, detail: asPublished(`${event.code} was among its event types`, event) },
    filterRule(),
    { name: 'created before the event', passed: true, detail: `Webhook: ${formatDateTime(webhook.createdAt)}, event: ${formatDateTime(event.publishedAt)}.` },
  ];

  function filterRule(): RoutingRule {
    const name = 'content filter';
    if (isFiltered) return { name, passed: false, detail: skipReason === 'FILTER_REFUSED' ? 'The filter refused the event.' : 'The filter had no answer for this event.' };
    return { name, passed: isInactive ? null : true, detail: isInactive ? 'Not asked any more.' : 'No filter kept the event back.' };
  }
}

/** An event that goes to an inactive or filtered webhook leaves a skipped delivery; where there is none, these two were not the reason. */
function presentRules({ event, webhook }: RoutingFacts): RoutingRule[] {
  const isGone = webhook.deletedAt !== null && webhook.deletedAt <= event.publishedAt;
  return [
    {
      name: 'status', passed: isGone ? false : null,
      detail: isGone ? `The webhook had been deleted on ${formatDateTime(webhook.deletedAt!)}.` : 'Made no difference: an inactive webhook would have a skipped delivery.',
    },
    {
      name: 'environment', passed: event.environment === webhook.environment,
      detail: `Event: ${wireName(event.environment)}, webhook: ${wireName(webhook.environment)}.`,
    },
    {
      name: 'event type', passed: matchesAny(webhook.eventPatterns, event.code),
      detail: `Event: ${event.code}, webhook: ${webhook.eventPatterns.join(', ')}.`,
    },
    { name: 'content filter', passed: null, detail: webhook.contentFilter === null ? 'The webhook has none.' : 'Not asked: an event that it keeps back has a skipped delivery.' },
    {
      name: 'created before the event', passed: webhook.createdAt <= event.publishedAt,
      detail: `Webhook: ${formatDateTime(webhook.createdAt)}, event: ${formatDateTime(event.publishedAt)}.`,
    },
  ];
}

const asPublished = (fact: string, event: RoutingFacts['event']) => `${fact} when the event was published, ${formatDateTime(event.publishedAt)}.`;

function summaryOf({ event, webhook, delivery }: RoutingFacts, rules: readonly RoutingRule[]): string {
  if (delivery) return DECIDED[delivery.skipReason ?? 'SENT'];
  if (event.code === TEST_EVENT_CODE || event.isTest) return 'This is a test or a sample, which goes only to the webhook that it was sent for.';
  const failed = rules.find(({ passed }) => passed === false)?.name;
  if (failed === 'status') return 'The webhook had been deleted before the event was published.';
  if (rules.at(-1)!.passed === false) return 'The webhook was created after the event was published. Replay the event to send it there.';
  if (failed === 'environment') return `The event belongs to ${wireName(event.environment)}, and the webhook receives ${wireName(webhook.environment)} only.`;
  if (failed === 'event type') return `${event.code} is not among the event types of the webhook. Add it, and replay the event to send it there.`;
  return `As the webhook is now, it would get this event; it was set up otherwise when the event was published (last change ${formatDateTime(webhook.updatedAt)}). `
    + 'Replay the event to send it there.';
}

const DECIDED: Record<SkipReason | 'SENT', string> = {
  SENT: 'The event was sent to this webhook: its delivery tells what came of it.',
  INACTIVE: 'The webhook was inactive when the event was published, so the delivery was skipped. Activate the webhook, then replay what it missed.',
  FILTER_REFUSED: 'The content filter of the webhook refused the event, so the delivery was skipped. Check the filter with a preview if it should have passed.',
  FILTER_FAILED: 'The content filter of the webhook had no answer for this event, so the delivery was skipped. Mend the filter, then replay the event.',
};
