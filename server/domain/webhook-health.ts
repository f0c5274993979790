import { statusMeaning, type FailureCode } from './failure-code.ts';

export const HEALTH_STATES = ['IDLE', 'HEALTHY', 'DEGRADED', 'FAILING'] as const;

export type HealthState = (typeof HEALTH_STATES)[number];

/** Success rate from which a webhook counts as healthy, and below which as failing. */
const HEALTHY_RATE = 0.95;
const FAILING_RATE = 0.5;
/** So many failures in a row are an outage, whatever the rate of the whole window says. */
const FAILING_IN_A_ROW = 5;

/** Finished attempts of a webhook in a window. */
export interface HealthCounts {
  readonly attemptCount: number;
  readonly succeededCount: number;
  /** Failures since the last success. */
  readonly consecutiveFailures: number;
  /** Attempts flow. */
  readonly isCircuitClosed: boolean;
  readonly topFailure: { readonly code: FailureCode; readonly statusCode: number | null; readonly count: number } | null;
}

/** Judges recent deliveries, with one sentence that names the cause. */
export function judgeHealth(counts: HealthCounts): { state: HealthState; summary: string } {
  return { state: stateOf(counts), summary: summaryOf(counts) };
}

function stateOf({ attemptCount, succeededCount, consecutiveFailures, isCircuitClosed }: HealthCounts): HealthState {
  if (!isCircuitClosed) return 'FAILING';
  if (attemptCount === 0) return 'IDLE';
  const rate = succeededCount / attemptCount;
  if (rate < FAILING_RATE || consecutiveFailures >= FAILING_IN_A_ROW) return 'FAILING';
  return rate >= HEALTHY_RATE ? 'HEALTHY' : 'DEGRADED';
}

function summaryOf({ attemptCount, succeededCount, consecutiveFailures, topFailure, isCircuitClosed }: HealthCounts): string {
  if (attemptCount === 0) return isCircuitClosed ? 'No attempt in this time.' : statusMeaning('CIRCUIT_OPEN');
  if (succeededCount === attemptCount) return attemptCount === 1 ? 'The only attempt succeeded.' : `All ${attemptCount} attempts succeeded.`;
  const cause = topFailure ? ` Most often: ${causeOf(topFailure)}` : '';
  if (attemptCount === 1) return `The only attempt failed.${topFailure ? ` Cause: ${causeOf(topFailure)}` : ''}`;
  const failed = `${share(attemptCount - succeededCount, attemptCount)} of ${attemptCount} attempts failed`;
  const inARow = consecutiveFailures >= FAILING_IN_A_ROW ? `, the last ${consecutiveFailures} in a row` : '';
  return `${failed}${inARow}.${cause}`;
}

function causeOf({ code, statusCode }: NonNullable<HealthCounts['topFailure']>): string {
  return statusCode === null ? statusMeaning(code) : `answer ${statusCode}. ${statusMeaning(code)}`;
}

/** A share in whole percent that never says 0 % or 100 % when it is not. */
function share(part: number, whole: number): string {
  if (part === whole) return '100%';
  return `${Math.min(99, Math.max(1, Math.round((part / whole) * 100)))}%`;
}
