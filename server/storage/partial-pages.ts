import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { cursorOf, hasRowsBehind, type Connected, type IdSpan, type PageOrder, type PageRequest, type RowCount } from './pages.ts';

/** What there is after some rows: nothing, something, or nobody has looked. */
export type Rest = 'NOTHING' | 'MATCH' | 'UNKNOWN';

/** Rows that were found, one more than asked for where others follow, and the cursor up to which was looked. */
export interface Looked<Row> { readonly found: readonly Row[]; readonly rest: Rest; readonly upTo: string | null }

/**
 * A page of rows that are looked for among others. No more than a budget is looked at, so the page may be short, or empty, although others
 * follow: it then ends at the place up to which was looked, from where the next page goes on.
 */
export class PartialPage<Row extends ObjectLiteral> implements Connected<Row> {
  readonly rows: readonly Row[];
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  /** How many rows match, where this page already tells: from the very start it found all that a count would find. */
  readonly count: RowCount | null;
  readonly #among: SelectQueryBuilder<Row>;
  readonly #order: PageOrder<Row>;
  readonly #request: PageRequest;
  readonly #span: IdSpan | null;
  readonly #rest: Rest;

  /** `among` are all the rows that could be looked at, whether or not they match. */
  constructor(among: SelectQueryBuilder<Row>, order: PageOrder<Row>, { request, looked, span = null }: { request: PageRequest; looked: Looked<Row>; span?: IdSpan | null }) {
    const found = looked.found.slice(0, request.size);
    const [nearest, farthest] = [found[0], found.at(-1)].map((row) => (row ? cursorOf(order, row) : null));
    const farEnd = looked.rest === 'UNKNOWN' ? looked.upTo : farthest ?? null;
    const nearEnd = nearest ?? farEnd;
    this.rows = request.isBackward ? found.toReversed() : found;
    this.startCursor = request.isBackward ? farEnd : nearEnd;
    this.endCursor = request.isBackward ? nearEnd : farEnd;
    this.count = request.cursor === null && looked.rest !== 'MATCH' ? { value: found.length, isExact: looked.rest === 'NOTHING' } : null;
    this.#among = among;
    this.#order = order;
    this.#request = request;
    this.#span = span;
    this.#rest = looked.rest;
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

  /** Whether there are rows at all on the side that the page was entered from, whether or not they match. */
  async #hasRowsBehind(): Promise<boolean> {
    const { cursor, isBackward } = this.#request;
    return cursor !== null && hasRowsBehind(this.#among, this.#order, { cursor, isBackward, span: this.#span });
  }
}
