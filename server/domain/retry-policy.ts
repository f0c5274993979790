import { problem, type UserProblem } from './errors.ts';
import { DAY_MS, formatDuration, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

export const BACKOFF_KINDS = ['EXPONENTIAL', 'FIXED', 'CUSTOM'] as const;

export type BackoffKind = (typeof BACKOFF_KINDS)[number];

/** When failed deliveries are tried again. */
export interface RetryPolicy {
  readonly kind: BackoffKind;
  /** Attempts including the first. */
  readonly maxAttempts: number;
  /** Wait before the second attempt; null for CUSTOM. */
  readonly initialDelayMs: number | null;
  /** Growth factor; null unless EXPONENTIAL. */
  readonly multiplier: number | null;
  /** Upper bound of a wait; null unless EXPONENTIAL. */
  readonly maxDelayMs: number | null;
  /** Waits of CUSTOM, one fewer than attempts; null otherwise. */
  readonly delaysMs: number[] | null;
  /** Random share taken from or added to a wait, 0-1. */
  readonly jitter: number;
  /** Obey `Retry-After` of 429 and 503. */
  readonly respectRetryAfter: boolean;
  /** Statuses that end the delivery at once. */
  readonly nonRetryableStatusCodes: number[];
}

export interface RetryStep {
  /** Number from 1. */
  readonly attempt: number;
  /** Wait after the previous attempt, without jitter. */
  readonly delayMs: number;
  readonly earliestDelayMs: number;
  readonly latestDelayMs: number;
  /** From the first attempt, without jitter. */
  readonly offsetMs: number;
  /** Ms since epoch; null when the start is not known. */
  readonly at: number | null;
}

export interface RetrySchedule {
  readonly steps: RetryStep[];
  /** From the first to the last attempt, without jitter. */
  readonly totalDurationMs: number;
  readonly warnings: string[];
}

export const MAX_ATTEMPTS = 25;
export const MAX_DELAY_MS = 7 * DAY_MS;
const MAX_MULTIPLIER = 10;
const MAX_STATUS_CODES = 100;
const SHORT_TOTAL_MS = HOUR_MS;

/** A policy of listed waits, with the usual rest. */
function customPolicy(delaysMs: number[]): RetryPolicy {
  return {
    kind: 'CUSTOM',
    maxAttempts: delaysMs.length + 1,
    initialDelayMs: null,
    multiplier: null,
    maxDelayMs: null,
    delaysMs,
    jitter: 0.2,
    respectRetryAfter: true,
    nonRetryableStatusCodes: [410],
  };
}

/** The ten attempts over 75 h that the Standard Webhooks specification suggests. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = customPolicy([
  5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS,
]);

/** Milliseconds to wait after the `policyStep`-th planned attempt (from 1), without jitter. */
function plainDelayAfter(policy: RetryPolicy, policyStep: number): number {
  const initial = policy.initialDelayMs ?? 0;
  switch (policy.kind) {
    case 'FIXED':
      return initial;
    case 'EXPONENTIAL':
      return Math.min(initial * (policy.multiplier ?? 1) ** (policyStep - 1), policy.maxDelayMs ?? MAX_DELAY_MS);
    case 'CUSTOM':
      return policy.delaysMs?.[policyStep - 1] ?? policy.delaysMs?.at(-1) ?? 0;
  }
}

/**
 * Milliseconds to wait after the `policyStep`-th planned attempt (from 1), with jitter.
 * @param random uniform in [0, 1)
 */
export function delayAfter(policy: RetryPolicy, policyStep: number, random: () => number): number {
  return Math.round(plainDelayAfter(policy, policyStep) * (1 + policy.jitter * (2 * random() - 1)));
}

/** The attempts a policy makes; with times when the first attempt's time (ms since epoch) is given, and warned of what takes longer than `bodiesMs`. */
export function schedule(policy: RetryPolicy, startingAt: number | null, bodiesMs = Infinity): RetrySchedule {
  let offsetMs = 0;
  const steps = Array.from({ length: policy.maxAttempts }, (_, index): RetryStep => {
    const delayMs = index === 0 ? 0 : Math.round(plainDelayAfter(policy, index));
    offsetMs += delayMs;
    return {
      attempt: index + 1,
      delayMs,
      earliestDelayMs: Math.round(delayMs * (1 - policy.jitter)),
      latestDelayMs: Math.round(delayMs * (1 + policy.jitter)),
      offsetMs,
      at: startingAt === null ? null : startingAt + offsetMs,
    };
  });
  return { steps, totalDurationMs: offsetMs, warnings: scheduleWarnings(policy, offsetMs, bodiesMs) };
}

function scheduleWarnings(policy: RetryPolicy, totalMs: number, bodiesMs: number): string[] {
  if (policy.maxAttempts === 1) return ['A delivery is attempted once only: one failure is final.'];
  if (totalMs > bodiesMs) return [`The schedule takes longer than bodies are kept (${formatDuration(bodiesMs)}): those of deliveries that still wait are kept until the end.`];
  return totalMs < SHORT_TOTAL_MS ? ['The schedule ends within an hour: a longer outage of the receiver loses events.'] : [];
}

const PATH = ['input', 'retryPolicy'] as const;

/** What is wrong with a policy; paths start at `input.retryPolicy` unless told otherwise. */
export function checkRetryPolicy(policy: RetryPolicy, path: readonly string[] = PATH): UserProblem[] {
  const backoffPath = [...path, 'backoff', policy.kind.toLowerCase()];
  const backoff = policy.kind === 'CUSTOM' ? checkDelays(policy, backoffPath) : checkGrowth(policy, backoffPath);
  return [...backoff, ...checkJitter(policy, path), ...checkStatusCodes(policy, path)];
}

function isDelay(ms: number | null): boolean {
  return ms !== null && Number.isFinite(ms) && ms >= SECOND_MS && ms <= MAX_DELAY_MS;
}

function checkDelays({ delaysMs }: RetryPolicy, path: readonly string[]): UserProblem[] {
  const delays = delaysMs ?? [];
  if (delays.length > MAX_ATTEMPTS - 1) {
    return [problem('TOO_MANY', `A policy may make at most ${MAX_ATTEMPTS} attempts, so it has at most ${MAX_ATTEMPTS - 1} waits.`, [...path, 'delays'])];
  }
  return delays.flatMap((delay, index) =>
    isDelay(delay) ? [] : [problem('INVALID', 'A wait must be between 1 second and 7 days.', [...path, 'delays', String(index)])]);
}

function checkGrowth(policy: RetryPolicy, path: readonly string[]): UserProblem[] {
  const problems: UserProblem[] = [];
  const isExponential = policy.kind === 'EXPONENTIAL';
  if (!Number.isInteger(policy.maxAttempts) || policy.maxAttempts < 1 || policy.maxAttempts > MAX_ATTEMPTS) {
    problems.push(problem('INVALID', `The number of attempts must be between 1 and ${MAX_ATTEMPTS}.`, [...path, 'maxAttempts']));
  }
  if (!isDelay(policy.initialDelayMs)) {
    problems.push(problem('INVALID', 'The wait must be between 1 second and 7 days.', [...path, isExponential ? 'initialDelay' : 'delay']));
  }
  if (isExponential) problems.push(...checkExponential(policy, path));
  return problems;
}

function checkExponential({ multiplier, maxDelayMs, initialDelayMs }: RetryPolicy, path: readonly string[]): UserProblem[] {
  const problems: UserProblem[] = [];
  if (multiplier === null || !(multiplier >= 1 && multiplier <= MAX_MULTIPLIER)) {
    problems.push(problem('INVALID', `The growth factor must be between 1 and ${MAX_MULTIPLIER}.`, [...path, 'multiplier']));
  }
  if (!isDelay(maxDelayMs) || (maxDelayMs ?? 0) < (initialDelayMs ?? 0)) {
    problems.push(problem('INVALID', 'The longest wait must be between the first wait and 7 days.', [...path, 'maxDelay']));
  }
  return problems;
}

function checkJitter({ jitter }: RetryPolicy, path: readonly string[]): UserProblem[] {
  return jitter >= 0 && jitter <= 1 ? [] : [problem('INVALID', 'The jitter must be between 0 and 1.', [...path, 'jitter'])];
}

function checkStatusCodes({ nonRetryableStatusCodes: codes }: RetryPolicy, path: readonly string[]): UserProblem[] {
  const listPath = [...path, 'nonRetryableStatusCodes'];
  if (codes.length > MAX_STATUS_CODES) return [problem('TOO_MANY', `At most ${MAX_STATUS_CODES} status codes may end a delivery.`, listPath)];
  return codes.flatMap((code, index) => (Number.isInteger(code) && code >= 300 && code <= 599
    ? []
    : [problem('INVALID', 'A status code that ends a delivery must be between 300 and 599.', [...listPath, String(index)])]));
}
