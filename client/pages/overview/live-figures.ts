import type { LiveSample } from './overview.queries.ts';

/** Samples that are kept, one a second. */
export const KEPT_SAMPLES = 60;
const RATE_SAMPLES = 5;

/** The newest samples, oldest first, with those of a message after them; a message after a new connection may repeat some. */
export function withSamples(known: readonly LiveSample[], added: readonly LiveSample[]): LiveSample[] {
  const newest = known.at(-1)?.at ?? '';
  return [...known, ...added.filter(({ at }) => at > newest)].slice(-KEPT_SAMPLES);
}

export interface Rates {
  attemptsPerSecond: number;
  failuresPerSecond: number;
}

/** Rates of the last five seconds: a single second would flicker. */
export function currentRates(samples: readonly LiveSample[]): Rates {
  const recent = samples.slice(-RATE_SAMPLES);
  const mean = (of: (sample: LiveSample) => number) => (recent.length === 0 ? 0 : recent.reduce((sum, sample) => sum + of(sample), 0) / recent.length);
  return { attemptsPerSecond: mean((sample) => sample.attemptsPerSecond), failuresPerSecond: mean((sample) => sample.failuresPerSecond) };
}

/** The samples as columns of a small chart. */
export const rateColumns = (samples: readonly LiveSample[]): { succeeded: number; failed: number }[] => samples.map(
  ({ attemptsPerSecond, failuresPerSecond }) => ({ succeeded: Math.max(0, attemptsPerSecond - failuresPerSecond), failed: failuresPerSecond }),
);
