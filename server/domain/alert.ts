import type { EnvironmentKey } from './environments.ts';
import { isFaultOfOurs, statusMeaning, type FailureCode } from './failure-code.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

export const ALERT_KINDS = ['SWITCHED_OFF', 'RECEIVER_GONE', 'ONLY_FAILS', 'FAILURE_RATE'] as const;

/** What people are told of: switched off after failures or by the receiver, failing for long, failing often. */
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What an alert says. Moments in ms since the epoch. */
export interface AlertFacts {
  readonly webhookName: string;
  /** Without the path, which can be a secret, as that of a Slack webhook is. */
  readonly host: string;
  readonly environment: EnvironmentKey;
  /** Of the newest or, for a rate, the most frequent failure. */
  readonly failureCode: FailureCode | null;
  readonly statusCode: number | null;
  readonly failingSince: number | null;
  /** When it will be switched off; null when it will not be. */
  readonly disableAt: number | null;
  /** Attempts of the last quarter of an hour, and how many of them failed; null unless the rate is what the alert is about. */
  readonly rate: { readonly attempts: number; readonly failures: number; readonly threshold: number } | null;
  /** It used up what the account may be told at a time; alerts from before there was a limit do not have it. */
  readonly isLastForNow?: boolean;
}

/** Limits hold for any time so long: whoever makes a receiver fail and switches its webhook on again must not fill the mailboxes of others. */
export const ALERT_LIMIT_WINDOW_MS = HOUR_MS;
/** Alerts of an account; a webhook has one of each kind. Processes that write at the same moment may each write one more. */
export const MOST_ALERTS_OF_ACCOUNT = 20;

/** Over so long a time the failure rate is measured. */
export const RATE_WINDOW_MS = 15 * MINUTE_MS;
/** A rate of fewer attempts than these says nothing. */
export const MIN_RATED_ATTEMPTS = 10;

/** What a rate needs to know of an attempt; a failure code of null is a success. */
export interface RatedAttempt { readonly failureCode: FailureCode | null; readonly statusCode: number | null }

/** The failure rate of attempts when it reaches the threshold, with its most frequent failure; null otherwise. */
export function highRateOf(attempts: readonly RatedAttempt[], threshold: number): Pick<AlertFacts, 'rate' | 'failureCode' | 'statusCode'> | null {
  const rated = attempts.filter(({ failureCode }) => failureCode === null || !isFaultOfOurs(failureCode));
  const failures = rated.filter(({ failureCode }) => failureCode !== null);
  if (rated.length < MIN_RATED_ATTEMPTS || failures.length === 0 || failures.length / rated.length < threshold) return null;
  return { rate: { attempts: rated.length, failures: failures.length, threshold }, ...mostFrequent(failures) };
}

function mostFrequent(failures: readonly RatedAttempt[]): RatedAttempt {
  const counts = new Map<string, number>();
  const name = ({ failureCode, statusCode }: RatedAttempt) => `${failureCode} ${statusCode}`;
  for (const failure of failures) counts.set(name(failure), (counts.get(name(failure)) ?? 0) + 1);
  const { failureCode, statusCode } = failures.reduce((most, each) => (counts.get(name(each))! > counts.get(name(most))! ? each : most));
  return { failureCode, statusCode };
}

const FIRST_PAUSE_MS = 30 * SECOND_MS;
const LONGEST_PAUSE_MS = HOUR_MS;
/** An alert that could not be sent for so long is news no more. */
export const ALERT_LIFETIME_MS = DAY_MS;

/** When to try again what could not be sent at `now`; null when it is too late. */
export function nextTryAt({ createdAt, tries }: { createdAt: number; tries: number }, now: number): number | null {
  const at = now + Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
  return at > createdAt + ALERT_LIFETIME_MS ? null : at;
}

/** Why the receiver fails, in a sentence or two. */
export function causeOf({ failureCode, statusCode }: Pick<AlertFacts, 'failureCode' | 'statusCode'>): string {
  const answer = statusCode === null ? '' : `It answered ${statusCode}. `;
  return failureCode === null ? `${answer}The cause is not known.` : `${answer}${statusMeaning(failureCode)}`;
}
