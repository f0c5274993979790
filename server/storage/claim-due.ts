import type { EntityManager } from 'typeorm';
import { DUE_URGENTLY, UNLEASED } from './entities/delivery.ts';
import type { LeasedDelivery, LeasedEvent } from './leased-delivery.ts';
import { changeIn, lockClause, selectIn } from './rows.ts';
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

interface DueQueue { webhookId: string; restsUntil: number | null; status: 'ACTIVE' | 'INACTIVE'; deletedAt: number | null }
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
    const claimed = await dueDeliveries(tx, { queue, now: request.now, room });
    await lease(tx, claimed.map((row) => row.id), request.owner);
    rows.push(...claimed);
    if (isReceiving(queue)) await refreshNextDue(tx, queue.webhookId, request.now);
    else await pauseQueue(tx, queue.webhookId);
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

const isReceiving = (queue: DueQueue) => queue.status === 'ACTIVE' && queue.deletedAt === null;
const exceptClause = (except: readonly string[]) => (except.length > 0 ? `AND webhookId NOT IN (${except.map(() => '?').join(', ')})` : '');

async function dueQueues(tx: EntityManager, { now, except }: ClaimRequest): Promise<DueQueue[]> {
  const due = await tx.query(
    `SELECT webhookId, restsUntil FROM webhook_queue WHERE nextDueAt <= ? ${exceptClause(except)} ORDER BY nextDueAt LIMIT ${QUEUES_PER_CLAIM}
     ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`, [now, ...except],
  ) as Pick<DueQueue, 'webhookId' | 'restsUntil'>[];
  const webhooks = await selectIn<Pick<DueQueue, 'status' | 'deletedAt'> & { id: string }>(
    tx, 'SELECT id, status, deletedAt FROM webhook WHERE id', due.map((row) => row.webhookId),
  );
  const byId = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  return due.flatMap((row) => {
    const webhook = byId.get(row.webhookId);
    return webhook ? [{ ...row, ...webhook }] : [];
  });
}

/** Of a webhook that is inactive, deleted or at rest only what people asked for, which is due at 0. */
async function dueDeliveries(
  tx: EntityManager, { queue, now, room }: { queue: DueQueue; now: number; room: number },
): Promise<ClaimedRow[]> {
  return await tx.query(
    `SELECT id, eventId, webhookId, webhookName, url, \`trigger\`, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested,
       revision, dueAt FROM delivery WHERE leaseOwner = ? AND webhookId = ? AND dueAt <= ? ORDER BY dueAt LIMIT ${room}
     ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`, [UNLEASED, queue.webhookId, isReceiving(queue) && Number(queue.restsUntil) <= now ? now : DUE_URGENTLY],
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

/** The deliveries that a process held, for whoever takes over from it. */
export async function leasedBy(tx: EntityManager, owner: string): Promise<LeasedDelivery[]> {
  const rows = await tx.query(
    `SELECT id, eventId, webhookId, webhookName, url, \`trigger\`, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested,
       revision, dueAt FROM delivery WHERE leaseOwner = ?`, [owner],
  ) as ClaimedRow[];
  return withEvents(tx, rows, owner);
}
