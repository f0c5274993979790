const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Below this time the axis is nearly linear, so that the first attempt has a place too. */
const KNEE_MS = 2 * SECOND_MS;
const SHORTEST_SPAN_MS = 10 * SECOND_MS;

const TICKS: readonly [ms: number, label: string][] = [
  [SECOND_MS, '1 s'], [10 * SECOND_MS, '10 s'], [MINUTE_MS, '1 min'], [10 * MINUTE_MS, '10 min'],
  [HOUR_MS, '1 h'], [6 * HOUR_MS, '6 h'], [DAY_MS, '1 d'], [3 * DAY_MS, '3 d'], [10 * DAY_MS, '10 d'], [30 * DAY_MS, '30 d'],
];

export interface TimeAxis {
  /** Place in px of a time in ms since epoch; times outside stand at the ends. */
  place(at: number): number;
  ticks: { x: number; label: string }[];
}

interface AxisOptions {
  /** Times in ms since epoch at the two ends. */
  from: number;
  to: number;
  /** Places of the two ends in px. */
  start: number;
  end: number;
}

/** A logarithmic time axis: seconds, hours and days of a retry schedule side by side. */
export function timeAxis({ from, to, start, end }: AxisOptions): TimeAxis {
  const spanMs = Math.max(to - from, SHORTEST_SPAN_MS);
  const full = Math.log1p(spanMs / KNEE_MS);
  const place = (at: number) => {
    const share = Math.log1p(Math.max(0, at - from) / KNEE_MS) / full;
    return start + Math.min(1, share) * (end - start);
  };
  const ticks = TICKS.filter(([ms]) => ms <= spanMs).map(([ms, label]) => ({ x: place(from + ms), label }));
  return { place, ticks };
}

/**
 * Which of the labels, centred at `places` in px, can be read: from the right, so that the newest keeps its label,
 * each at least `gap` px from the next.
 */
export function legible(places: readonly number[], gap: number): boolean[] {
  let next = Number.POSITIVE_INFINITY;
  const isShown = places.map(() => false);
  for (let index = places.length - 1; index >= 0; index--) {
    const x = places[index] ?? 0;
    isShown[index] = next - x >= gap;
    if (isShown[index]) next = x;
  }
  return isShown;
}
