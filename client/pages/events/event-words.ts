import type { DeliverySummary, ListedEvent } from './events.queries.ts';

/** Who published an event. */
export function sourceName(source: ListedEvent['source']): string {
  if (!source) return 'Not known';
  return source.__typename === 'SystemActor' ? source.component : source.name;
}

interface Segment {
  key: 'failed' | 'pending' | 'succeeded' | 'cancelled';
  count: number;
  /** Share of the bar, 0 to 1. */
  share: number;
}

const ORDER = ['failed', 'pending', 'succeeded', 'cancelled'] as const;
const WORDS: Record<Segment['key'], string> = { failed: 'gave up', pending: 'under way', succeeded: 'delivered', cancelled: 'skipped or cancelled' };

/** The parts of the bar, the worst first; none where nothing was to be delivered. */
export function barSegments(summary: DeliverySummary): Segment[] {
  return ORDER.filter((key) => summary[key] > 0).map((key) => ({ key, count: summary[key], share: summary[key] / summary.total }));
}

/** All of the bar in words: `1 gave up, 3 delivered`. */
export function summaryWords(summary: DeliverySummary): string {
  if (summary.total === 0) return 'No delivery';
  return barSegments(summary).map(({ key, count }) => `${count.toLocaleString('en-GB')} ${WORDS[key]}`).join(', ');
}

/** The one thing to know at a glance. */
export function shortSummary(summary: DeliverySummary): { text: string; tone: 'fail' | 'wait' | null } {
  const { total, succeeded, pending, failed } = summary;
  if (total === 0) return { text: 'None', tone: null };
  if (failed > 0) return { text: `${failed} gave up`, tone: 'fail' };
  if (pending > 0) return { text: `${pending} under way`, tone: 'wait' };
  return { text: `${succeeded} of ${total}`, tone: null };
}
