import { setImmediate } from 'node:timers/promises';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { beyondCursor, COUNT_LIMIT, cursorOf, hasRowsBehind, type Connected, type PageOrder, type PageRequest } from './pages.ts';

/** A condition that the database cannot check: rows are read and looked at one by one. What that costs is told in about the time that reading a byte of JSON takes. */
export type Sieve<Row> = (row: Row) => { passes: boolean; cost: number };

/** Most that is looked at for one page or count; some ten milliseconds. */
const MAX_ROWS = 5_000;
const MAX_COST = 4 * 1024 * 1024;
/** Rows read at first; more at once when they turn out to be small. */
const FIRST_ROWS = 16;
const MOST_ROWS_AT_ONCE = 500;

/** What there is after some rows: nothing, something, or nobody has looked. */
type Rest = 'NOTHING' | 'MATCH' | 'UNKNOWN';

/**
 * A page of rows that pass a sieve. No more than a budget is looked at, so the page may be short, or empty, although others follow: it
 * then ends at the place up to which was looked, from where the next page goes on.
 */
export class SiftedPage<Row extends ObjectLiteral> implements Connected<Row> {
  readonly rows: readonly Row[];
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly #query: SelectQueryBuilder<Row>;
  readonly #order: PageOrder<Row>;
  readonly #request: PageRequest;
  readonly #rest: Rest;

  private constructor(query: SelectQueryBuilder<Row>, order: PageOrder<Row>, { request, sifted }: { request: PageRequest; sifted: Sifted<Row> }) {
    const found = sifted.found.slice(0, request.size);
    const farthest = sifted.rest === 'UNKNOWN' ? sifted.last : found.at(-1);
    this.rows = request.isBackward ? found.toReversed() : found;
    const [nearEnd, farEnd] = [found[0] ?? farthest, farthest].map((row) => (row ? cursorOf(order, row) : null));
    this.startCursor = (request.isBackward ? farEnd : nearEnd) ?? null;
    this.endCursor = (request.isBackward ? nearEnd : farEnd) ?? null;
    this.#query = query;
    this.#order = order;
    this.#request = request;
    this.#rest = sifted.rest;
  }

  static async read<Row extends ObjectLiteral>(
    query: SelectQueryBuilder<Row>, order: PageOrder<Row>, { request, sieve }: { request: PageRequest; sieve: Sieve<Row> },
  ): Promise<SiftedPage<Row>> {
    return new SiftedPage(query, order, { request, sifted: await sift(query, order, { request, sieve, most: request.size }) });
  }

  cursorOf(row: Row): string {
    return cursorOf(this.#order, row);
  }

  /** True also where nobody has looked. */
  async hasNext(): Promise<boolean> {
    return this.#request.isBackward ? this.#hasRowsBehind() : this.#rest !== 'NOTHING';
  }

  async hasPrevious(): Promise<boolean> {
    return this.#request.isBackward ? this.#rest !== 'NOTHING' : this.#hasRowsBehind();
  }

  /** Whether there are rows at all on the side that the page was entered from, whether or not they pass. */
  async #hasRowsBehind(): Promise<boolean> {
    const { cursor, isBackward } = this.#request;
    return cursor !== null && hasRowsBehind(this.#query, this.#order, { cursor, isBackward });
  }
}

/** Number of rows that pass, a lower bound when there are more rows than are looked at. */
export async function countSifted<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>, order: PageOrder<Row>, sieve: Sieve<Row>,
): Promise<{ value: number; isExact: boolean }> {
  const { found, rest } = await sift(query, order, { request: { isBackward: false, cursor: null }, sieve, most: COUNT_LIMIT });
  return { value: Math.min(found.length, COUNT_LIMIT), isExact: rest === 'NOTHING' };
}

interface Sifted<Row> { readonly found: readonly Row[]; readonly rest: Rest; readonly last: Row | undefined }

/** Up to one row more than `most`, to tell whether there are others. The event loop gets its turn between two statements. */
async function sift<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>, order: PageOrder<Row>,
  { request: { isBackward, cursor }, sieve, most }: { request: Omit<PageRequest, 'size'>; sieve: Sieve<Row>; most: number },
): Promise<Sifted<Row>> {
  const found: Row[] = [];
  let [looked, cost, last] = [0, 0, undefined as Row | undefined];
  while (looked < MAX_ROWS && cost < MAX_COST) {
    const size = rowsToRead({ looked, cost });
    const rows = await beyondCursor(query, order, { cursor: last ? cursorOf(order, last) : cursor, isBackward }).limit(size).getMany();
    for (const row of rows) {
      const seen = sieve(row);
      if (seen.passes) found.push(row);
      if (found.length > most) return { found, rest: 'MATCH', last };
      cost += seen.cost;
      last = row;
      looked += 1;
    }
    if (rows.length < size) return { found, rest: 'NOTHING', last };
    await setImmediate();
  }
  return { found, rest: 'UNKNOWN', last };
}

/** As many as the budget has room for, if they are like those before. */
function rowsToRead({ looked, cost }: { looked: number; cost: number }): number {
  if (looked === 0) return FIRST_ROWS;
  const affordable = Math.ceil((MAX_COST - cost) / Math.max(1, cost / looked));
  return Math.max(1, Math.min(affordable, looked * 4, MOST_ROWS_AT_ONCE, MAX_ROWS - looked));
}
