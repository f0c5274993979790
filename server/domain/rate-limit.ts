import { MINUTE_MS, SECOND_MS } from './time.ts';

/*
 * The rate limit of a webhook, as a generic cell rate algorithm (ITU-T I.371): the limit is used up to a moment that each request
 * moves on by its share of a second, and a request may go out while that moment is not further ahead than a burst. In any second at
 * most `limit + burst` requests are granted, however many processes ask, because they all move the same moment on.
 */
const US_PER_MS = 1_000;
const US_PER_SECOND = SECOND_MS * US_PER_MS;
/** By so much the clocks of two processes may differ. */
const LONGEST_AHEAD_US = MINUTE_MS * US_PER_MS;
/** A tenth of a second's requests, or one, may go out together. */
const BURST_SHARE = 1 / 10;

/** Requests that may go out at once after a silence. */
export function burstOf(limit: number): number {
  return Math.max(1, Math.floor(limit * BURST_SHARE));
}

/** How many requests may go out at `now` (ms) when the limit is used up to `pacedUntil` (microseconds, both since epoch). */
export function allowance(limit: number, pacedUntil: number | null, now: number): number {
  const interval = US_PER_SECOND / limit;
  const ahead = usedUntil(pacedUntil, now) - now * US_PER_MS;
  return Math.max(0, Math.floor((burstOf(limit) * interval - ahead) / interval));
}

/** Up to when the limit is used after `count` more requests at `now`, in microseconds since epoch. */
export function pacedUntilAfter(limit: number, pacedUntil: number | null, { count, now }: { count: number; now: number }): number {
  return Math.ceil(usedUntil(pacedUntil, now) + count * US_PER_SECOND / limit);
}

/** A moment so far ahead that no burst explains it was noted by a clock that has gone back since. */
function usedUntil(pacedUntil: number | null, now: number): number {
  const nowUs = now * US_PER_MS;
  return pacedUntil === null || pacedUntil > nowUs + LONGEST_AHEAD_US ? nowUs : Math.max(pacedUntil, nowUs);
}

/** When it is worth asking again, ms since epoch: half a burst may go out then, so that a high limit does not take a claim for each request. */
export function nextAllowanceAt(limit: number, pacedUntil: number): number {
  const burst = burstOf(limit);
  const wanted = Math.ceil(burst / 2);
  return Math.ceil((pacedUntil - (burst - wanted) * US_PER_SECOND / limit) / US_PER_MS);
}
