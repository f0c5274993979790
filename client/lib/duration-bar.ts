const SHORTEST_MS = 10;
/** The longest timeout is 30 s; 15 s, the usual one, fills the bar. */
const LONGEST_MS = 15_000;
const LEAST_SHARE = 0.04;

/** Length of a bar from 0 to 1 for a duration, on a log scale so that 20 ms and 20 s can stand in one column. */
export function durationBarShare(ms: number): number {
  const share = Math.log(Math.max(ms, SHORTEST_MS) / SHORTEST_MS) / Math.log(LONGEST_MS / SHORTEST_MS);
  return Math.min(1, Math.max(LEAST_SHARE, share));
}
