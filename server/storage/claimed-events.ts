import type { EntityManager } from 'typeorm';
import { groupBy } from '../domain/group-by.ts';
import { memoryOf, type LeasedDelivery, type LeasedEvent } from './leased-delivery.ts';
import { selectIn } from './rows.ts';

/** Bodies read at once: each up to a megabyte, and some kilobytes as a rule. */
const BODIES_AT_ONCE = 20;

/** A delivery that is locked, to be leased in this transaction; its event is not read yet. */
export type ClaimedRow = Omit<LeasedDelivery, 'event' | 'leaseOwner'> & { eventId: string };

/** One of each webhook, then the next one of each, so that large bodies of some leave room for those of others. */
function inTurns(rows: readonly ClaimedRow[]): ClaimedRow[] {
  const turns = new Map<ClaimedRow, number>();
  for (const [, own] of groupBy(rows, ({ webhookId }) => webhookId)) for (const [turn, row] of own.entries()) turns.set(row, turn);
  return [...rows].sort((a, b) => turns.get(a)! - turns.get(b)!);
}

/** `complete` gives a delivery its event. */
interface Fitting { fitting: ReadonlySet<ClaimedRow>; complete: (row: ClaimedRow, leaseOwner: string) => LeasedDelivery }

/**
 * Reads the events of claimed deliveries, in turns of their webhooks, as far as their bodies fit into `bytes` of memory; the first are
 * read, however large they are. Those that fit are in order of due time per webhook.
 */
export async function readWhatFits(tx: EntityManager, claimed: readonly ClaimedRow[], bytes: number): Promise<Fitting> {
  const rows = inTurns(claimed);
  const eventIds = [...new Set(rows.map((row) => row.eventId))];
  const events = new Map<string, LeasedEvent>();
  let memory = 0;
  let read = 0;
  for (; read < eventIds.length && (read === 0 || memory < bytes); read += BODIES_AT_ONCE) {
    for (const event of await readEvents(tx, eventIds.slice(read, read + BODIES_AT_ONCE))) {
      events.set(event.id, event);
      memory += memoryOf(event);
    }
  }
  const left = new Set(eventIds.slice(read));
  return {
    fitting: new Set(rows.filter(({ eventId }) => !left.has(eventId))),
    complete: (row, leaseOwner) => leasedDelivery(row, events.get(row.eventId), leaseOwner),
  };
}

const readEvents = (tx: EntityManager, ids: readonly string[]) => selectIn<LeasedEvent>(
  tx, 'SELECT id, accountId, code, resourceId, environment, occurredAt, body FROM webhook_event WHERE id', ids,
);

function leasedDelivery({ eventId, isManualRequested, ...row }: ClaimedRow, event: LeasedEvent | undefined, leaseOwner: string): LeasedDelivery {
  if (!event) throw new Error(`Delivery ${row.id} has no event ${eventId}.`);
  return { ...row, leaseOwner, event, isManualRequested: Boolean(isManualRequested) };
}
