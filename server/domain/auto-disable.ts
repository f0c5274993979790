import { DAY_MS } from './time.ts';

/** Time of nothing but failures after which a webhook is switched off, unless its account chose another. */
export const STANDARD_AUTO_DISABLE_AFTER_MS = 5 * DAY_MS;
/** Time of nothing but failures after which people are warned; half of the way when a webhook is switched off sooner than in twice that. */
const WARN_AFTER_MS = DAY_MS;
/** A webhook that is called once a week is not switched off for its second failure. */
const MIN_FAILURES = 5;

/** Failures since the last success. */
export interface FailureRun {
  readonly consecutiveFailures: number;
  /** When the first of them ended, ms since epoch; null without failures that count. */
  readonly failingSince: number | null;
}

/** `afterMs` is what the account chose: null never switches off. */
type AfterMs = number | null;

/** When the webhook is switched off if failures go on, ms since epoch; null when it is not failing or is never switched off. */
export function autoDisableAt(run: FailureRun, afterMs: AfterMs): number | null {
  return run.failingSince === null || afterMs === null || !isLongEnough(run) ? null : run.failingSince + afterMs;
}

/** Whether people should know by `now` that the webhook only fails. */
export function isWarningDue(run: FailureRun, afterMs: AfterMs, now: number): boolean {
  if (run.failingSince === null || !isLongEnough(run)) return false;
  return now >= run.failingSince + Math.min(WARN_AFTER_MS, (afterMs ?? Infinity) / 2);
}

const isLongEnough = ({ consecutiveFailures }: FailureRun) => consecutiveFailures >= MIN_FAILURES;

/** What a failure at `now` leads to; the warning comes once in a run, also when the account chooses another time meanwhile. */
export function verdictOf(
  run: FailureRun & { readonly warnedAt: number | null }, { afterMs, now }: { afterMs: AfterMs; now: number },
): 'DISABLE' | 'WARN' | null {
  if (run.failingSince === null || !isWarningDue(run, afterMs, now)) return null;
  const disableAt = autoDisableAt(run, afterMs);
  if (disableAt !== null && now >= disableAt) return 'DISABLE';
  return run.warnedAt !== null && run.warnedAt >= run.failingSince ? null : 'WARN';
}
