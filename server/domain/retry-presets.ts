import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

/** A retry policy to choose by its name. */
export interface RetryPolicyPreset {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly policy: RetryPolicy;
}

const waits = (delaysMs: number[]): RetryPolicy => ({ ...DEFAULT_RETRY_POLICY, delaysMs, maxAttempts: delaysMs.length + 1 });

export const RETRY_POLICY_PRESETS: readonly RetryPolicyPreset[] = [
  {
    key: 'patient', name: 'Patient (3 days)',
    description: 'Ten attempts over 75 hours, as Standard Webhooks suggests: a receiver that is down for a weekend misses nothing.',
    policy: DEFAULT_RETRY_POLICY,
  },
  {
    key: 'day', name: 'About a day',
    description: 'Eight attempts over 28 hours: quick at first, for receivers that somebody mends within a working day.',
    policy: waits([5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 10 * HOUR_MS]),
  },
  {
    key: 'hour', name: 'Within an hour',
    description: 'At once and 1, 5, 15 and 60 minutes after that: for events that are worth little later.',
    policy: waits([MINUTE_MS, 4 * MINUTE_MS, 10 * MINUTE_MS, 45 * MINUTE_MS]),
  },
  {
    key: 'brief', name: 'Three attempts in 30 minutes',
    description: 'For receivers that fetch what they missed by themselves.',
    policy: { ...DEFAULT_RETRY_POLICY, kind: 'FIXED', maxAttempts: 3, initialDelayMs: 15 * MINUTE_MS, delaysMs: null },
  },
];
