import { Not } from 'typeorm';
import type { EnvironmentKey } from '../domain/environments.ts';
import { DURATION_BUCKETS_MS } from '../domain/percentile.ts';
import { UNLEASED } from './entities/delivery.ts';
import { Lane } from './entities/lane.ts';
import { COUNT_LIMIT } from './pages.ts';
import type { Store } from './store.ts';

type Reader = Pick<Store, 'reader'>;

/** Webhooks in one statement: SQLite takes 500 parts of a UNION. */
const WEBHOOKS_PER_STATEMENT = 100;

interface Place { accountId: string; environment: EnvironmentKey; webhookId: string }

/** Attempts of a webhook with the same result and about the same duration. */
export interface AttemptTally extends Place {
  isFailure: boolean;
  /** Bucket of `domain/percentile.ts`. */
  durationBucket: number;
  count: number;
}

/** What a webhook has to send: leased by some process, due, and planned for later; the last two up to a limit each. */
export interface Waiting extends Place {
  held: number;
  due: number;
  scheduled: number;
  /** Ms since the epoch; without those that people asked for, which are due at once. */
  oldestDueAt: number | null;
}

/** The end of each lane of the log. */
export async function logExtent({ reader }: Reader): Promise<Map<number, number>> {
  return new Map((await reader.find(Lane)).map(({ lane, lastSeq }) => [lane, lastSeq]));
}

const DURATION_BUCKET = `CASE ${DURATION_BUCKETS_MS.slice(0, -1).map((bound, index) => `WHEN durationMs <= ${bound} THEN ${index}`).join(' ')} ELSE ${DURATION_BUCKETS_MS.length - 1} END`;

/** Counts attempts of the log by its index: `(after, upTo]` of a lane. */
export async function tallyLog({ reader }: Reader, { lane, after, upTo }: { lane: number; after: number; upTo: number }): Promise<AttemptTally[]> {
  const rows = await reader.query(
    `SELECT accountId, environment, webhookId, CASE WHEN failureCode IS NULL THEN 0 ELSE 1 END AS isFailure, ${DURATION_BUCKET} AS durationBucket, COUNT(*) AS count
     FROM delivery_attempt WHERE lane = ? AND seq > ? AND seq <= ? GROUP BY accountId, environment, webhookId, isFailure, durationBucket`, [lane, after, upTo],
  ) as (Omit<AttemptTally, 'isFailure'> & { isFailure: number })[];
  return rows.map((row) => ({ ...row, isFailure: Number(row.isFailure) === 1, durationBucket: Number(row.durationBucket), count: Number(row.count) }));
}

/** What waits, of each webhook of which anything is held or planned; not of those that are switched off. */
export async function waitingByWebhook(store: Reader, now: number): Promise<Waiting[]> {
  const waiting = new Map<string, Waiting>();
  for (const { held, ...place } of await heldByWebhook(store)) waiting.set(place.webhookId, { ...place, held: Number(held), due: 0, scheduled: 0, oldestDueAt: null });
  const planned = await store.reader.query(
    `SELECT queue.webhookId, webhook.accountId, webhook.environment FROM webhook_queue AS queue JOIN webhook ON webhook.id = queue.webhookId
     WHERE queue.nextDueAt IS NOT NULL`,
  ) as Place[];
  for (let at = 0; at < planned.length; at += WEBHOOKS_PER_STATEMENT) {
    const places = planned.slice(at, at + WEBHOOKS_PER_STATEMENT);
    const backlogs = await backlogsOf(store, places.map(({ webhookId }) => webhookId), now);
    for (const place of places) waiting.set(place.webhookId, { ...place, held: waiting.get(place.webhookId)?.held ?? 0, ...backlogs.get(place.webhookId)! });
  }
  return [...waiting.values()];
}

/** As many as the processes may lease; the index alone tells. */
async function heldByWebhook({ reader }: Reader): Promise<(Place & { held: number | string })[]> {
  const owners = (await reader.findBy(Lane, { owner: Not('') })).map(({ owner }) => owner);
  if (owners.length === 0) return [];
  return reader.query(
    `SELECT held.webhookId, webhook.accountId, webhook.environment, held.held FROM (
       SELECT webhookId, COUNT(*) AS held FROM delivery WHERE leaseOwner IN (${owners.map(() => '?').join(', ')}) GROUP BY webhookId
     ) AS held JOIN webhook ON webhook.id = held.webhookId`, owners,
  ) as Promise<(Place & { held: number | string })[]>;
}

type Backlog = Pick<Waiting, 'due' | 'scheduled' | 'oldestDueAt'>;

/** Ranges of one index, each to be counted up to a limit. */
async function backlogsOf({ reader }: Reader, webhookIds: readonly string[], now: number): Promise<Map<string, Backlog>> {
  const waits = `FROM delivery WHERE leaseOwner = '${UNLEASED}' AND webhookId = ? AND dueAt`;
  const one = `SELECT ? AS webhookId, (SELECT COUNT(*) FROM (SELECT 1 ${waits} <= ? LIMIT ${COUNT_LIMIT}) AS due) AS due,
    (SELECT COUNT(*) FROM (SELECT 1 ${waits} > ? LIMIT ${COUNT_LIMIT}) AS later) AS scheduled, (SELECT MIN(dueAt) ${waits} > 0 AND dueAt <= ?) AS oldestDueAt`;
  const rows = await reader.query(webhookIds.map(() => one).join(' UNION ALL '), webhookIds.flatMap((id) => [id, id, now, id, now, id, now])) as
    ({ webhookId: string } & Record<keyof Backlog, number | string | null>)[];
  return new Map(rows.map(({ webhookId, due, scheduled, oldestDueAt }) =>
    [webhookId, { due: Number(due), scheduled: Number(scheduled), oldestDueAt: oldestDueAt === null ? null : Number(oldestDueAt) }]));
}
