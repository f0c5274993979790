import type { EntityManager } from 'typeorm';
import { allowance, nextAllowanceAt, pacedUntilAfter } from '../domain/rate-limit.ts';
import { SECOND_MS } from '../domain/time.ts';
import { DUE_URGENTLY, UNLEASED } from './entities/delivery.ts';
import type { LeasedDelivery, LeasedEvent } from './leased-delivery.ts';
import { changeIn, lockClause, run, selectIn } from './rows.ts';
import { cancelWaiting, pauseQueue, refreshNextDue } from './webhook-rows.ts';

/** Most queues looked at in one claim, so that it is short whatever waits; those that were served then queue up behind the others. */
const QUEUES_PER_CLAIM = 50;

export interface ClaimRequest {
  /** Who will hold the leases. */
  owner: string;
  now: number;
  /** Deliveries to take, shared among the webhooks that have any; one more of each at most, for it is rounded up. */
  room: number;
  /** Webhooks that have enough in the senders already. */
  except: readonly string[];
}

/** While a probe is under way the next look at its webhook comes after this; its outcome decides sooner. */
const PROBE_LOOK_MS = 5 * SECOND_MS;

interface DueQueue {
  webhookId: string;
  restsUntil: number | null;
  circuitTrips: number;
  probeId: string | null;
  /** Microseconds since epoch. */
  pacedUntil: number | null;
  maxRequestsPerSecond: number | null;
  status: 'ACTIVE' | 'INACTIVE';
  deletedAt: number | null;
}
type WebhookFact = 'status' | 'deletedAt' | 'maxRequestsPerSecond';
type ClaimedRow = Omit<LeasedDelivery, 'event' | 'leaseOwner'> & { eventId: string };

/**
 * Leases deliveries that are due, as many of each webhook that has any: first the webhooks that have waited longest.
 * The cost follows the webhooks that are due, not the deliveries that wait. Returns what it took, in order of due time per webhook.
 */
export async function claimDue(tx: EntityManager, request: ClaimRequest): Promise<LeasedDelivery[]> {
  const rows: ClaimedRow[] = [];
  const queues = await dueQueues(tx, request);
  const room = Math.ceil(request.room / queues.length);
  for (const queue of queues) {
    if (queue.deletedAt !== null) await cancelWaiting(tx, queue.webhookId, request.now);
    const isProbing = await hasProbe(tx, queue);
    const claimed = await dueDeliveries(tx, { queue, now: request.now, room: Math.min(room, mostAtOnce(queue, request.now)), isProbing });
    await lease(tx, claimed.map((row) => row.id), request.owner);
    rows.push(...claimed);
    if (isHalfOpen(queue)) await noteProbe(tx, queue, { isProbing, claimed, now: request.now });
    if (isReceiving(queue)) await refreshNextDue(tx, queue.webhookId, request.now);
    else await pauseQueue(tx, queue.webhookId);
    await notePace(tx, queue, { count: claimed.length, now: request.now });
  }
  return withEvents(tx, rows.map(asClaimed), request.owner);
}

/** Moment at which the next queue is due, in any process; null when nothing is planned. */
export async function nextDueAt(reader: EntityManager, except: readonly string[]): Promise<number | null> {
  const [row] = await reader.query(
    `SELECT nextDueAt FROM webhook_queue WHERE nextDueAt IS NOT NULL ${exceptClause(except)} ORDER BY nextDueAt LIMIT 1`, [...except],
  ) as { nextDueAt: number }[];
  return row ? Number(row.nextDueAt) : null;
}

/** The rest of an open circuit keeps what is planned from being claimed; from its end on one delivery at a time may be. */
const isHalfOpen = ({ circuitTrips }: DueQueue) => circuitTrips > 0;
const isReceiving = (queue: DueQueue) => queue.status === 'ACTIVE' && queue.deletedAt === null;
const exceptClause = (except: readonly string[]) => (except.length > 0 ? `AND webhookId NOT IN (${except.map(() => '?').join(', ')})` : '');

async function dueQueues(tx: EntityManager, { now, except }: ClaimRequest): Promise<DueQueue[]> {
  const due = await tx.query(
    `SELECT webhookId, restsUntil, circuitTrips, probeId, pacedUntil FROM webhook_queue WHERE nextDueAt <= ? ${exceptClause(except)} ORDER BY nextDueAt LIMIT ${QUEUES_PER_CLAIM}
     ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`, [now, ...except],
  ) as Omit<DueQueue, WebhookFact>[];
  const webhooks = await selectIn<Pick<DueQueue, WebhookFact> & { id: string }>(
    tx, 'SELECT id, status, deletedAt, maxRequestsPerSecond FROM webhook WHERE id', due.map((row) => row.webhookId),
  );
  const byId = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  return due.flatMap((row) => {
    const webhook = byId.get(row.webhookId);
    return webhook ? [{ ...row, ...webhook, pacedUntil: row.pacedUntil === null ? null : Number(row.pacedUntil) }] : [];
  });
}

/** A half-open circuit lets one through, a rate limit as many as it allows just now. */
function mostAtOnce(queue: DueQueue, now: number): number {
  const { maxRequestsPerSecond: limit, pacedUntil } = queue;
  return Math.min(isHalfOpen(queue) ? 1 : Infinity, limit === null ? Infinity : allowance(limit, pacedUntil, now));
}

/** Counts what was claimed against the rate limit, and looks again when it allows more: not before, not even for what people ask for. */
async function notePace(tx: EntityManager, { webhookId, maxRequestsPerSecond: limit, pacedUntil }: DueQueue, { count, now }: { count: number; now: number }): Promise<void> {
  if (limit === null) return;
  const usedUntil = pacedUntilAfter(limit, pacedUntil, { count, now });
  const nextAt = nextAllowanceAt(limit, usedUntil);
  await run(tx, 'UPDATE webhook_queue SET pacedUntil = ?, nextDueAt = CASE WHEN nextDueAt < ? THEN ? ELSE nextDueAt END WHERE webhookId = ?',
    [usedUntil, nextAt, nextAt, webhookId]);
}

/** Whether the probe that was sent last is still under way, in any process. */
async function hasProbe(tx: EntityManager, { probeId }: DueQueue): Promise<boolean> {
  if (probeId === null) return false;
  const [row] = await tx.query('SELECT leaseOwner FROM delivery WHERE id = ?', [probeId]) as { leaseOwner: string | null }[];
  return row !== undefined && row.leaseOwner !== null && row.leaseOwner !== UNLEASED;
}

/** What people asked for is no probe, although its success closes the circuit. */
async function noteProbe(
  tx: EntityManager, { webhookId, probeId }: DueQueue, { isProbing, claimed, now }: { isProbing: boolean; claimed: readonly ClaimedRow[]; now: number },
): Promise<void> {
  const probe = claimed.find(({ dueAt }) => Number(dueAt) !== DUE_URGENTLY);
  if (!isProbing && !probe) return;
  await run(tx, 'UPDATE webhook_queue SET probeId = ?, restsUntil = CASE WHEN restsUntil > ? THEN restsUntil ELSE ? END WHERE webhookId = ?',
    [probe?.id ?? probeId, now + PROBE_LOOK_MS, now + PROBE_LOOK_MS, webhookId]);
}

/** Of a webhook that is inactive, deleted or at rest, or that is being probed, only what people asked for, which is due at 0. */
async function dueDeliveries(
  tx: EntityManager, { queue, now, room, isProbing }: { queue: DueQueue; now: number; room: number; isProbing: boolean },
): Promise<ClaimedRow[]> {
  const takesPlanned = isReceiving(queue) && Number(queue.restsUntil) <= now && !isProbing;
  return await tx.query(
    `SELECT id, eventId, webhookId, webhookName, url, \`trigger\`, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested,
       revision, dueAt FROM delivery WHERE leaseOwner = ? AND webhookId = ? AND dueAt <= ? ORDER BY dueAt LIMIT ${room}
     ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`, [UNLEASED, queue.webhookId, takesPlanned ? now : DUE_URGENTLY],
  ) as ClaimedRow[];
}

/** A planned attempt is IN_PROGRESS from its lease on; one asked for by hand leaves the status as it was. */
async function lease(tx: EntityManager, deliveryIds: readonly string[], owner: string): Promise<void> {
  await changeIn(tx, `UPDATE delivery SET leaseOwner = ?, status = CASE WHEN isManualRequested = 1 THEN status ELSE 'IN_PROGRESS' END,
    revision = revision + 1 WHERE id`, [owner], deliveryIds);
}

/** What `lease` makes of a row. */
function asClaimed(row: ClaimedRow): ClaimedRow {
  return { ...row, status: row.isManualRequested ? row.status : 'IN_PROGRESS', revision: row.revision + 1 };
}

async function withEvents(tx: EntityManager, rows: readonly ClaimedRow[], leaseOwner: string): Promise<LeasedDelivery[]> {
  const events = new Map((await selectIn<LeasedEvent>(
    tx, 'SELECT id, accountId, code, resourceId, environment, occurredAt, body FROM webhook_event WHERE id',
    [...new Set(rows.map((row) => row.eventId))],
  )).map((event) => [event.id, event]));
  return rows.map(({ eventId, isManualRequested, ...row }) => {
    const event = events.get(eventId);
    if (!event) throw new Error(`Delivery ${row.id} has no event ${eventId}.`);
    return { ...row, leaseOwner, event, isManualRequested: Boolean(isManualRequested) };
  });
}
