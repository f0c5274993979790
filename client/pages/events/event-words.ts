import { t } from '../../i18n.ts';
import { numberText } from '../../lib/number-format.ts';
import type { DeliverySummary, ListedEvent } from './events.queries.ts';

/** Who published an event. */
export function sourceName(source: ListedEvent['source']): string {
  if (!source) return t('events.words.unknownSource');
  return source.__typename === 'SystemActor' ? source.component : source.name;
}

interface Segment {
  key: 'failed' | 'pending' | 'succeeded' | 'cancelled';
  count: number;
  /** Share of the bar, 0 to 1. */
  share: number;
}

const ORDER = ['failed', 'pending', 'succeeded', 'cancelled'] as const;

/** The parts of the bar, the worst first; none where nothing was to be delivered. */
export function barSegments(summary: DeliverySummary): Segment[] {
  return ORDER.filter((key) => summary[key] > 0).map((key) => ({ key, count: summary[key], share: summary[key] / summary.total }));
}

/** All of the bar in words: `1 gave up, 3 delivered`. */
export function summaryWords(summary: DeliverySummary): string {
  if (summary.total === 0) return t('events.words.noDelivery');
  return barSegments(summary).map(({ key, count }) => t(`events.words.${key}`, { n: numberText(count) })).join(', ');
}

/** The one thing to know at a glance. */
export function shortSummary(summary: DeliverySummary): { text: string; tone: 'fail' | 'wait' | null } {
  const { total, succeeded, pending, failed } = summary;
  if (total === 0) return { text: t('events.words.none'), tone: null };
  if (failed > 0) return { text: t('events.words.failed', { n: numberText(failed) }), tone: 'fail' };
  if (pending > 0) return { text: t('events.words.pending', { n: numberText(pending) }), tone: 'wait' };
  return { text: t('events.words.of', { n: numberText(succeeded), total: numberText(total) }), tone: null };
}
