import type { EntityManager } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import type { StatsSpan } from '../../domain/stats-range.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { DURATION_COLUMNS } from '../entities/attempt-stat.ts';
import { dialectOfManager } from '../rows.ts';
import { SUCCEEDED } from '../stat-rows.ts';
import type { Store } from '../store.ts';
import type { Value } from '../value.ts';

type Reader = Pick<Store, 'reader'>;

/** Whose counts: of webhooks or of an account. */
export interface StatsSubjects {
  readonly ids: readonly string[];
  /** All when null. */
  readonly environments: readonly EnvironmentKey[] | null;
}

/** Attempts of a subject in a bucket that succeeded, or that did not. */
export interface BucketSum {
  subject: string;
  /** Number of the bucket, from 0. */
  bucket: number;
  isSuccess: boolean;
  count: number;
  /** Durations by bucket of `domain/percentile.ts`. */
  durations: number[];
}

/** Attempts of a subject with one result; see `AttemptStat`. */
export interface ResultTotal {
  subject: string;
  result: string;
  statusCode: number;
  count: number;
  begun: number;
  fresh: number;
  finished: number;
  /** Durations by bucket of `domain/percentile.ts`. */
  durations: number[];
}

export interface TypeTotal { subject: string; eventCode: string; events: number; attempts: number; failures: number }

export interface VolumeSum { eventCode: string; bucket: number; events: number }

/** MariaDB and MySQL add integers as decimals, which takes twice as long as floating point, exact to 2^53; SQLite is slower with that. */
const sum = (reader: EntityManager, counts: string) => (dialectOfManager(reader) === 'sqlite' ? `SUM(${counts})` : `SUM(${counts} + 0e0)`);

const sums = (reader: EntityManager, columns: readonly string[]) => columns.map((name) => `${sum(reader, name)} AS ${name}`).join(', ');

/** Counts by bucket, for charts. */
export async function sumBuckets({ reader }: Reader, subjects: StatsSubjects, { span, granularityMs }: { span: StatsSpan; granularityMs: number }): Promise<BucketSum[]> {
  const { where, parameters } = within(subjects, span);
  const rows = await reader.query(
    `SELECT subject, ${bucketStart(span, granularityMs)} AS begins, CASE WHEN result = '${SUCCEEDED}' THEN 1 ELSE 0 END AS isSuccess, ${sums(reader, ['count', ...DURATION_COLUMNS])}
     FROM attempt_stat WHERE ${where} GROUP BY subject, begins, isSuccess`, parameters,
  ) as Record<string, number | string>[];
  return rows.map((row) => ({
    subject: String(row.subject), bucket: (Number(row.begins) - span.from) / granularityMs, isSuccess: Number(row.isSuccess) === 1,
    count: Number(row.count), durations: durationsOf(row),
  }));
}

/** Counts by result, for totals. */
export async function sumByResult({ reader }: Reader, subjects: StatsSubjects, span: StatsSpan): Promise<ResultTotal[]> {
  const { where, parameters } = within(subjects, span);
  const rows = await reader.query(
    `SELECT subject, result, statusCode, ${sums(reader, ['count', 'begun', 'fresh', 'finished', ...DURATION_COLUMNS])}
     FROM attempt_stat WHERE ${where} GROUP BY subject, result, statusCode`, parameters,
  ) as Record<string, number | string>[];
  return rows.map((row) => ({
    subject: String(row.subject), result: String(row.result), statusCode: Number(row.statusCode), count: Number(row.count),
    begun: Number(row.begun), fresh: Number(row.fresh), finished: Number(row.finished), durations: durationsOf(row),
  }));
}

const durationsOf = (row: Record<string, number | string>) => DURATION_COLUMNS.map((column) => Number(row[column]));

/** Counts by event type. */
export async function sumByType({ reader }: Reader, subjects: StatsSubjects, span: StatsSpan): Promise<TypeTotal[]> {
  const { where, parameters } = within(subjects, span);
  const rows = await reader.query(
    `SELECT subject, eventCode, ${sums(reader, ['events', 'attempts', 'failures'])}
     FROM event_type_stat WHERE ${where} GROUP BY subject, eventCode`, parameters,
  ) as TypeTotal[];
  return rows.map((row) => ({ ...row, events: Number(row.events), attempts: Number(row.attempts), failures: Number(row.failures) }));
}

/** Published events by type and bucket. */
export async function sumVolumes({ reader }: Reader, subjects: StatsSubjects, { span, granularityMs }: { span: StatsSpan; granularityMs: number }): Promise<VolumeSum[]> {
  const { where, parameters } = within(subjects, span);
  const rows = await reader.query(
    `SELECT eventCode, ${bucketStart(span, granularityMs)} AS begins, ${sums(reader, ['events'])}
     FROM event_type_stat WHERE ${where} AND events > 0 GROUP BY eventCode, begins`, parameters,
  ) as { eventCode: string; begins: number | string; events: number | string }[];
  return rows.map(({ eventCode, begins, events }) => ({ eventCode, bucket: (Number(begins) - span.from) / granularityMs, events: Number(events) }));
}

/** Attempts of webhooks since the start of an hour, and how many of them succeeded; webhooks without any are left out. */
export async function sumSuccesses({ reader }: Reader, webhookIds: readonly string[], sinceHour: number): Promise<Map<string, { attempts: number; succeeded: number }>> {
  if (webhookIds.length === 0) return new Map();
  const rows = await reader.query(
    `SELECT subject, ${sum(reader, 'count')} AS attempts, ${sum(reader, `CASE WHEN result = '${SUCCEEDED}' THEN count ELSE 0 END`)} AS succeeded FROM attempt_stat
     WHERE subject IN (${marks(webhookIds)}) AND width = ${HOUR_MS} AND start >= ? GROUP BY subject`, [...webhookIds, sinceHour],
  ) as { subject: string; attempts: number | string; succeeded: number | string }[];
  return new Map(rows.map(({ subject, attempts, succeeded }) => [subject, { attempts: Number(attempts), succeeded: Number(succeeded) }]));
}

/** `%` is the same on every database, whole division is not. Both are numbers of ours, so they may stand in the text. */
const bucketStart = ({ from }: StatsSpan, granularityMs: number) => `start - ((start - ${from}) % ${granularityMs})`;

/** Ranges of the primary key. */
function within({ ids, environments }: StatsSubjects, { from, to, widths }: StatsSpan): { where: string; parameters: Value[] } {
  if (ids.length === 0 || environments?.length === 0) return { where: '1 = 0', parameters: [] };
  const conditions = [`subject IN (${marks(ids)})`, `width IN (${widths.join(', ')})`, 'start >= ?', 'start < ?'];
  const parameters: Value[] = [...ids, from, to];
  if (environments) {
    conditions.push(`environment IN (${marks(environments)})`);
    parameters.push(...environments);
  }
  return { where: conditions.join(' AND '), parameters };
}

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ');
