import { remainingTargets } from './bulk-targets.ts';
import { inWindow, spanOf, windowsOf } from './bulk-windows.ts';
import type { BulkOperation } from './entities/bulk-operation.ts';
import type { DeliveryAttempt } from './entities/delivery-attempt.ts';
import { findAttemptContents } from './repositories/attempts.ts';
import { findEventBodies } from './repositories/events.ts';
import type { Store } from './store.ts';
import type { SelectQueryBuilder } from 'typeorm';

const COLUMNS = [
  'id', 'deliveryId', 'eventId', 'webhookId', 'webhookName', 'url', 'environment', 'eventCode', 'resourceId', 'trigger', 'number', 'kind', 'status',
  'startedAt', 'completedAt', 'durationMs', 'statusCode', 'failureCode',
] as const satisfies readonly (keyof DeliveryAttempt)[];

export type ExportRow = Pick<DeliveryAttempt, (typeof COLUMNS)[number]>;

/**
 * The attempts of an export in the order of their ids, some at a time, read when they are asked for: no statement looks at more than a
 * window of ids, nothing is held in between, and whoever takes long holds up nobody.
 */
export async function* exportRows(store: Pick<Store, 'reader'>, operation: BulkOperation): AsyncGenerator<ExportRow[]> {
  const query = await remainingTargets(store, operation) as SelectQueryBuilder<DeliveryAttempt>;
  query.select([]).orderBy('attempt.id', 'ASC');
  for (const column of COLUMNS) query.addSelect(`attempt.${column}`, column);
  const span = { ...spanOf(operation), after: '' };
  for await (const window of windowsOf(store, span, Infinity)) {
    const rows = await inWindow(query, span, window).getRawMany<ExportRow>();
    // Drivers give big integers as text.
    if (rows.length > 0) yield rows.map((row) => ({ ...row, startedAt: Number(row.startedAt), completedAt: Number(row.completedAt) }));
  }
}

/** What was sent and what came back; null where it is past retention or there was nothing. */
export interface ExportBodies { readonly request: string | null; readonly response: Buffer | null; readonly isResponseCut: boolean }

/** Bodies by the id of the attempt; those whose content is past retention are missing. */
export async function findExportBodies(store: Pick<Store, 'reader'>, rows: readonly ExportRow[]): Promise<Map<string, ExportBodies>> {
  const contents = new Map((await findAttemptContents(store, rows.map(({ id }) => id))).map((content) => [content.attemptId, content]));
  const eventIds = new Set(rows.filter(({ id }) => contents.get(id)?.requestBody === null).map(({ eventId }) => eventId));
  const events = eventIds.size > 0 ? await findEventBodies(store, [...eventIds]) : new Map<string, string>();
  return new Map(rows.flatMap(({ id, eventId }) => {
    const content = contents.get(id);
    if (!content) return [];
    return [[id, { request: content.requestBody ?? events.get(eventId) ?? null, response: content.responseBody, isResponseCut: content.isResponseTruncated }] as const];
  }));
}
