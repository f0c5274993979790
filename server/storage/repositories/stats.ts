import { In, Not } from 'typeorm';
import { HOUR_MS } from '../../domain/time.ts';
import { AttemptStat, DURATION_COLUMNS } from '../entities/attempt-stat.ts';
import { UNLEASED } from '../entities/delivery.ts';
import { Lane } from '../entities/lane.ts';
import { WebhookQueue } from '../entities/webhook.ts';
import { COUNT_LIMIT } from '../pages.ts';
import type { Store } from '../store.ts';

/** Attempts of a webhook with one result, summed over hours. */
export interface ResultSum {
  webhookId: string;
  /** Failure code, or `SUCCEEDED`. */
  result: string;
  /** 0 without a response. */
  statusCode: number;
  count: number;
  /** Durations by bucket of `domain/percentile.ts`. */
  durations: number[];
}

type SumRow = Record<'count' | (typeof DURATION_COLUMNS)[number], number | string> & Pick<ResultSum, 'webhookId' | 'result' | 'statusCode'>;

/** Results of webhooks since the start of an hour. */
export async function sumResults({ reader }: Pick<Store, 'reader'>, webhookIds: readonly string[], sinceHour: number): Promise<ResultSum[]> {
  const query = reader.createQueryBuilder(AttemptStat, 'stat')
    .select('stat.subject', 'webhookId').addSelect('stat.result', 'result').addSelect('stat.statusCode', 'statusCode')
    .addSelect('SUM(stat.count)', 'count')
    .where({ subject: In([...webhookIds]), width: HOUR_MS }).andWhere('stat.start >= :sinceHour', { sinceHour })
    .groupBy('stat.subject').addGroupBy('stat.result').addGroupBy('stat.statusCode');
  for (const column of DURATION_COLUMNS) query.addSelect(`SUM(stat.${column})`, column);
  const rows = await query.getRawMany<SumRow>();
  return rows.map(({ webhookId, result, statusCode, count, ...buckets }) => ({
    webhookId, result, statusCode: Number(statusCode), count: Number(count), durations: DURATION_COLUMNS.map((column) => Number(buckets[column])),
  }));
}

export function findQueues({ reader }: Pick<Store, 'reader'>, webhookIds: readonly string[]): Promise<WebhookQueue[]> {
  return reader.findBy(WebhookQueue, { webhookId: In([...webhookIds]) });
}

/** Deliveries that wait or are being sent, by webhook and up to a limit each: one index range for each webhook. */
export async function countBacklogs({ reader }: Pick<Store, 'reader'>, webhookIds: readonly string[]): Promise<Map<string, number>> {
  const lanes = await reader.findBy(Lane, { owner: Not('') });
  const holders = [UNLEASED, ...lanes.map(({ owner }) => owner)];
  const held = `SELECT 1 FROM delivery WHERE leaseOwner IN (${holders.map(() => '?').join(', ')}) AND webhookId = ? LIMIT ${COUNT_LIMIT}`;
  const one = `SELECT ? AS webhookId, COUNT(*) AS count FROM (${held}) AS held`;
  const parameters = webhookIds.flatMap((id) => [id, ...holders, id]);
  const rows = await reader.query(webhookIds.map(() => one).join(' UNION ALL '), parameters) as { webhookId: string; count: number | string }[];
  return new Map(rows.map(({ webhookId, count }) => [webhookId, Number(count)]));
}
