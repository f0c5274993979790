import { setImmediate } from 'node:timers/promises';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import {
  beyondCursor, COUNT_LIMIT, cursorOf, Page, TooManyToSortError, withinSpan, type Connected, type IdSpan, type PageOrder, type PageRequest, type RowCount,
} from './pages.ts';
import { PartialPage, type Looked } from './partial-pages.ts';
import { READS_ALONE, type Reads } from './together.ts';

/**
 * Where rows are looked for that no index leads to: an index gives these in order, and each is looked at. What matches may be a needle, so
 * no statement looks at more than a window, and no page or count at more than some windows.
 */
export interface Haystack<Row extends ObjectLiteral> {
  readonly query: SelectQueryBuilder<Row>;
  /** Its order; a page may have another that has an index as well. */
  readonly order: PageOrder<Row>;
  /** Advice to MariaDB and MySQL, where they would rather read all rows of the time. */
  readonly index: string | null;
  readonly windows?: readonly number[];
}

/** What a list shows: rows that match, the ids among which they all are, and what they are looked for in; null where an index leads to them. */
export interface Listed<Row extends ObjectLiteral> {
  readonly query: SelectQueryBuilder<Row>;
  readonly span: IdSpan | null;
  readonly hay: Haystack<Row> | null;
  /** Where such lists are read for each of some parents. */
  readonly reads?: Reads;
}

/** Rows of the windows of a page or count, together what is looked at in some ten milliseconds. Most pages are full after the first. */
export const WINDOWS: readonly number[] = [1_000, 3_000, 6_000];
/** The same of rows that lie far apart. */
export const FEWER_WINDOWS: readonly number[] = [500, 1_500, 2_000];

/** A page of a list. Where an order sorts, nothing more is looked at than was counted. */
export async function readListed<Row extends ObjectLiteral>(listed: Listed<Row>, order: PageOrder<Row>, request: PageRequest, windows = listed.hay?.windows ?? WINDOWS): Promise<Connected<Row>> {
  const { query, span, hay, reads = READS_ALONE } = listed;
  if (order.isSorted) {
    if (!(await countListed(listed, windows)).isExact) throw new TooManyToSortError();
    return Page.read(withinSpan(query.clone(), span), order, request);
  }
  if (hay === null) return Page.read(query, order, request, { span, read: reads.rows });
  return new PartialPage(hay.query, order, { request, span, looked: await look({ query, span, hay, windows, reads }, order, request) });
}

/** Number of rows that match, a lower bound when there are more than the limit or than are looked at. */
export async function countListed<Row extends ObjectLiteral>({ query, span, hay, reads = READS_ALONE }: Listed<Row>, windows = hay?.windows ?? WINDOWS): Promise<RowCount> {
  if (hay === null) return reads.count(withinSpan(query.clone(), span), COUNT_LIMIT);
  let value = 0;
  for await (const { from, end, isLast } of windowsOf({ span, hay, windows, reads }, hay.order, { cursor: null, isBackward: false })) {
    const rows = beyondCursor(advised(query, hay), hay.order, { cursor: from, isBackward: false, span, end });
    const some = await reads.count(rows, COUNT_LIMIT - value);
    value += some.value;
    if (!some.isExact || isLast) return { value, isExact: some.isExact };
  }
  return { value, isExact: false };
}

interface Searched<Row extends ObjectLiteral> { readonly span: IdSpan | null; readonly hay: Haystack<Row>; readonly windows: readonly number[]; readonly reads: Reads }

async function look<Row extends ObjectLiteral>({ query, ...searched }: Searched<Row> & Pick<Listed<Row>, 'query'>, order: PageOrder<Row>, request: PageRequest): Promise<Looked<Row>> {
  const found: Row[] = [];
  let upTo: string | null = null;
  const { span, hay, reads } = searched;
  for await (const { from, end, isLast } of windowsOf(searched, order, request)) {
    const rows = beyondCursor(advised(query, hay), order, { cursor: from, isBackward: request.isBackward, span, end });
    found.push(...await reads.rows(wholeRows(rows.limit(request.size + 1 - found.length))));
    upTo = end;
    if (found.length > request.size) return { found, rest: 'MATCH', upTo };
    if (isLast) return { found, rest: 'NOTHING', upTo };
  }
  return { found, rest: 'UNKNOWN', upTo };
}

/** The rows of a query by their ids: while it looks for these it needs no more of the rows than its conditions do, which an index may have. */
function wholeRows<Row extends ObjectLiteral>(rows: SelectQueryBuilder<Row>): SelectQueryBuilder<Row> {
  const { alias, expressionMap: { orderBys } } = rows;
  const ids = rows.clone().select(`${alias}.id`, 'id');
  const whole = rows.clone().where(`${alias}.id IN (SELECT id FROM (${ids.getQuery()}) AS found)`).limit(undefined).setParameters(ids.getParameters());
  whole.expressionMap.useIndex = undefined;
  return whole.orderBy(orderBys);
}

const advised = <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, { index }: Haystack<Row>) => (index === null ? query.clone() : query.clone().useIndex(index));

/** What lies behind the cursor `from`, up to and with `end`; to the very end when that is null. */
export interface Window { readonly from: string | null; readonly end: string | null; readonly isLast: boolean }

/** One window after the other. Between two of them the event loop gets its turn. */
export async function* windowsOf<Row extends ObjectLiteral>(
  { span, hay, windows, reads }: Searched<Row>, order: PageOrder<Row>, { cursor, isBackward }: Omit<PageRequest, 'size'>,
): AsyncGenerator<Window> {
  let from = cursor;
  for (const size of windows) {
    if (from !== cursor) await setImmediate();
    const [last] = await reads.rows(beyondCursor(advised(hay.query, hay), order, { cursor: from, isBackward, span }).select(order.keys.map(({ sql }) => sql)).offset(size - 1).limit(1));
    const end = last ? cursorOf(order, last) : null;
    yield { from, end, isLast: end === null };
    from = end;
  }
}
