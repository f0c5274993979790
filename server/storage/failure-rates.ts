import { In, MoreThan, Not, IsNull, type EntityManager } from 'typeorm';
import { ALERT_LIMIT_WINDOW_MS, highRateOf, RATE_WINDOW_MS, type RatedAttempt } from '../domain/alert.ts';
import { firstIdOf } from '../domain/ids.ts';
import { raiseAlert } from './alert-rows.ts';
import { Alert } from './entities/alert.ts';
import { WebhookQueue } from './entities/webhook.ts';
import { WebhookSettings } from './entities/webhook-settings.ts';
import type { Store } from './store.ts';
import { lockQueue } from './webhook-rows.ts';

/** Of a busy webhook only the newest attempts of the window are looked at: they settle the rate, and reading them is quick. */
const MOST_ATTEMPTS = 1_000;

/** A webhook that failed lately, and the rate from which its account wants to know. */
export interface Suspect { readonly accountId: string; readonly webhookId: string; readonly threshold: number }

/** Webhooks that failed within the window, of accounts that set a threshold, and without those of which people were told already. */
export async function suspects({ reader }: Pick<Store, 'reader'>, now: number): Promise<Suspect[]> {
  const settings = await reader.findBy(WebhookSettings, { failureRateThreshold: Not(IsNull()) });
  const thresholds = new Map(settings.filter(({ alertRecipients }) => alertRecipients.length > 0).map((each) => [each.accountId, each.failureRateThreshold!]));
  if (thresholds.size === 0) return [];
  const queues = await reader.findBy(WebhookQueue, { accountId: In([...thresholds.keys()]), lastFailureAt: MoreThan(now - RATE_WINDOW_MS) });
  const told = await reader.findBy(Alert, { kind: 'FAILURE_RATE', webhookId: In(queues.map(({ webhookId }) => webhookId)), createdAt: MoreThan(now - ALERT_LIMIT_WINDOW_MS) });
  const toldIds = new Set(told.map(({ webhookId }) => webhookId));
  return queues.filter(({ webhookId }) => !toldIds.has(webhookId))
    .map(({ accountId, webhookId }) => ({ accountId, webhookId, threshold: thresholds.get(accountId)! }));
}

/** Raises an alert when the failure rate of a webhook reaches its threshold. */
export async function judgeRate(store: Store, { accountId, webhookId, threshold }: Suspect, now: number): Promise<void> {
  const rate = highRateOf(await newestAttempts(store.reader, webhookId, now), threshold);
  if (!rate) return;
  await store.write(async (tx) => {
    await lockQueue(tx, webhookId);
    await raiseAlert(tx, { accountId, webhookId, kind: 'FAILURE_RATE', now, ...rate });
  });
}

/** By the ids, which are in the order of starting; tests are not counted. */
function newestAttempts(reader: EntityManager, webhookId: string, now: number): Promise<RatedAttempt[]> {
  return reader.query(
    `SELECT failureCode, statusCode FROM delivery_attempt WHERE webhookId = ? AND id >= ? AND \`trigger\` <> 'TEST' ORDER BY id DESC LIMIT ${MOST_ATTEMPTS}`,
    [webhookId, firstIdOf('att', now - RATE_WINDOW_MS)],
  ) as Promise<RatedAttempt[]>;
}
