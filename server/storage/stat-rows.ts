import type { EntityManager } from 'typeorm';
import { bucketOf } from '../domain/percentile.ts';
import { FINE_MS, floorTo } from '../domain/stats-range.ts';
import { HOUR_MS } from '../domain/time.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { DURATION_COLUMNS } from './entities/attempt-stat.ts';
import type { WebhookEvent } from './entities/webhook-event.ts';
import { dialectOfManager, insertRows } from './rows.ts';
import type { Value } from './value.ts';

export const SUCCEEDED = 'SUCCEEDED';

/** A table of counts: rows of one key add up. */
export interface StatTable { readonly name: string; readonly key: readonly string[]; readonly counts: readonly string[] }

const PLACE = ['subject', 'width', 'start', 'environment'] as const;

export const ATTEMPT_STAT: StatTable = {
  name: 'attempt_stat', key: [...PLACE, 'result', 'statusCode'], counts: ['count', 'begun', 'fresh', 'finished', ...DURATION_COLUMNS],
};
export const EVENT_TYPE_STAT: StatTable = { name: 'event_type_stat', key: [...PLACE, 'eventCode'], counts: ['events', 'attempts', 'failures'] };

/** Where the counts for durations begin among those of `attempt_stat`. */
const FIRST_DURATION = 4;

interface Group { readonly webhookId: string; readonly accountId: string; readonly start: number; readonly rest: readonly Value[]; readonly counts: number[] }

/**
 * Counts ended attempts. The cost follows the webhooks, results and event types among them, not the attempts. Comes last in its
 * transaction: other processes count for the same account.
 */
export async function countAttempts(tx: EntityManager, records: readonly AttemptRecord[]): Promise<void> {
  const results = new Map<string, Group>();
  const types = new Map<string, Group>();
  for (const { attempt, settlement } of records) {
    const isFirst = attempt.number === 1;
    const isEnd = settlement.completedAt === attempt.completedAt && (settlement.status === 'SUCCEEDED' || settlement.status === 'FAILED');
    const { counts } = groupOf(results, ATTEMPT_STAT, attempt, [attempt.environment, attempt.failureCode ?? SUCCEEDED, attempt.statusCode ?? 0]);
    add(counts, [1, Number(isFirst), Number(isFirst && attempt.trigger !== 'REPLAY'), Number(isEnd)]);
    counts[FIRST_DURATION + bucketOf(attempt.durationMs)]! += 1;
    add(groupOf(types, EVENT_TYPE_STAT, attempt, [attempt.environment, attempt.eventCode]).counts, [0, 1, Number(attempt.failureCode !== null)]);
  }
  await addCounts(tx, ATTEMPT_STAT, [...results.values()].flatMap((group) => [...rowsOf(group.webhookId, group), ...rowsOf(group.accountId, group)]));
  await addCounts(tx, EVENT_TYPE_STAT, [...types.values()].flatMap((group) => [...rowsOf(group.webhookId, group), ...rowsOf(group.accountId, group)]));
}

/** Counts stored events, tests among them; last in its transaction as well. */
export async function countEvents(tx: EntityManager, events: readonly WebhookEvent[]): Promise<void> {
  const groups = new Map<string, Group>();
  for (const { accountId, publishedAt, environment, code } of events) {
    add(groupOf(groups, EVENT_TYPE_STAT, { accountId, webhookId: '', startedAt: publishedAt }, [environment, code]).counts, [1]);
  }
  await addCounts(tx, EVENT_TYPE_STAT, [...groups.values()].flatMap((group) => [...rowsOf(group.accountId, group)]));
}

function groupOf(
  groups: Map<string, Group>, { counts }: StatTable, { webhookId, accountId, startedAt }: { webhookId: string; accountId: string; startedAt: number },
  rest: readonly Value[],
): Group {
  const start = floorTo(startedAt, FINE_MS);
  const name = `${webhookId} ${accountId} ${start} ${rest.join(' ')}`;
  let group = groups.get(name);
  if (!group) groups.set(name, group = { webhookId, accountId, start, rest, counts: counts.map(() => 0) });
  return group;
}

interface StatRow { readonly key: readonly Value[]; readonly counts: readonly number[] }

function* rowsOf(subject: string, { start, rest, counts }: Group): Generator<StatRow> {
  yield { key: [subject, FINE_MS, start, ...rest], counts };
  yield { key: [subject, HOUR_MS, floorTo(start, HOUR_MS), ...rest], counts };
}

/** Each key once and in their order, so that two processes never wait for each other crosswise. */
async function addCounts(tx: EntityManager, table: StatTable, rows: readonly StatRow[]): Promise<void> {
  const sums = new Map<string, { key: readonly Value[]; counts: number[] }>();
  for (const { key, counts } of rows) {
    const name = key.join(' ');
    const sum = sums.get(name);
    if (sum) add(sum.counts, counts);
    else sums.set(name, { key, counts: [...counts] });
  }
  const ordered = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { key, counts }]) => [...key, ...counts]);
  await insertRows(tx, table.name, [...table.key, ...table.counts], ordered, addingUp(tx, table));
}

/** Clause of an INSERT that adds to the row that is there. */
export function addingUp(tx: EntityManager, { name, key, counts }: StatTable): string {
  return dialectOfManager(tx) === 'sqlite'
    ? `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${counts.map((each) => `${each} = ${name}.${each} + excluded.${each}`).join(', ')}`
    : `ON DUPLICATE KEY UPDATE ${counts.map((each) => `${each} = ${name}.${each} + VALUES(${each})`).join(', ')}`;
}

function add(counts: number[], more: readonly number[]): void {
  for (const [index, count] of more.entries()) counts[index]! += count;
}
