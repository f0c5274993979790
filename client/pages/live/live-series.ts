import type { LiveSample } from './live.queries.ts';

/** Seconds that are kept: five minutes. */
export const KEPT_SECONDS = 300;

const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;
const RATE_SECONDS = 3;

export interface SecondSample {
  attempts: number;
  failures: number;
  /** Percentiles of the ten seconds before, in ms; null without attempts. */
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface LiveSummary {
  /** Mean of the last seconds. */
  attemptsPerSecond: number;
  failuresPerSecond: number;
  p50Ms: number | null;
  p95Ms: number | null;
  /** 0-1, of the last minute; null without attempts. */
  successRate: number | null;
  inFlight: number;
  dueBacklog: number;
  scheduledBacklog: number;
  oldestDueMs: number | null;
}

const EMPTY: SecondSample = { attempts: 0, failures: 0, p50Ms: null, p95Ms: null };

/** The samples that are kept after some more: each second once, in order, the last five minutes. */
export function joined(samples: readonly LiveSample[], more: readonly LiveSample[]): LiveSample[] {
  const newest = samples.at(-1)?.at ?? '';
  const all = [...samples, ...more.filter(({ at }) => at > newest)];
  const end = Date.parse(all.at(-1)?.at ?? '');
  return all.filter(({ at }) => Date.parse(at) > end - KEPT_SECONDS * SECOND_MS);
}

/** One sample for each of the last five minutes' seconds, oldest first; a second that nobody counted is empty. */
export function seriesOf(samples: readonly LiveSample[]): SecondSample[] {
  const series = Array.from({ length: KEPT_SECONDS }, () => EMPTY);
  const end = Date.parse(samples.at(-1)?.at ?? '');
  for (const { at, attemptsPerSecond, failuresPerSecond, p50Ms, p95Ms } of samples) {
    const index = KEPT_SECONDS - 1 - Math.round((end - Date.parse(at)) / SECOND_MS);
    if (index >= 0) series[index] = { attempts: attemptsPerSecond, failures: failuresPerSecond, p50Ms, p95Ms };
  }
  return series;
}

export function summaryOf(samples: readonly LiveSample[]): LiveSummary | null {
  const newest = samples.at(-1);
  if (!newest) return null;
  const recent = samples.slice(-RATE_SECONDS);
  const minute = samples.slice(-MINUTE_SECONDS);
  const attempts = sum(minute, ({ attemptsPerSecond }) => attemptsPerSecond);
  const { p50Ms, p95Ms, inFlight, dueBacklog, scheduledBacklog, oldestDueMs } = newest;
  return {
    attemptsPerSecond: sum(recent, ({ attemptsPerSecond }) => attemptsPerSecond) / recent.length,
    failuresPerSecond: sum(recent, ({ failuresPerSecond }) => failuresPerSecond) / recent.length,
    p50Ms, p95Ms, inFlight, dueBacklog, scheduledBacklog, oldestDueMs,
    successRate: attempts === 0 ? null : 1 - sum(minute, ({ failuresPerSecond }) => failuresPerSecond) / attempts,
  };
}

const sum = (samples: readonly LiveSample[], of: (sample: LiveSample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
