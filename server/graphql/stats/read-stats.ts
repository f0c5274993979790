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

/** As the fields of `DeliveryStats`. What is read for a field is read when it is asked for, so all that is asked is read at the same time. */
export interface StatsValue {
  range: { from: number; to: number };
  granularity: number;
  totals: () => Promise<Totals>;
  previousTotals: () => Promise<Totals>;
  series: () => Promise<{ start: number; succeeded: number; failed: number; p50Ms: number | null; p95Ms: number | null; p99Ms: number | null; isPartial: boolean }[]>;
  byStatusCode: () => Promise<{ statusCode: number | null; count: number }[]>;
  byFailure: () => Promise<{ code: FailureCode; statusCode: number | null; count: number }[]>;
  types: () => Promise<readonly TypeTotal[]>;
}

/** What is read for the fields, each once. */
interface Parts {
  buckets: () => Promise<readonly BucketSum[]>;
  results: () => Promise<readonly ResultTotal[]>;
  previous: () => Promise<readonly ResultTotal[]>;
  types: () => Promise<readonly TypeTotal[]>;
}

/** Plans a question; refuses with BAD_USER_INPUT. */
export function planOrRefuse(question: StatsQuestion, now: number): StatsPlan {
  const plan = planStats(question, now);
  if ('refusal' in plan) throw badInput(plan.refusal);
  return plan;
}

/** Statistics of webhooks, each by itself, in their order; a list of webhooks asks no more of the database than one. */
export function readWebhookStats(store: Reader, webhookIds: readonly string[], { plan, now }: { plan: StatsPlan; now: number }): StatsValue[] {
  const { buckets, results, previous, types } = partsOf(store, { ids: webhookIds, environments: null }, plan);
  const [bucketsOf, resultsOf, previousOf, typesOf] = [bySubject(buckets), bySubject(results), bySubject(previous), bySubject(types)];
  return webhookIds.map((id) => present({ buckets: () => bucketsOf(id), results: () => resultsOf(id), previous: () => previousOf(id), types: () => typesOf(id) }, { plan, now }));
}

/** Statistics of all subjects together. `events` of an account are those it published, and of webhooks those that were sent to them. */
export function readJointStats(store: Reader, subjects: StatsSubjects, { plan, now, isAccount }: { plan: StatsPlan; now: number; isAccount: boolean }): StatsValue {
  const parts = partsOf(store, subjects, plan);
  const value = present(parts, { plan, now });
  if (!isAccount) return value;
  return {
    ...value,
    totals: async () => ({ ...await value.totals(), events: async () => eventsOf(await parts.types()) }),
    previousTotals: async () => ({ ...await value.previousTotals(), events: async () => eventsOf(await sumByType(store, subjects, plan.previous)) }),
  };
}

function partsOf(store: Reader, subjects: StatsSubjects, plan: StatsPlan): Parts {
  return {
    buckets: once(() => sumBuckets(store, subjects, plan)),
    results: once(() => sumByResult(store, subjects, plan.span)),
    previous: once(() => sumByResult(store, subjects, plan.previous)),
    types: once(() => sumByType(store, subjects, plan.span)),
  };
}

/** The rows of each subject, of rows that are read for all of them. */
function bySubject<Row extends { subject: string }>(read: () => Promise<readonly Row[]>): (subject: string) => Promise<readonly Row[]> {
  const grouped = once(async () => groupBy(await read(), ({ subject }) => subject));
  return async (subject) => (await grouped()).get(subject) ?? [];
}

function present({ buckets, results, previous, types }: Parts, { plan, now }: { plan: StatsPlan; now: number }): StatsValue {
  return {
    range: { from: plan.span.from, to: plan.end },
    granularity: plan.granularityMs,
    totals: async () => totalsOf(await results()),
    previousTotals: async () => totalsOf(await previous()),
    series: async () => seriesOf(await buckets(), plan, now),
    byStatusCode: async () => counted(await results(), ({ statusCode }) => statusCode).map(({ key, count }) => ({ statusCode: statusOrNull(key), count })),
    byFailure: async () => counted((await results()).filter(({ result }) => result !== SUCCEEDED), ({ result, statusCode }) => `${result} ${statusCode}`)
      .map(({ first, count }) => ({ code: first.result as FailureCode, statusCode: statusOrNull(first.statusCode), count })),
    types,
  };
}

const eventsOf = (types: readonly TypeTotal[]) => sum(types.map(({ events }) => events));

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

function seriesOf(sums: readonly BucketSum[], { span, granularityMs, bucketCount }: StatsPlan, now: number): Awaited<ReturnType<StatsValue['series']>> {
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
