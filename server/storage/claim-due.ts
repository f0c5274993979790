import type { EntityManager } from 'typeorm';
import { allowance, nextAllowanceAt, pacedUntilAfter } from '../domain/rate-limit.ts';
import { SECOND_MS } from '../domain/time.ts';
import { DUE_URGENTLY, UNLEASED } from './entities/delivery.ts';
import { readWhatFits, type ClaimedRow } from './claimed-events.ts';
import type { LeasedDelivery } from './leased-delivery.ts';
import { headOfLine, placeAll } from './place-rows.ts';
import { changeIn, lockClause, run, selectIn } from './rows.ts';
import type { Value } from './value.ts';
import { cancelWaiting, earliestDue, pauseQueue, planLook, refreshNextDue } from './webhook-rows.ts';

/** Most queues looked at in one claim, so that it is short whatever waits; those that were served then queue up behind the others. */
const QUEUES_PER_CLAIM = 50;

export interface ClaimRequest {
  /** Who will hold the leases. */
  owner: string;
  now: number;
  /** Deliveries to take, shared among the webhooks that have any; one more of each at most, for it is rounded up. */
  room: number;
  /** About the memory that their bodies may take. What they exceed it by is at most a few bodies; at least one delivery is taken. No limit by default. */
  bytes?: number;
  /** Webhooks that have enough in the senders already. */
  except: readonly string[];
}

/** While a probe is under way the next look at its webhook comes after this; its outcome decides sooner. */
const PROBE_LOOK_MS = 5 * SECOND_MS;
/** The same for a line whose head is being sent or changed: whoever does so wakes the line. */
const HEAD_LOOK_MS = 5 * SECOND_MS;

interface DueQueue {
  webhookId: string;
  restsUntil: number | null;
  circuitTrips: number;
  probeId: string | null;
  /** Microseconds since epoch. */
  pacedUntil: number | null;
  /** Null when its deliveries have no order. */
  lastPosition: number | string | null;
  maxRequestsPerSecond: number | null;
  status: 'ACTIVE' | 'INACTIVE';
  deletedAt: number | null;
}
type WebhookFact = 'status' | 'deletedAt' | 'maxRequestsPerSecond';

/**
 * Leases deliveries that are due, as many of each webhook that has any: first the webhooks that have waited longest.
 * The cost follows the webhooks that are due, not the deliveries that wait. Returns what it took, in order of due time per webhook.
 */
export async function claimDue(tx: EntityManager, request: ClaimRequest): Promise<LeasedDelivery[]> {
  const { owner, now, bytes = Infinity } = request;
  const queues = await dueQueues(tx, request);
  const room = Math.ceil(request.room / queues.length);
  const found: { turn: Turn; taken: Taken }[] = [];
  for (const queue of queues) {
    if (queue.deletedAt !== null) await cancelWaiting(tx, queue.webhookId, now);
    const turn = { queue, now, room: Math.min(room, mostAtOnce(queue, now)), isProbing: await hasProbe(tx, queue) };
    found.push({ turn, taken: await takeDue(tx, turn) });
  }
  const { fitting, complete } = await readWhatFits(tx, found.flatMap(({ taken }) => taken.claimed), bytes);
  for (const { turn, taken } of found) await leaseTaken(tx, turn, { owner, taken, fitting });
  return [...fitting].map((row) => complete(asClaimed(row), owner));
}

/** Leases what fits into the memory; what does not stays as it is, and has its queue due again. */
async function leaseTaken(tx: EntityManager, { queue, now, isProbing }: Turn, { owner, taken, fitting }: { owner: string; taken: Taken; fitting: ReadonlySet<ClaimedRow> }): Promise<void> {
  const claimed = taken.claimed.filter((row) => fitting.has(row));
  const nextAt = claimed.length < taken.claimed.length ? now : taken.nextAt;
  await lease(tx, claimed.map((row) => row.id), owner);
  if (isHalfOpen(queue)) await noteProbe(tx, queue, { isProbing, claimed, now });
  if (!isReceiving(queue)) await pauseQueue(tx, queue.webhookId);
  else if (isOrdered(queue)) await planNextLook(tx, queue, { nextAt, now });
  else await refreshNextDue(tx, queue.webhookId, now);
  await notePace(tx, queue, { count: claimed.length, now });
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
const isOrdered = ({ lastPosition }: DueQueue) => lastPosition !== null;
const isReceiving = (queue: DueQueue) => queue.status === 'ACTIVE' && queue.deletedAt === null;
const exceptClause = (except: readonly string[]) => (except.length > 0 ? `AND webhookId NOT IN (${except.map(() => '?').join(', ')})` : '');

async function dueQueues(tx: EntityManager, { now, except }: ClaimRequest): Promise<DueQueue[]> {
  const due = await tx.query(
    `SELECT webhookId, restsUntil, circuitTrips, probeId, pacedUntil, lastPosition FROM webhook_queue WHERE nextDueAt <= ? ${exceptClause(except)} ORDER BY nextDueAt LIMIT ${QUEUES_PER_CLAIM}
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

interface Turn { queue: DueQueue; now: number; room: number; isProbing: boolean }
/** `nextAt`: when an ordered line is to be looked at again; null when it is empty. */
interface Taken { claimed: ClaimedRow[]; nextAt: number | null }

/** Of a webhook that is inactive, deleted or at rest, or that is being probed, only what people asked for, which is due at 0. */
async function takeDue(tx: EntityManager, turn: Turn): Promise<Taken> {
  const { queue, now, room, isProbing } = turn;
  const takesPlanned = isReceiving(queue) && Number(queue.restsUntil) <= now && !isProbing;
  if (!isOrdered(queue)) return { claimed: await dueRows(tx, queue, { dueBy: takesPlanned ? now : DUE_URGENTLY, room }), nextAt: null };
  const urgent = await dueRows(tx, queue, { dueBy: DUE_URGENTLY, room });
  if (!isReceiving(queue)) return { claimed: urgent, nextAt: null };
  const { claimed, nextAt } = await takeHead(tx, turn, { urgent, mayTake: takesPlanned && urgent.length < room });
  return { claimed: [...urgent, ...claimed], nextAt };
}

/**
 * Of an ordered line nothing but the head. Never the next one instead of it: when its row is locked, somebody is at it, and it counts as
 * being sent.
 */
async function takeHead(tx: EntityManager, { queue, now }: Turn, { urgent, mayTake }: { urgent: readonly ClaimedRow[]; mayTake: boolean }): Promise<Taken> {
  const { head, hasMore } = await headOfLine(tx, queue.webhookId);
  if (!head) return { claimed: [], nextAt: hasMore ? now : null };
  const isHeld = head.leaseOwner !== UNLEASED || urgent.some(({ id }) => id === head.id);
  if (isHeld) return { claimed: [], nextAt: now + HEAD_LOOK_MS };
  if (!mayTake || head.dueAt === DUE_URGENTLY || head.dueAt > now) return { claimed: [], nextAt: head.dueAt };
  const claimed = await claimRows(tx, 'leaseOwner = ? AND id = ?', [UNLEASED, head.id]);
  return { claimed: claimed.map((row) => ({ ...row, isInTurn: true })), nextAt: now + HEAD_LOOK_MS };
}

function dueRows(tx: EntityManager, { webhookId }: DueQueue, { dueBy, room }: { dueBy: number; room: number }): Promise<ClaimedRow[]> {
  return claimRows(tx, `leaseOwner = ? AND webhookId = ? AND dueAt <= ? ORDER BY dueAt LIMIT ${room}`, [UNLEASED, webhookId, dueBy]);
}

async function claimRows(tx: EntityManager, which: string, parameters: readonly Value[]): Promise<ClaimedRow[]> {
  const rows = await tx.query(
    `SELECT id, eventId, webhookId, webhookName, url, \`trigger\`, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested,
       revision, dueAt FROM delivery WHERE ${which} ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`, [...parameters],
  ) as ClaimedRow[];
  return rows.map((row) => ({ ...row, isInTurn: false }));
}

/** What people ask for comes before the line. What waits without a place, as after a process of an older version, gets one when the line is empty. */
async function planNextLook(tx: EntityManager, { webhookId }: DueQueue, { nextAt, now }: { nextAt: number | null; now: number }): Promise<void> {
  const earliest = await earliestDue(tx, webhookId);
  if (earliest === DUE_URGENTLY) return planLook(tx, webhookId, DUE_URGENTLY);
  if (nextAt === null && earliest !== null) await placeAll(tx, webhookId);
  await planLook(tx, webhookId, nextAt ?? (earliest === null ? null : Math.max(earliest, now)));
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
