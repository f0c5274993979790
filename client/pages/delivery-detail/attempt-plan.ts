import { durationMs } from '../../lib/iso-duration.ts';

export interface PlanStep {
  attempt: number;
  /** ISO 8601 durations after the attempt before. */
  delay: string;
  earliestDelay: string;
  latestDelay: string;
}

export interface PlannedAttempt {
  number: number;
  /** Times in ms since epoch: without jitter, at the earliest and at the latest. */
  at: number;
  earliest: number;
  latest: number;
}

/**
 * When the planned attempts will be made if all fail. The next one has its time already, jitter included; each
 * later one starts from the attempt before it, so its band grows.
 */
export function plannedAttempts(steps: readonly PlanStep[], nextAttemptAt: string | null): PlannedAttempt[] {
  if (nextAttemptAt === null) return [];
  const next = Date.parse(nextAttemptAt);
  let last = { at: next, earliest: next, latest: next };
  return steps.map(({ attempt, delay, earliestDelay, latestDelay }, index) => {
    if (index > 0) {
      last = {
        at: last.at + durationMs(delay),
        earliest: last.earliest + durationMs(earliestDelay),
        latest: last.latest + durationMs(latestDelay),
      };
    }
    return { number: attempt, ...last };
  });
}
