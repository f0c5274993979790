import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { ALERT_LIMIT_WINDOW_MS, MOST_ALERTS_OF_ACCOUNT, type AlertFacts, type AlertKind } from '../domain/alert.ts';
import { newId } from '../domain/ids.ts';
import { Alert } from './entities/alert.ts';
import { Webhook } from './entities/webhook.ts';
import { findSettings } from './repositories/webhook-settings.ts';
import { change, insertRows } from './rows.ts';

const COLUMNS = ['id', 'accountId', 'webhookId', 'kind', 'facts', 'createdAt', 'dueAt', 'tries'] as const satisfies readonly (keyof Alert)[];

/** What happened to a webhook; what is left out is not known, or not what it is about. */
export interface Occasion extends Partial<AlertFacts> {
  readonly accountId: string;
  readonly webhookId: string;
  readonly kind: AlertKind;
  /** Ms since the epoch. */
  readonly now: number;
}

/**
 * Writes an alert to be sent, in the transaction of what it tells: so it is sent once for each occasion, whoever does that and
 * whatever becomes of this process. Nothing is written when the account does not want it, has nobody to tell or was told enough for now.
 * The caller has the queue of the webhook locked, so that two processes cannot tell the same.
 */
export async function raiseAlert(tx: EntityManager, { accountId, webhookId, kind, now, ...known }: Occasion): Promise<void> {
  const { alertRecipients, alertsOnAutoDisable } = await findSettings(tx, accountId);
  if (alertRecipients.length === 0 || (kind !== 'FAILURE_RATE' && !alertsOnAutoDisable)) return;
  const webhook = await tx.findOneBy(Webhook, { id: webhookId, deletedAt: IsNull() });
  if (!webhook || (isOfActive(kind) && webhook.status !== 'ACTIVE')) return;
  const recent = { createdAt: MoreThan(now - ALERT_LIMIT_WINDOW_MS) };
  if (await tx.existsBy(Alert, { webhookId, kind, ...recent })) return;
  const toldBefore = await tx.countBy(Alert, { accountId, ...recent });
  if (toldBefore >= MOST_ALERTS_OF_ACCOUNT) return;
  const facts: AlertFacts = {
    webhookName: webhook.name, host: new URL(webhook.url).host, environment: webhook.environment,
    failureCode: null, statusCode: null, failingSince: null, disableAt: null, rate: null,
    isLastForNow: toldBefore === MOST_ALERTS_OF_ACCOUNT - 1, ...known,
  };
  await insertRows(tx, 'alert', COLUMNS, [[newId('alert'), accountId, webhookId, kind, JSON.stringify(facts), now, now, 0]]);
}

/** A webhook that somebody has switched off meanwhile is nobody's worry. */
const isOfActive = (kind: AlertKind) => kind === 'ONLY_FAILS' || kind === 'FAILURE_RATE';

/** Of each account the oldest alert that is due, so that nobody waits for all alerts of another; the longest waiting first. */
export function dueAlerts(reader: EntityManager, now: number, limit: number): Promise<Alert[]> {
  return reader.createQueryBuilder(Alert, 'alert')
    .where('alert.id IN (SELECT MIN(due.id) FROM alert due WHERE due.dueAt <= :now GROUP BY due.accountId)', { now })
    .orderBy('alert.dueAt').limit(limit).getMany();
}

/** Takes an alert for sending until `until`; false when somebody else was faster. */
export async function claimAlert(tx: EntityManager, { id, dueAt }: Alert, until: number): Promise<boolean> {
  return await change(tx, 'UPDATE alert SET dueAt = ?, tries = tries + 1 WHERE id = ? AND dueAt = ?', [until, id, dueAt]) > 0;
}

/** Puts a claimed alert off until `dueAt`, or for null ends it; nothing happens when the claim has run out and somebody else has it. */
export async function settleAlert(tx: EntityManager, { id, claimedUntil }: { id: string; claimedUntil: number }, dueAt: number | null): Promise<void> {
  await change(tx, 'UPDATE alert SET dueAt = ? WHERE id = ? AND dueAt = ?', [dueAt, id, claimedUntil]);
}
