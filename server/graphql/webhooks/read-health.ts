import { autoDisableAt, isWarningDue } from '../../domain/auto-disable.ts';
import { circuitState, type CircuitState } from '../../domain/circuit.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import { percentile } from '../../domain/percentile.ts';
import { formatDateTime, HOUR_MS } from '../../domain/time.ts';
import { judgeHealth, type HealthState } from '../../domain/webhook-health.ts';
import type { WebhookQueue } from '../../storage/entities/webhook.ts';
import { findQueues, sumResults, type ResultSum } from '../../storage/repositories/stats.ts';
import type { Store } from '../../storage/store.ts';

const SUCCEEDED = 'SUCCEEDED';
const MAX_TOP_FAILURES = 5;

interface FailureCount { code: FailureCode; statusCode: number | null; count: number }

/** The health of a webhook; its backlog, which costs a count, is left to whoever asks for it. */
export interface HealthFacts {
  webhookId: string;
  state: HealthState;
  summary: string;
  window: { from: number; to: number };
  attemptCount: number;
  successRate: number | null;
  consecutiveFailures: number;
  p50Ms: number | null;
  p95Ms: number | null;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  circuit: CircuitState;
  /** Null unless the circuit is open. */
  circuitRetryAt: number | null;
  /** When the first of the failures since the last success ended; null without any that counts. */
  failingSince: number | null;
  topFailures: FailureCount[];
}

/** Health of webhooks, in their order, over the hours that the last `windowMs` touch. */
export async function readHealth(
  store: Pick<Store, 'reader'>, webhookIds: readonly string[], { windowMs, now }: { windowMs: number; now: number },
): Promise<HealthFacts[]> {
  const from = Math.floor((now - windowMs) / HOUR_MS) * HOUR_MS;
  const [sums, queues] = await Promise.all([sumResults(store, webhookIds, from), findQueues(store, webhookIds)]);
  const sumsOf = groupBy(sums, (sum) => sum.webhookId);
  const queueOf = new Map(queues.map((queue) => [queue.webhookId, queue]));
  return webhookIds.map((id) => healthOf(id, sumsOf.get(id) ?? [], { queue: queueOf.get(id), window: { from, to: now } }));
}

interface ForecastOptions {
  isActive: boolean;
  /** See `domain/auto-disable.ts`; null never switches off. */
  afterMs: number | null;
  now: number;
}

/** An active webhook that has only failed for long says in its summary what is going to happen; an inactive one is not switched off again. */
export function withForecast(facts: HealthFacts, { isActive, afterMs, now }: ForecastOptions): HealthFacts & { autoDisableAt: number | null } {
  const disableAt = isActive ? autoDisableAt(facts, afterMs) : null;
  if (disableAt === null || !isWarningDue(facts, afterMs, now)) return { ...facts, autoDisableAt: disableAt };
  const at = formatDateTime(disableAt).slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
  return { ...facts, autoDisableAt: disableAt, summary: `${facts.summary} It will be switched off for its first failure from ${at} UTC on, unless an attempt succeeds before.` };
}

function healthOf(
  webhookId: string, sums: readonly ResultSum[], { queue, window }: { queue: WebhookQueue | undefined; window: HealthFacts['window'] },
): HealthFacts {
  const attemptCount = total(sums);
  const succeededCount = total(sums.filter(({ result }) => result === SUCCEEDED));
  const standing = standingOf(queue ?? NO_QUEUE, window.to);
  const failures = failuresOf(sums);
  const durations = addUp(sums.map((sum) => sum.durations));
  return {
    webhookId,
    ...judgeHealth({
      attemptCount, succeededCount, consecutiveFailures: standing.consecutiveFailures, topFailure: failures[0] ?? null,
      isCircuitClosed: standing.circuit === 'CLOSED',
    }),
    window,
    attemptCount,
    successRate: attemptCount === 0 ? null : succeededCount / attemptCount,
    ...standing,
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    topFailures: failures.slice(0, MAX_TOP_FAILURES),
  };
}

type Standing = Pick<WebhookQueue, 'consecutiveFailures' | 'failingSince' | 'lastSuccessAt' | 'lastFailureAt' | 'circuitTrips' | 'circuitRetryAt'>;

const NO_QUEUE: Standing = { consecutiveFailures: 0, failingSince: null, lastSuccessAt: null, lastFailureAt: null, circuitTrips: 0, circuitRetryAt: null };

function standingOf({ consecutiveFailures, failingSince, lastSuccessAt, lastFailureAt, circuitTrips, circuitRetryAt }: Standing, now: number) {
  const circuit = circuitState({ trips: circuitTrips, retryAt: circuitRetryAt }, now);
  return {
    consecutiveFailures, failingSince, lastSuccessAt, lastFailureAt, circuit, circuitRetryAt: circuit === 'OPEN' ? circuitRetryAt : null,
  };
}

const total = (sums: readonly ResultSum[]) => sums.reduce((count, sum) => count + sum.count, 0);

function failuresOf(sums: readonly ResultSum[]): FailureCount[] {
  return sums
    .filter(({ result }) => result !== SUCCEEDED)
    .map(({ result, statusCode, count }) => ({ code: result as FailureCode, statusCode: statusCode === 0 ? null : statusCode, count }))
    .sort((a, b) => b.count - a.count);
}

function addUp(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
}
