import { setImmediate } from 'node:timers/promises';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { BulkOperation, BulkSelection } from './entities/bulk-operation.ts';
import { dialectOfManager } from './rows.ts';

/**
 * What a selection matches can be a needle in a haystack, and then one statement that looks for the next match reads all of it.
 * So rows are gone through in windows of their ids, and no statement looks at more rows than a window has, whatever it finds there.
 */
const WINDOW_ROWS = 1_000;
/** Looked at for one step of an operation: a hundred steps go through two million rows, however few of them match. */
export const WINDOWS_A_STEP = 20;

/** Rows after one id, up to and with another. */
export interface IdWindow { readonly after: string; readonly upTo: string }

/** The rows among which a selection is looked for: all of an account or of one webhook, whichever are fewer. */
interface Walk { table: 'delivery' | 'webhook_event' | 'delivery_attempt'; index: string; column: 'accountId' | 'webhookId'; value: string }

/** What is gone through; the ids after `after`, up to `upTo`. */
export interface Span extends IdWindow { readonly accountId: string; readonly selection: BulkSelection }

/** What an operation has still before it. */
export const spanOf = ({ accountId, plan: { selection }, position, upTo }: BulkOperation): Span => ({ accountId, selection, after: position, upTo });

/** The windows of a span in order, at most `most` of them. Between two of them the event loop gets its turn. */
export async function* windowsOf({ reader }: { reader: EntityManager }, span: Span, most: number): AsyncGenerator<IdWindow> {
  const walk = walkOf(span);
  let after = span.after;
  for (let count = 0; count < most && after < span.upTo; count++) {
    if (count > 0) await setImmediate();
    const upTo = await endOfWindow(reader, walk, { after, upTo: span.upTo });
    yield { after, upTo };
    after = upTo;
  }
}

/** The rows of a query that lie in a window; the database is told to find them by the index that the window was made with. */
export function inWindow<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, span: Span, { after, upTo }: IdWindow): SelectQueryBuilder<Row> {
  return query.clone().useIndex(walkOf(span).index)
    .andWhere(`${query.alias}.id > :windowAfter AND ${query.alias}.id <= :windowUpTo`, { windowAfter: after, windowUpTo: upTo });
}

function walkOf({ accountId, selection }: Span): Walk {
  if (selection.kind === 'missedSince') return { table: 'webhook_event', index: 'ix_webhook_event_order', column: 'accountId', value: accountId };
  const table = selection.kind === 'attempts' ? 'delivery_attempt' : 'delivery';
  const webhookId = onlyWebhookOf(selection);
  if (webhookId !== null) return { table, index: `ix_${table}_webhook`, column: 'webhookId', value: webhookId };
  return { table, index: `ix_${table}_order`, column: 'accountId', value: accountId };
}

function onlyWebhookOf(selection: BulkSelection): string | null {
  if (selection.kind === 'failedSince') return selection.webhookId;
  const [webhookId, ...others] = selection.kind === 'filter' || selection.kind === 'attempts' ? selection.filter.webhookIds ?? [] : [];
  return webhookId !== undefined && others.length === 0 ? webhookId : null;
}

/** Read from the index alone. */
async function endOfWindow(reader: EntityManager, { table, index, column, value }: Walk, { after, upTo }: IdWindow): Promise<string> {
  const hint = dialectOfManager(reader) === 'sqlite' ? 'INDEXED BY' : 'FORCE INDEX';
  const named = hint === 'INDEXED BY' ? index : `(${index})`;
  const [last] = await reader.query(
    `SELECT id FROM ${table} ${hint} ${named} WHERE ${column} = ? AND id > ? AND id <= ? ORDER BY id LIMIT 1 OFFSET ${WINDOW_ROWS - 1}`,
    [value, after, upTo],
  ) as { id: string }[];
  return last?.id ?? upTo;
}
