/** Upper bounds of the duration buckets in ms; a last bucket takes everything above. */
export const DURATION_BUCKETS_MS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000, Infinity] as const;

/** Stands in for the open end of the last bucket: no attempt lasts longer than the largest timeout. */
const LONGEST_MS = 30_000;

/** Index of the bucket that a duration in ms falls into; upper bounds belong to their bucket. */
export function bucketOf(ms: number): number {
  return DURATION_BUCKETS_MS.findIndex((bound) => ms <= bound);
}

/**
 * The q-quantile (0-1) in ms from counts per bucket, interpolated inside its bucket; null without any count.
 * Exact to the width of a bucket, which is what lets it come from rollups instead of from all attempts.
 */
export function percentile(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(q * total));
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (below + count >= rank) return Math.round(lowerBound(index) + (upperBound(index) - lowerBound(index)) * ((rank - below) / count));
    below += count;
  }
  return LONGEST_MS;
}

function lowerBound(index: number): number {
  return index === 0 ? 0 : upperBound(index - 1);
}

function upperBound(index: number): number {
  return Math.min(DURATION_BUCKETS_MS[index] ?? LONGEST_MS, LONGEST_MS);
}
