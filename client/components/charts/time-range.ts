import type { LocationQuery } from 'vue-router';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Lengths that can be chosen; the key is the value of `?range=`. */
export const RANGES = { '15m': 15 * MINUTE_MS, '1h': HOUR_MS, '6h': 6 * HOUR_MS, '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const;
export type RangeKey = keyof typeof RANGES;
export const RANGE_KEYS = Object.keys(RANGES) as RangeKey[];

export const DEFAULT_RANGE: RangeKey = '24h';

/** A span of time that charts show, in ms since epoch. */
export interface ShownRange {
  from: number;
  to: number;
  /** Set when it ends now and moves on with the time. */
  key: RangeKey | null;
}

/** The range that an address names: `?range=6h`, or `?from=` and `?to=` as RFC 3339. Anything else is the last 24 hours. */
export function rangeOf(query: LocationQuery, now: number): ShownRange {
  const [from, to] = [Date.parse(String(query.from)), Date.parse(String(query.to))];
  if (from < to && from < now) return { from, to: Math.min(to, now), key: null };
  const key = RANGE_KEYS.find((candidate) => candidate === query.range) ?? DEFAULT_RANGE;
  return { from: now - RANGES[key], to: now, key };
}

/** The query of an address with another range in it. */
export function withRange(query: LocationQuery, range: RangeKey | { from: number; to: number }): LocationQuery {
  const { range: _, from: __, to: ___, ...rest } = query;
  if (typeof range === 'string') return range === DEFAULT_RANGE ? rest : { ...rest, range };
  return { ...rest, from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

/** The range of the same length before it, or after; one that would pass now ends now. */
export function steppedRange({ from, to }: ShownRange, by: -1 | 1, now: number): { from: number; to: number } {
  const length = to - from;
  const end = Math.min(to + by * length, now);
  return { from: end - length, to: end };
}
