import { In, type EntityManager, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import type { DeliveryStatus } from '../domain/delivery.ts';
import { remainingTargets } from './bulk-targets.ts';
import { inWindow, spanOf, WINDOWS_A_STEP, windowsOf } from './bulk-windows.ts';
import type { BulkOperation } from './entities/bulk-operation.ts';
import { Delivery } from './entities/delivery.ts';

type Reader = { reader: EntityManager };

/** What may become an item of an operation, found without locks. */
export interface Candidate {
  /** Of the delivery, or of the event that was missed. */
  readonly sourceId: string;
  readonly eventId: string;
  readonly webhookId: string;
  /** Null for an event that was missed, whether or not it was skipped. */
  readonly status: DeliveryStatus | null;
}

/** Candidates in the order of their ids, and how far was looked. */
export interface Found { readonly candidates: readonly Candidate[]; readonly position: string; readonly isAtEnd: boolean }

/** The next candidates after the operation's position, at most `count`; fewer, or none, when they are far between. */
export async function findCandidates(store: Reader, operation: BulkOperation, count: number): Promise<Found> {
  const { selection } = operation.plan;
  if (selection.kind === 'ids') return namedCandidates(store, operation, { ids: selection.ids, count });
  const query = await remainingTargets(store, operation) as SelectQueryBuilder<ObjectLiteral>;
  const columns = selection.kind === 'missedSince' ? MISSED_COLUMNS : DELIVERY_COLUMNS;
  query.select(columns.map((column) => `${query.alias}.${column}`)).orderBy(`${query.alias}.id`, 'ASC');
  const span = spanOf(operation);
  const candidates: Candidate[] = [];
  let position = span.after;
  for await (const window of windowsOf(store, span, WINDOWS_A_STEP)) {
    const rows = await inWindow(query, span, window).limit(count - candidates.length).getMany() as FoundRow[];
    candidates.push(...rows.map((row) => candidateOf(row, selection.kind === 'missedSince' ? selection.webhookId : null)));
    position = candidates.length < count ? window.upTo : candidates.at(-1)!.sourceId;
    if (candidates.length >= count) break;
  }
  return { candidates, position, isAtEnd: position >= span.upTo };
}

const MISSED_COLUMNS = ['id'] as const;
const DELIVERY_COLUMNS = ['id', 'eventId', 'webhookId', 'status'] as const;

type FoundRow = Pick<Delivery, 'id'> & Partial<Pick<Delivery, 'eventId' | 'webhookId' | 'status'>>;

const candidateOf = ({ id, eventId = id, webhookId = '', status }: FoundRow, missedBy: string | null): Candidate =>
  ({ sourceId: id, eventId, webhookId: missedBy ?? webhookId, status: status ?? null });

/** Ids are in order, see the command. */
async function namedCandidates({ reader }: Reader, operation: BulkOperation, { ids, count }: { ids: readonly string[]; count: number }): Promise<Found> {
  const left = ids.filter((id) => id > operation.position);
  const next = left.slice(0, count);
  const rows = await reader.find(Delivery, { select: { id: true, eventId: true, webhookId: true, status: true }, where: { id: In(next), accountId: operation.accountId } });
  const found = new Map(rows.map((row) => [row.id, candidateOf(row, null)]));
  const candidates = next.map((id) => found.get(id) ?? { sourceId: id, eventId: '', webhookId: '', status: null });
  return { candidates, position: next.at(-1) ?? operation.position, isAtEnd: left.length === next.length };
}
