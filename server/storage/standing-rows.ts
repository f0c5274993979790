import type { EntityManager } from 'typeorm';
import { autoDisableAt, STANDARD_AUTO_DISABLE_AFTER_MS, verdictOf } from '../domain/auto-disable.ts';
import { circuitAfter, type Circuit } from '../domain/circuit.ts';
import { isFaultOfOurs } from '../domain/failure-code.ts';
import { groupBy } from '../domain/group-by.ts';
import { raiseAlert } from './alert-rows.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { WebhookQueue } from './entities/webhook.ts';
import { lockClause, run, selectIn } from './rows.ts';
import { switchOffWebhook, wakeLines, wakeQueues } from './webhook-rows.ts';

/** How a webhook stands after attempts of which some failed. */
export interface StandingNews {
  accountId: string;
  webhookId: string;
  circuit: Circuit;
  /** What these attempts did to the circuit; null when it stayed as it was. */
  circuitChange: 'OPENED' | 'CLOSED' | null;
  /** Failures went on for so long that the webhook was switched off, or that its people should be warned. */
  autoDisable: 'DISABLE' | 'WARN' | null;
  failingSince: number | null;
  /** When it is switched off if failures go on, ms since epoch; null when it is not. */
  disableAt: number | null;
}

type Standing = Pick<WebhookQueue, 'restsUntil' | 'consecutiveFailures' | 'failingSince' | 'lastSuccessAt' | 'lastFailureAt' | 'warnedAt'> & { circuit: Circuit; isOrdered: boolean };

/** Locks are taken in the order of webhook ids, so that two processes cannot wait for each other. */
export async function noteStandings(tx: EntityManager, records: readonly AttemptRecord[], random: () => number): Promise<StandingNews[]> {
  const byWebhook = [...groupBy(records, ({ attempt }) => attempt.webhookId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const failing = byWebhook.filter(([, own]) => own.some(({ attempt }) => attempt.status === 'FAILED'));
  const standings = await lockStandings(tx, failing.length === 0 ? [] : byWebhook.map(([webhookId]) => webhookId));
  const disableAfter = await disableTimes(tx, failing.map(([, [first]]) => first!.attempt.accountId));
  const news: StandingNews[] = [];
  for (const [webhookId, own] of byWebhook) {
    const before = standings.get(webhookId);
    if (!own.some(({ attempt }) => attempt.status === 'FAILED')) await noteSuccess(tx, own);
    else if (before) news.push(await noteFailures(tx, own, { before, disableAfterMs: disableAfter(own[0]!.attempt.accountId), random }));
    await planRetries(tx, webhookId, own);
  }
  return news;
}

type StandingRow = Record<'webhookId' | 'probeId', string> & Record<Exclude<keyof WebhookQueue, 'webhookId' | 'accountId' | 'probeId'>, number | string | null>;

async function lockStandings(tx: EntityManager, webhookIds: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await selectIn<StandingRow>(tx, 'SELECT * FROM webhook_queue WHERE webhookId', webhookIds, lockClause(tx, 'FOR UPDATE'));
  return new Map(rows.map((row) => [row.webhookId, {
    restsUntil: moment(row.restsUntil), consecutiveFailures: Number(row.consecutiveFailures), failingSince: moment(row.failingSince),
    lastSuccessAt: moment(row.lastSuccessAt), lastFailureAt: moment(row.lastFailureAt), warnedAt: moment(row.warnedAt),
    isOrdered: row.lastPosition !== null,
    circuit: { faults: Number(row.circuitFaults), trips: Number(row.circuitTrips), retryAt: moment(row.circuitRetryAt), probeId: row.probeId },
  }]));
}

/** How long a webhook of each account may only fail before it is switched off, ms; null for ever. As the accounts want it now. */
async function disableTimes(tx: EntityManager, accountIds: readonly string[]): Promise<(accountId: string) => number | null> {
  const rows = await selectIn<{ accountId: string; autoDisableAfterMs: number | string | null }>(
    tx, 'SELECT accountId, autoDisableAfterMs FROM webhook_settings WHERE accountId', [...new Set(accountIds)],
  );
  const times = new Map(rows.map(({ accountId, autoDisableAfterMs }) => [accountId, moment(autoDisableAfterMs)]));
  return (accountId) => (times.has(accountId) ? times.get(accountId)! : STANDARD_AUTO_DISABLE_AFTER_MS);
}

const moment = (stored: number | string | null) => (stored === null ? null : Number(stored));

/**
 * The usual case, without reading anything. A success closes the circuit: what waited for it is due, and so is the next of an ordered
 * line. MySQL assigns from left to right, so what depends on the trips stands before them.
 */
async function noteSuccess(tx: EntityManager, records: readonly AttemptRecord[]): Promise<void> {
  const at = Math.max(...records.map(({ attempt }) => attempt.completedAt));
  await run(tx, `UPDATE webhook_queue SET consecutiveFailures = 0, failingSince = NULL, lastSuccessAt = ?, circuitFaults = 0,
    nextDueAt = CASE WHEN circuitTrips > 0 AND nextDueAt > ? THEN ?
      WHEN lastPosition IS NOT NULL AND (nextDueAt IS NULL OR nextDueAt > ?) THEN CASE WHEN circuitTrips = 0 AND restsUntil > ? THEN restsUntil ELSE ? END
      ELSE nextDueAt END,
    restsUntil = CASE WHEN circuitTrips > 0 OR restsUntil <= ? THEN NULL ELSE restsUntil END,
    circuitRetryAt = NULL, probeId = NULL, circuitTrips = 0 WHERE webhookId = ?`, [at, at, at, at, at, at, at, records[0]!.attempt.webhookId]);
}

async function noteFailures(
  tx: EntityManager, records: readonly AttemptRecord[],
  { before, disableAfterMs, random }: { before: Standing; disableAfterMs: number | null; random: () => number },
): Promise<StandingNews> {
  let standing = before;
  let verdict: ReturnType<typeof verdictOf> = null;
  for (const record of records) {
    const next = standingAfter(standing, record, random);
    const now = record.attempt.completedAt;
    const step = record.attempt.status === 'SUCCEEDED' ? null : verdictOf(next, { afterMs: disableAfterMs, now });
    verdict = record.attempt.status === 'SUCCEEDED' ? null : step ?? verdict;
    standing = step === 'WARN' ? { ...next, warnedAt: now } : next;
  }
  const { attempt } = records.at(-1)!;
  await writeStanding(tx, attempt.webhookId, { before, after: standing, now: attempt.completedAt });
  if (before.isOrdered) await wakeLines(tx, [attempt.webhookId], attempt.completedAt);
  const { circuit, failingSince } = standing;
  const disableAt = autoDisableAt(standing, disableAfterMs);
  return {
    accountId: attempt.accountId, webhookId: attempt.webhookId, circuit, failingSince, disableAt, circuitChange: changeOf(before.circuit, circuit),
    autoDisable: await act(tx, records, { verdict, failingSince, disableAt }),
  };
}

function standingAfter(standing: Standing, { attempt, settlement }: AttemptRecord, random: () => number): Standing {
  const { deliveryId, status, failureCode, completedAt } = attempt;
  const isByHand = attempt.kind === 'MANUAL' || attempt.trigger === 'TEST';
  const circuit = circuitAfter(standing.circuit, { deliveryId, failureCode, isByHand, endedAt: completedAt }, random);
  const rest = circuit.trips > 0 ? later(standing.restsUntil, circuit.retryAt) : standing.circuit.trips > 0 ? null : standing.restsUntil;
  const restsUntil = later(rest, settlement.webhookRestsUntil);
  if (status === 'SUCCEEDED') return { ...standing, circuit, restsUntil, consecutiveFailures: 0, failingSince: null, lastSuccessAt: completedAt };
  const isOfReceiver = !isByHand && failureCode !== null && !isFaultOfOurs(failureCode);
  return {
    ...standing, circuit, restsUntil, consecutiveFailures: standing.consecutiveFailures + 1, lastFailureAt: completedAt,
    failingSince: standing.failingSince ?? (isOfReceiver ? completedAt : null),
  };
}

const later = (a: number | null, b: number | null) => (a === null || b === null ? a ?? b : Math.max(a, b));

function changeOf(before: Circuit, after: Circuit): StandingNews['circuitChange'] {
  if (before.trips === after.trips) return null;
  return after.trips === 0 ? 'CLOSED' : 'OPENED';
}

/** A queue whose circuit was closed is due at once; one that rests is put off, but not what people ask for. */
async function writeStanding(
  tx: EntityManager, webhookId: string, { before, after, now }: { before: Standing; after: Standing; now: number },
): Promise<void> {
  const { circuit, restsUntil, consecutiveFailures, failingSince, lastSuccessAt, lastFailureAt, warnedAt } = after;
  await run(tx, `UPDATE webhook_queue SET consecutiveFailures = ?, failingSince = ?, lastSuccessAt = ?, lastFailureAt = ?, warnedAt = ?, restsUntil = ?,
    circuitFaults = ?, circuitTrips = ?, circuitRetryAt = ?, probeId = ? WHERE webhookId = ?`, [
    consecutiveFailures, failingSince, lastSuccessAt, lastFailureAt, warnedAt, restsUntil, circuit.faults, circuit.trips, circuit.retryAt, circuit.probeId, webhookId,
  ]);
  if (before.circuit.trips > 0 && circuit.trips === 0) {
    await run(tx, 'UPDATE webhook_queue SET nextDueAt = ? WHERE webhookId = ? AND nextDueAt > ?', [now, webhookId, now]);
  }
  if (restsUntil !== null && restsUntil !== before.restsUntil) {
    await run(tx, 'UPDATE webhook_queue SET nextDueAt = ? WHERE webhookId = ? AND nextDueAt > 0 AND nextDueAt < ?', [restsUntil, webhookId, restsUntil]);
  }
}

interface Verdict { verdict: ReturnType<typeof verdictOf>; failingSince: number | null; disableAt: number | null }

/** Only a planned attempt switches its webhook off: whoever tries by hand is at work on it. */
async function act(tx: EntityManager, records: readonly AttemptRecord[], { verdict, failingSince, disableAt }: Verdict): Promise<StandingNews['autoDisable']> {
  if (verdict === null) return null;
  const planned = records.findLast(({ attempt }) => attempt.kind !== 'MANUAL' && attempt.trigger !== 'TEST')?.attempt;
  if (verdict === 'DISABLE' && !(planned && await switchOffWebhook(tx, planned, { reason: 'AUTO_DISABLED', now: planned.completedAt }))) return null;
  const { accountId, webhookId, failureCode, statusCode, completedAt } = records.findLast(({ attempt }) => attempt.status === 'FAILED')!.attempt;
  const kind = verdict === 'DISABLE' ? 'SWITCHED_OFF' : 'ONLY_FAILS';
  await raiseAlert(tx, { accountId, webhookId, kind, failureCode, statusCode, failingSince, disableAt, now: completedAt });
  return verdict;
}

/** Brings the queue forward to a retry that is due sooner. */
async function planRetries(tx: EntityManager, webhookId: string, records: readonly AttemptRecord[]): Promise<void> {
  const retries = records.flatMap(({ settlement }) => settlement.nextAttemptAt ?? []);
  if (retries.length > 0) await wakeQueues(tx, [webhookId], Math.min(...retries));
}
