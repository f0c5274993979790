import type { EntityManager } from 'typeorm';
import type { LeasedDelivery, LeasedEvent } from './leased-delivery.ts';
import { lockClause, selectIn } from './rows.ts';

/** A delivery whose sender died. Its event comes without the body, which can be a megabyte. */
export interface LostDelivery extends LeasedDelivery {
  /** Bytes. */
  bodySize: number;
}

type LostRow = Omit<LeasedDelivery, 'event' | 'leaseOwner' | 'isInTurn'> & { eventId: string };
type EventRow = Omit<LeasedEvent, 'body'> & { bodySize: number | string };

/** Some of the deliveries that a process held, for whoever takes over from it; each is given to one process only. */
export async function leasedBy(tx: EntityManager, owner: string, limit: number): Promise<LostDelivery[]> {
  const rows = await tx.query(
    `SELECT id, eventId, webhookId, webhookName, url, \`trigger\`, status, attemptCount, policyStep, nextAttemptAt, completedAt, isManualRequested,
       revision, dueAt FROM delivery WHERE leaseOwner = ? LIMIT ${limit} ${lockClause(tx, 'FOR UPDATE SKIP LOCKED')}`, [owner],
  ) as LostRow[];
  const events = new Map((await selectIn<EventRow>(
    tx, 'SELECT id, accountId, code, resourceId, environment, occurredAt, OCTET_LENGTH(body) AS bodySize FROM webhook_event WHERE id',
    [...new Set(rows.map((row) => row.eventId))],
  )).map((event) => [event.id, event]));
  return rows.map((row) => lostDelivery(row, events.get(row.eventId), owner));
}

function lostDelivery({ eventId, isManualRequested, ...row }: LostRow, event: EventRow | undefined, leaseOwner: string): LostDelivery {
  if (!event) throw new Error(`Delivery ${row.id} has no event ${eventId}.`);
  const { bodySize, ...facts } = event;
  return { ...row, leaseOwner, event: { ...facts, body: '' }, bodySize: Number(bodySize), isManualRequested: Boolean(isManualRequested), isInTurn: false };
}
