import type { EntityManager } from 'typeorm';
import { WEBHOOK_CHANGE_LIFETIME_MS } from '../domain/retention.ts';
import type { WebhookChangeKind } from '../domain/webhook-change.ts';
import type { Webhook } from './entities/webhook.ts';
import { change, insertRows, run } from './rows.ts';
import { addingUp } from './stat-rows.ts';

type Subject = Pick<Webhook, 'id' | 'accountId' | 'environment'>;

const LOG = { name: 'webhook_log', key: ['accountId'], counts: ['lastSeq'] } as const;

/**
 * Adds to the log of changes, in the transaction of the change. Whoever else changes webhooks of the account waits from here to the
 * commit, so the numbers are in the order in which readers get to see the changes.
 */
export async function logWebhookChange(
  tx: EntityManager, { id, accountId, environment }: Subject, { kind, at, former = null }: { kind: WebhookChangeKind; at: number; former?: Subject | null },
): Promise<void> {
  await insertRows(tx, LOG.name, ['accountId', 'lastSeq'], [[accountId, 1]], addingUp(tx, LOG));
  await run(tx, `INSERT INTO webhook_change (accountId, seq, webhookId, kind, environment, formerEnvironment, at)
    SELECT accountId, lastSeq, ?, ?, ?, ?, ? FROM webhook_log WHERE accountId = ?`, [
    id, kind, environment, former && former.environment !== environment ? former.environment : null, at, accountId,
  ]);
}

/** Removes the oldest changes, and notes first how far the logs are cut. */
export async function pruneWebhookChanges(tx: EntityManager, { now, limit }: { now: number; limit: number }): Promise<number> {
  const old = await tx.query(`SELECT accountId, seq FROM webhook_change WHERE at < ? ORDER BY at LIMIT ${limit}`, [now - WEBHOOK_CHANGE_LIFETIME_MS]) as
    { accountId: string; seq: number | string }[];
  const cuts = new Map<string, number>();
  for (const { accountId, seq } of old) cuts.set(accountId, Math.max(cuts.get(accountId) ?? 0, Number(seq)));
  let count = 0;
  for (const [accountId, seq] of [...cuts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await run(tx, 'UPDATE webhook_log SET prunedSeq = ? WHERE accountId = ? AND prunedSeq < ?', [seq, accountId, seq]);
    count += await change(tx, 'DELETE FROM webhook_change WHERE accountId = ? AND seq <= ?', [accountId, seq]);
  }
  return count;
}
