import type { AttemptOutcome, FailureOutcome } from './outcome.ts';
import { delayAfter, type RetryPolicy } from './retry-policy.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

/*
 * The states of a delivery. `settle` is the only code that moves one after an attempt.
 *
 *   PENDING --claim--> IN_PROGRESS --2xx--> SUCCEEDED
 *                         |--failure, attempts left--> RETRYING --due, claim--> IN_PROGRESS
 *                         |--failure, none left or final--> FAILED
 *                         |--lease ran out--> RETRYING (attempt recorded as outcome unknown)
 *   PENDING/RETRYING --cancel, webhook deleted--> CANCELLED      matched but inactive or filtered out --> SKIPPED
 *   any state --manual retry (attempt kind MANUAL), 2xx--> SUCCEEDED;
 *               a failed manual attempt leaves state and planned retries as they were
 */
export const DELIVERY_STATUSES = ['PENDING', 'IN_PROGRESS', 'RETRYING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What caused a delivery. */
export const DELIVERY_TRIGGERS = ['EVENT', 'TEST', 'REPLAY'] as const;

export type DeliveryTrigger = (typeof DELIVERY_TRIGGERS)[number];

/** Why an event is not sent to a webhook that asked for its type. */
export const SKIP_REASONS = ['INACTIVE', 'FILTER_REFUSED', 'FILTER_FAILED'] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why an attempt was made. */
export const ATTEMPT_KINDS = ['INITIAL', 'RETRY', 'MANUAL'] as const;

export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

export const ATTEMPT_STATUSES = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'] as const;

export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** A receiver may put off one delivery by a day at most, and the whole webhook by an hour. */
const MAX_RETRY_AFTER_MS = DAY_MS;
const MAX_WEBHOOK_REST_MS = HOUR_MS;
const MIN_WAIT_AFTER_THROTTLE_MS = MINUTE_MS;

/** Attempts of unknown outcome that a delivery may have beyond its policy: one that always takes the process down must come to an end. */
const MAX_UNCOUNTED = 5;

const FINAL_STATUSES: ReadonlySet<DeliveryStatus> = new Set<DeliveryStatus>(['SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED']);

/** Where a delivery stands when an attempt of it has ended. */
export interface SettleInput {
  /** Status: of a planned attempt IN_PROGRESS (or CANCELLED meanwhile), of a manual one whatever it was before. */
  readonly status: DeliveryStatus;
  readonly kind: AttemptKind;
  readonly trigger: DeliveryTrigger;
  /** Number of this attempt, from 1: planned or not. */
  readonly number: number;
  /** Planned attempts used before this one. */
  readonly policyStep: number;
  readonly policy: RetryPolicy;
  readonly outcome: AttemptOutcome;
  /** Planned next attempt and end as they were, in ms since epoch: a failed manual attempt keeps them. */
  readonly nextAttemptAt: number | null;
  readonly completedAt: number | null;
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Where it stands afterwards, and what its webhook should do. Times are ms since epoch. */
export interface Settlement {
  readonly status: DeliveryStatus;
  /** Planned attempts used. */
  readonly policyStep: number;
  readonly nextAttemptAt: number | null;
  readonly completedAt: number | null;
  /** The receiver asked to be left alone until then; nothing is to be sent to the webhook before. */
  readonly webhookRestsUntil: number | null;
  /** The receiver said 410: switch the webhook off with reason RECEIVER_REQUEST. */
  readonly switchOffWebhook: boolean;
}

type Move = Pick<Settlement, 'status' | 'policyStep' | 'nextAttemptAt' | 'completedAt'>;

/** Whether nothing more is planned for a delivery in this status. */
export function isFinal(status: DeliveryStatus): boolean {
  return FINAL_STATUSES.has(status);
}

/** Moves a delivery after an attempt has ended. */
export function settle(input: SettleInput): Settlement {
  const { outcome } = input;
  if (outcome.kind === 'success') return succeed(input);
  return {
    ...moveAfterFailure(input, outcome),
    webhookRestsUntil: restUntil(input, outcome),
    switchOffWebhook: outcome.code === 'HTTP_GONE',
  };
}

function succeed({ kind, status, policyStep, completedAt, now }: SettleInput): Settlement {
  return {
    status: 'SUCCEEDED',
    policyStep: kind === 'MANUAL' ? policyStep : policyStep + 1,
    nextAttemptAt: null,
    completedAt: status === 'SUCCEEDED' ? (completedAt ?? now) : now,
    webhookRestsUntil: null,
    switchOffWebhook: false,
  };
}

function moveAfterFailure(input: SettleInput, outcome: FailureOutcome): Move {
  if (input.kind === 'MANUAL' || isFinal(input.status)) return stay(input);
  const counts = isCounted(input, outcome);
  const policyStep = counts ? input.policyStep + 1 : input.policyStep;
  if (input.trigger === 'TEST' || (counts && isFinalFailure(input.policy, policyStep, outcome))) {
    return { status: 'FAILED', policyStep, nextAttemptAt: null, completedAt: input.now };
  }
  const waitMs = counts ? waitAfter(input, policyStep, outcome) : 0;
  return { status: 'RETRYING', policyStep, nextAttemptAt: input.now + waitMs, completedAt: null };
}

/** An attempt of unknown outcome was no fault of the receiver: the delivery goes on at once, as if it had not been made. */
function isCounted({ number, policyStep }: SettleInput, outcome: FailureOutcome): boolean {
  return outcome.code !== 'OUTCOME_UNKNOWN' || number - policyStep > MAX_UNCOUNTED;
}

function stay({ status, policyStep, nextAttemptAt, completedAt }: SettleInput): Move {
  return { status, policyStep, nextAttemptAt, completedAt };
}

function isFinalFailure(policy: RetryPolicy, policyStep: number, outcome: FailureOutcome): boolean {
  if (!outcome.isRetryable || policyStep >= policy.maxAttempts) return true;
  return outcome.statusCode !== null && policy.nonRetryableStatusCodes.includes(outcome.statusCode);
}

function waitAfter({ policy, random }: SettleInput, policyStep: number, outcome: FailureOutcome): number {
  const planned = delayAfter(policy, policyStep, random);
  const asked = askedWait(policy, outcome);
  if (asked !== null) return Math.max(planned, Math.min(asked, MAX_RETRY_AFTER_MS));
  return outcome.isThrottle ? Math.max(planned, MIN_WAIT_AFTER_THROTTLE_MS) : planned;
}

function restUntil({ policy, now }: SettleInput, outcome: FailureOutcome): number | null {
  const asked = askedWait(policy, outcome);
  return asked === null ? null : now + Math.min(asked, MAX_WEBHOOK_REST_MS);
}

function askedWait(policy: RetryPolicy, outcome: FailureOutcome): number | null {
  return policy.respectRetryAfter ? outcome.retryAfterMs : null;
}
