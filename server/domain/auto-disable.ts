import { DAY_MS } from './time.ts';

/** Time of nothing but failures after which a webhook is switched off, and after which that is announced. */
export const AUTO_DISABLE_AFTER_MS = 5 * DAY_MS;
const WARN_AFTER_MS = DAY_MS;
/** A webhook that is called once a week is not switched off for its second failure. */
const MIN_FAILURES = 5;

/** Failures since the last success. */
export interface FailureRun {
  readonly consecutiveFailures: number;
  /** When the first of them ended, ms since epoch; null without failures that count. */
  readonly failingSince: number | null;
}

/** When the webhook is switched off if failures go on, ms since epoch; null when it is not failing. */
export function autoDisableAt({ consecutiveFailures, failingSince }: FailureRun): number | null {
  return failingSince === null || consecutiveFailures < MIN_FAILURES ? null : failingSince + AUTO_DISABLE_AFTER_MS;
}

/** Whether people should know by `now` of a switching off at `disableAt`. */
export function isWarningDue(disableAt: number, now: number): boolean {
  return now >= disableAt - AUTO_DISABLE_AFTER_MS + WARN_AFTER_MS;
}

/** What a failure at `now` leads to; the warning comes once in a run. */
export function verdictOf(before: FailureRun & { readonly lastFailureAt: number | null }, after: FailureRun, now: number): 'DISABLE' | 'WARN' | null {
  const disableAt = autoDisableAt(after);
  if (disableAt === null || !isWarningDue(disableAt, now)) return null;
  if (now >= disableAt) return 'DISABLE';
  const disableAtBefore = autoDisableAt(before);
  const wasWarned = disableAtBefore !== null && before.lastFailureAt !== null && isWarningDue(disableAtBefore, before.lastFailureAt);
  return wasWarned ? null : 'WARN';
}
