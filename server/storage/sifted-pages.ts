import { setImmediate } from 'node:timers/promises';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { WINDOWS, windowsOf, type Haystack, type Window } from './haystack.ts';
import { beyondCursor, COUNT_LIMIT, cursorOf, type PageOrder, type PageRequest, type RowCount } from './pages.ts';
import { PartialPage, type Looked } from './partial-pages.ts';
import { READS_ALONE } from './together.ts';

/** A condition that the database cannot check: rows are read and looked at one by one. What that costs is told in about the time that reading a byte of JSON takes. */
export type Sieve<Row> = (row: Row) => { passes: boolean; cost: number };

/** What is looked at, with no more columns than it takes. */
export interface Sifted<Row extends ObjectLiteral> {
  readonly query: SelectQueryBuilder<Row>;
  /** Where those are looked for, when no index leads to them. */
  readonly hay: Haystack<Row> | null;
  readonly sieve: Sieve<Row>;
  /** The same rows with all their columns, in their order. */
  complete(rows: readonly Row[]): Promise<Row[]>;
}

/** Most that is looked at for a page; some ten milliseconds. */
const MAX_ROWS = 1_000;
/** For a count, which is read beside a page and may say "or more". */
const MAX_COUNTED_ROWS = 750;
const MAX_COST = 850 * 1024;
/** Rows read at first; more at once when they turn out to be small. */
const FIRST_ROWS = 16;
const MOST_ROWS_AT_ONCE = 500;

/** A page of rows that pass a sieve. */
export async function readSifted<Row extends ObjectLiteral>(sifted: Sifted<Row>, order: PageOrder<Row>, request: PageRequest): Promise<PartialPage<Row>> {
  const looked = await sift(sifted, order, { ...request, most: request.size, maxRows: MAX_ROWS });
  return new PartialPage(sifted.hay?.query ?? sifted.query, order, { request, looked: { ...looked, found: await sifted.complete(looked.found) } });
}

/** Number of rows that pass, a lower bound when there are more rows than are looked at. */
export async function countSifted<Row extends ObjectLiteral>(sifted: Sifted<Row>, order: PageOrder<Row>): Promise<RowCount> {
  const { found, rest } = await sift(sifted, order, { isBackward: false, cursor: null, most: COUNT_LIMIT, maxRows: MAX_COUNTED_ROWS });
  return { value: Math.min(found.length, COUNT_LIMIT), isExact: rest === 'NOTHING' };
}

interface Limits { most: number; maxRows: number }
interface Spent { looked: number; cost: number }

/** Up to one row more than `most`, to tell whether there are others. The event loop gets its turn between two statements. */
async function sift<Row extends ObjectLiteral>(sifted: Sifted<Row>, order: PageOrder<Row>, { most, maxRows, ...from }: Omit<PageRequest, 'size'> & Limits): Promise<Looked<Row>> {
  const found: Row[] = [];
  const spent: Spent = { looked: 0, cost: 0 };
  let upTo = from.cursor;
  for await (const { end, isLast } of windowsToSift(sifted, order, from)) {
    let isThrough = false;
    while (!isThrough) {
      if (spent.looked >= maxRows || spent.cost >= MAX_COST) return { found, rest: 'UNKNOWN', upTo };
      const size = rowsToRead(spent, maxRows);
      const rows = await beyondCursor(sifted.query, order, { cursor: upTo, isBackward: from.isBackward, end }).limit(size).getMany();
      for (const row of rows) {
        const { passes, cost } = sifted.sieve(row);
        if (passes) found.push(row);
        if (found.length > most) return { found, rest: 'MATCH', upTo };
        spent.cost += cost;
        spent.looked += 1;
      }
      isThrough = rows.length < size;
      upTo = isThrough && end !== null ? end : rows.length > 0 ? cursorOf(order, rows.at(-1)!) : upTo;
      await setImmediate();
    }
    if (isLast) return { found, rest: 'NOTHING', upTo };
  }
  return { found, rest: 'UNKNOWN', upTo };
}

/** One window of everything where an index leads to the rows. */
async function* windowsToSift<Row extends ObjectLiteral>({ hay }: Sifted<Row>, order: PageOrder<Row>, from: Omit<PageRequest, 'size'>): AsyncGenerator<Window> {
  if (hay) yield* windowsOf({ span: null, hay, windows: hay.windows ?? WINDOWS, reads: READS_ALONE }, order, from);
  else yield { from: from.cursor, end: null, isLast: true };
}

/** As many as the budget has room for, if they are like those before. */
function rowsToRead({ looked, cost }: Spent, maxRows: number): number {
  if (looked === 0) return FIRST_ROWS;
  const affordable = Math.ceil((MAX_COST - cost) / Math.max(1, cost / looked));
  return Math.max(1, Math.min(affordable, looked * 4, MOST_ROWS_AT_ONCE, maxRows - looked));
}
