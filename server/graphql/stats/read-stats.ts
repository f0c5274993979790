import { groupBy } from '../../domain/group-by.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import { DURATION_BUCKETS_MS, percentile } from '../../domain/percentile.ts';
import { planStats, type StatsPlan, type StatsQuestion } from '../../domain/stats-range.ts';
import { sumBuckets, sumByResult, sumByType, type BucketSum, type ResultTotal, type StatsSubjects, type TypeTotal } from '../../storage/repositories/stat-series.ts';
import { SUCCEEDED } from '../../storage/stat-rows.ts';
import type { Store } from '../../storage/store.ts';
import { badInput } from '../errors.ts';

type Reader = Pick<Store, 'reader'>;

/** As the fields of `StatsTotals`; what costs a query of its own is a function. */
export interface Totals {
  events: number | (() => Promise<number>);
  deliveries: number;
  attempts: number;
  succeeded: number;
  failed: number;
  deliverySuccessRate: number | null;
  attemptSuccessRate: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
}

/** As the fields of `DeliveryStats`. */
export interface StatsValue {
  range: { from: number; to: number };
  granularity: number;
  totals: Totals;
  previousTotals: () => Promise<Totals>;
  series: { start: number; succeeded: number; failed: number; p50Ms: number | null; p95Ms: number | null; p99Ms: number | null; isPartial: boolean }[];
  byStatusCode: { statusCode: number | null; count: number }[];
  byFailure: { code: FailureCode; statusCode: number | null; count: number }[];
  types: () => Promise<TypeTotal[]>;
}

/** What is read of a span, of several subjects. */
interface SpanSums { buckets: readonly BucketSum[]; results: readonly ResultTotal[] }

/** Plans a question; refuses with BAD_USER_INPUT. */
export function planOrRefuse(question: StatsQuestion, now: number): StatsPlan {
  const plan = planStats(question, now);
  if ('refusal' in plan) throw badInput(plan.refusal);
  return plan;
}

/** Statistics of webhooks, each by itself, in their order; a list of webhooks asks no more of the database than one. */
export async function readWebhookStats(store: Reader, webhookIds: readonly string[], { plan, now }: { plan: StatsPlan; now: number }): Promise<StatsValue[]> {
  const subjects: StatsSubjects = { ids: webhookIds, environments: null };
  const sums = partsOf(await readSpan(store, subjects, plan));
  const previous = once(async () => groupBy(await sumByResult(store, subjects, plan.previous), subjectOf));
  const types = once(async () => groupBy(await sumByType(store, subjects, plan.span), subjectOf));
  return webhookIds.map((id) => ({
    ...present(sums(id), { plan, now }),
    previousTotals: async () => totalsOf((await previous()).get(id) ?? []),
    types: async () => (await types()).get(id) ?? [],
  }));
}

/** Statistics of all subjects together. `events` of an account are those it published, and of webhooks those that were sent to them. */
export async function readJointStats(
  store: Reader, subjects: StatsSubjects, { plan, now, isAccount }: { plan: StatsPlan; now: number; isAccount: boolean },
): Promise<StatsValue> {
  const types = once(() => sumByType(store, subjects, plan.span));
  const published = isAccount ? async () => eventsOf(await types()) : null;
  const value = present(await readSpan(store, subjects, plan), { plan, now });
  return {
    ...value,
    totals: withEvents(value.totals, published),
    previousTotals: async () => withEvents(
      totalsOf(await sumByResult(store, subjects, plan.previous)), isAccount ? async () => eventsOf(await sumByType(store, subjects, plan.previous)) : null,
    ),
    types,
  };
}

const withEvents = (totals: Totals, events: (() => Promise<number>) | null): Totals => (events ? { ...totals, events } : totals);
const eventsOf = (types: readonly TypeTotal[]) => sum(types.map(({ events }) => events));
const subjectOf = ({ subject }: { subject: string }) => subject;

async function readSpan(store: Reader, subjects: StatsSubjects, asked: StatsPlan): Promise<SpanSums> {
  const [buckets, results] = await Promise.all([sumBuckets(store, subjects, asked), sumByResult(store, subjects, asked.span)]);
  return { buckets, results };
}

function partsOf({ buckets, results }: SpanSums): (subject: string) => SpanSums {
  const [bucketsOf, resultsOf] = [groupBy(buckets, subjectOf), groupBy(results, subjectOf)];
  return (subject) => ({ buckets: bucketsOf.get(subject) ?? [], results: resultsOf.get(subject) ?? [] });
}

function present(sums: SpanSums, { plan, now }: { plan: StatsPlan; now: number }): Omit<StatsValue, 'previousTotals' | 'types'> {
  const { results } = sums;
  const failures = results.filter(({ result }) => result !== SUCCEEDED);
  return {
    range: { from: plan.span.from, to: plan.end },
    granularity: plan.granularityMs,
    totals: totalsOf(results),
    series: seriesOf(sums.buckets, plan, now),
    byStatusCode: counted(results, ({ statusCode }) => statusCode).map(({ key, count }) => ({ statusCode: statusOrNull(key), count })),
    byFailure: counted(failures, ({ result, statusCode }) => `${result} ${statusCode}`)
      .map(({ first, count }) => ({ code: first.result as FailureCode, statusCode: statusOrNull(first.statusCode), count })),
  };
}

function totalsOf(results: readonly ResultTotal[]): Totals {
  const successes = results.filter(({ result }) => result === SUCCEEDED);
  const [attempts, succeeded] = [countOf(results), countOf(successes)];
  return {
    events: sum(results.map(({ fresh }) => fresh)),
    deliveries: sum(results.map(({ begun }) => begun)),
    attempts,
    succeeded,
    failed: attempts - succeeded,
    deliverySuccessRate: rateOf(sum(successes.map(({ finished }) => finished)), sum(results.map(({ finished }) => finished))),
    attemptSuccessRate: rateOf(succeeded, attempts),
    ...percentilesOf(results),
  };
}

function seriesOf(sums: readonly BucketSum[], { span, granularityMs, bucketCount }: StatsPlan, now: number): StatsValue['series'] {
  const byBucket = groupBy(sums, ({ bucket }) => bucket);
  return Array.from({ length: bucketCount }, (_, bucket) => {
    const start = span.from + bucket * granularityMs;
    const own = byBucket.get(bucket) ?? [];
    const succeeded = countOf(own.filter(({ isSuccess }) => isSuccess));
    return { start, succeeded, failed: countOf(own) - succeeded, ...percentilesOf(own), isPartial: start + granularityMs > Math.min(now, span.to) };
  });
}

function percentilesOf(sums: readonly { durations: readonly number[] }[]): Pick<Totals, 'p50Ms' | 'p95Ms' | 'p99Ms'> {
  const durations = DURATION_BUCKETS_MS.map((_, index) => sum(sums.map((each) => each.durations[index]!)));
  return { p50Ms: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95), p99Ms: percentile(durations, 0.99) };
}

/** Rows of a key counted together, the most frequent first. */
function counted<Key extends string | number>(rows: readonly ResultTotal[], keyOf: (row: ResultTotal) => Key): { key: Key; first: ResultTotal; count: number }[] {
  return [...groupBy(rows, keyOf)].map(([key, own]) => ({ key, first: own[0]!, count: countOf(own) })).sort((a, b) => b.count - a.count);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const countOf = (rows: readonly { count: number }[]) => sum(rows.map(({ count }) => count));
const rateOf = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const statusOrNull = (statusCode: number) => (statusCode === 0 ? null : statusCode);

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => answer ??= read();
}
