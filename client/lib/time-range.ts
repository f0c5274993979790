import type { LocationQuery } from 'vue-router';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * A time range that someone chose. `since` goes with the clock: the last hour is always the last hour; `between` stands still. Times in
 * ms since the epoch, an open end is null.
 */
export type TimeRangeChoice = { kind: 'since'; span: string } | { kind: 'between'; from: number; to: number | null };

/** Spans that are offered, as they stand in addresses. */
export const SPANS = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;

const UNIT_MS: Record<string, number> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const LONGEST_MS = 366 * DAY_MS;

/** Length of a span such as `90m`, `6h` or `7d`; null for anything else, and for more than a year. */
export function spanMs(span: string): number | null {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(span) ?? [];
  const ms = Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  return ms > 0 && ms <= LONGEST_MS ? ms : null;
}

/** The shortest way to write a span, to the minute. */
export function spanOf(ms: number): string {
  const [unit, size] = Object.entries(UNIT_MS).reverse().find(([, length]) => ms % length === 0) ?? ['m', MINUTE_MS];
  return `${Math.max(1, Math.round(ms / size))}${unit}`;
}

/** The range in an address, `?since=1h` or `?from=…&to=…`; null when there is none that can be read. */
export function rangeOfQuery(query: LocationQuery): TimeRangeChoice | null {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  if (spanMs(text('since')) !== null) return { kind: 'since', span: text('since') };
  const [from, to] = [Date.parse(text('from')), Date.parse(text('to'))];
  if (Number.isNaN(from)) return null;
  return { kind: 'between', from, to: to > from ? to : null };
}

/** An address's query with another range. */
export function queryWithRange(query: LocationQuery, range: TimeRangeChoice | null): LocationQuery {
  const { since: _, from: __, to: ___, ...rest } = query;
  if (range === null) return rest;
  if (range.kind === 'since') return { ...rest, since: range.span };
  return { ...rest, from: new Date(range.from).toISOString(), ...(range.to !== null && { to: new Date(range.to).toISOString() }) };
}

/** Both ends at a moment; the end is null while the range goes on to now. */
export function endsOf(range: TimeRangeChoice, now: number): { from: number; to: number | null } {
  return range.kind === 'between' ? { from: range.from, to: range.to } : { from: now - (spanMs(range.span) ?? HOUR_MS), to: null };
}

/** The range as the API takes it. */
export function rangeInput(range: TimeRangeChoice, now: number): { from: string; to?: string } {
  const { from, to } = endsOf(range, now);
  return { from: new Date(from).toISOString(), ...(to !== null && { to: new Date(to).toISOString() }) };
}

/** The range before (-1) or after (1) this one, of the same length; one that would begin in the future stays where it is. */
export function stepped(range: TimeRangeChoice, by: -1 | 1, now: number): TimeRangeChoice {
  const { from, to } = endsOf(range, now);
  const length = (to ?? now) - from;
  const start = from + by * length;
  if (start >= now) return range;
  return { kind: 'between', from: start, to: start + length >= now ? null : start + length };
}

/** A range of the same length around a moment. */
export function around(at: number, range: TimeRangeChoice | null, now: number): TimeRangeChoice {
  const { from, to } = endsOf(range ?? { kind: 'since', span: '1h' }, now);
  const half = ((to ?? now) - from) / 2;
  return { kind: 'between', from: at - half, to: at + half };
}
