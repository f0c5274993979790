import type { ResultOf } from '../../graphql.ts';
import { durationMs } from '../../lib/iso-duration.ts';
import type { StatsParts } from './charts.queries.ts';

/** Statistics of a range as the API gives them. */
export type Stats = ResultOf<typeof StatsParts>;
export type StatsTotals = Stats['totals'];

/** A column of a chart. Times in ms since epoch, durations in ms; null without an attempt. */
export interface Bucket {
  from: number;
  to: number;
  succeeded: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
}

/** The columns of a range, oldest first. */
export function bucketsOf({ series, granularity }: Pick<Stats, 'series' | 'granularity'>): Bucket[] {
  const widthMs = durationMs(granularity);
  return series.map(({ start, succeeded, failed, p50Ms, p95Ms, p99Ms }) => {
    const from = Date.parse(start);
    return { from, to: from + widthMs, succeeded, failed, p50Ms, p95Ms, p99Ms };
  });
}

/** The columns that a drag over `from` to `to` touches, as one span; null when it touches none. */
export function draggedSpan(buckets: readonly Bucket[], from: number, to: number): { from: number; to: number } | null {
  const [start, end] = from < to ? [from, to] : [to, from];
  const touched = buckets.filter((bucket) => bucket.to > start && bucket.from < end);
  const [first, last] = [touched[0], touched.at(-1)];
  return first && last ? { from: first.from, to: last.to } : null;
}

/** The column under a moment; null outside. */
export const bucketAt = (buckets: readonly Bucket[], at: number): Bucket | null => buckets.find(({ from, to }) => at >= from && at < to) ?? null;

/** The busiest column by what `of` measures, for the summary in words; null when all are empty. */
export function peakOf(buckets: readonly Bucket[], of: (bucket: Bucket) => number): Bucket | null {
  const peak = buckets.reduce<Bucket | null>((best, bucket) => (best === null || of(bucket) > of(best) ? bucket : best), null);
  return peak && of(peak) > 0 ? peak : null;
}

/** Change of a share between two ranges in percentage points; null when one of them is not known. */
export function pointsChanged(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : (now - before) * 100;
}
