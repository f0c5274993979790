import { STANDARD_AUTO_DISABLE_AFTER_MS } from './auto-disable.ts';
import { isEmailAddress } from './email-address.ts';
import { problem, type UserProblem } from './errors.ts';
import { effectiveRetention, type ChosenRetention, type Retention } from './retention.ts';
import { checkRetryPolicy, DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.ts';
import { DAY_MS, HOUR_MS } from './time.ts';
import { checkTimeout, DEFAULT_TIMEOUT_MS } from './webhook-input.ts';

/** Who is told of failures, and of which. */
export interface AlertChoices {
  /** Share of the attempts of a quarter of an hour, 0-1; null never. */
  readonly failureRateThreshold: number | null;
  /** Also before, when a webhook only fails. */
  readonly alertsOnAutoDisable: boolean;
  readonly alertRecipients: readonly string[];
}

/** What an account settles for all its webhooks. Durations in ms. */
export interface SettingsValues extends AlertChoices, ChosenRetention {
  /** Of webhooks without their own, like the timeout. */
  readonly defaultRetryPolicy: RetryPolicy;
  readonly defaultTimeoutMs: number;
  /** Null never switches a webhook off. */
  readonly autoDisableAfterMs: number | null;
  /** How long a replaced secret goes on signing unless somebody says otherwise. */
  readonly secretOverlapMs: number;
}

/** What holds for an account that has chosen nothing. */
export const STANDARD_SETTINGS: SettingsValues = {
  defaultRetryPolicy: DEFAULT_RETRY_POLICY,
  defaultTimeoutMs: DEFAULT_TIMEOUT_MS,
  retentionMs: null,
  bodyRetentionMs: null,
  autoDisableAfterMs: STANDARD_AUTO_DISABLE_AFTER_MS,
  secretOverlapMs: DAY_MS,
  failureRateThreshold: null,
  alertsOnAutoDisable: true,
  alertRecipients: [],
};

export const MAX_SECRET_OVERLAP_MS = 7 * DAY_MS;
export const MAX_ALERT_RECIPIENTS = 20;
const MIN_RETENTION_MS = DAY_MS;
const MAX_RETENTION_MS = 365 * DAY_MS;
const MIN_AUTO_DISABLE_AFTER_MS = HOUR_MS;
const MAX_AUTO_DISABLE_AFTER_MS = 90 * DAY_MS;

/** Everything that is wrong with settings but for the retention. */
export function checkSettings(values: SettingsValues): UserProblem[] {
  const { defaultRetryPolicy, defaultTimeoutMs, secretOverlapMs, autoDisableAfterMs } = values;
  return [
    ...checkRetryPolicy(defaultRetryPolicy, ['input', 'defaultRetryPolicy']),
    ...checkTimeout(defaultTimeoutMs, ['input', 'defaultTimeout']),
    ...checkRange(autoDisableAfterMs, { from: MIN_AUTO_DISABLE_AFTER_MS, to: MAX_AUTO_DISABLE_AFTER_MS, path: ['input', 'autoDisableAfter'],
      message: 'The time after which a webhook is switched off must be between PT1H and P90D, or null for never.' }),
    ...checkRange(secretOverlapMs, { from: 0, to: MAX_SECRET_OVERLAP_MS, path: ['input', 'secretOverlap'],
      message: 'The overlap must be between PT0S and P7D.' }),
    ...checkAlerts(values),
  ];
}

interface Range { from: number; to: number; path: string[]; message: string }

function checkRange(value: number | null, { from, to, path, message }: Range): UserProblem[] {
  return value === null || (value >= from && value <= to) ? [] : [problem('INVALID', message, path)];
}

/** What is wrong with a retention that was chosen; `standard` is that of the server. */
export function checkRetention(values: ChosenRetention, standard: Retention): UserProblem[] {
  const range = { from: MIN_RETENTION_MS, to: MAX_RETENTION_MS, message: 'Logs and bodies are kept between P1D and P365D.' };
  const problems = [
    ...checkRange(values.retentionMs, { ...range, path: ['input', 'retention'] }),
    ...checkRange(values.bodyRetentionMs, { ...range, path: ['input', 'bodyRetention'] }),
  ];
  const isLonger = (values.bodyRetentionMs ?? 0) > effectiveRetention(values, standard).factsMs;
  if (problems.length > 0 || !isLonger) return problems;
  return [problem('INVALID', 'Bodies cannot be kept longer than the logs they belong to: choose a bodyRetention of at most the retention.', ['input', 'bodyRetention'])];
}

function checkAlerts({ failureRateThreshold, alertRecipients }: AlertChoices): UserProblem[] {
  const path = ['input', 'alerts'];
  const rate = checkRange(failureRateThreshold, { from: 0, to: 1, path: [...path, 'failureRateThreshold'],
    message: 'The failure rate must be between 0 and 1, or null for never.' });
  return [...rate, ...checkRecipients(alertRecipients, [...path, 'recipients'])];
}

function checkRecipients(recipients: readonly string[], path: readonly string[]): UserProblem[] {
  if (recipients.length > MAX_ALERT_RECIPIENTS) return [problem('TOO_MANY', `Alerts go to at most ${MAX_ALERT_RECIPIENTS} addresses; a mailing list is one.`, path)];
  return recipients.flatMap((address, index) => (isEmailAddress(address.trim())
    ? [] : [problem('INVALID', 'This is not an e-mail address. Give it alone, as in ops@example.com.', [...path, String(index)])]));
}

/** Trimmed, and each address once. */
export function tidyRecipients(recipients: readonly string[]): string[] {
  const byKey = new Map(recipients.map((each) => [each.trim().toLowerCase(), each.trim()]));
  return [...byKey.values()];
}
