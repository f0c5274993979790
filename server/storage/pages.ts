import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Counting stops here: beyond it nobody reads the number, and the database would read every row for it. */
export const COUNT_LIMIT = 10_000;

type KeyValue = string | number;

/** A column of an order, with the value that a row has in it. The values of all keys together name one row. */
export interface PageKey<Row> {
  /** SQL over the query's alias, e.g. `attempt.id`. */
  readonly sql: string;
  readonly valueOf: (row: Row) => KeyValue;
  /** SQL that a value from a cursor goes through before it is compared, e.g. `LOWER(?)`. */
  readonly through?: (parameter: string) => string;
}

/** An order of rows. The last key is unique, so that every row has exactly one place. */
export interface PageOrder<Row> {
  /** Goes into the cursors, which are then refused by every other order. */
  readonly name: string;
  readonly direction: 'ASC' | 'DESC';
  readonly keys: readonly PageKey<Row>[];
  /** No index has this order: the database sorts what matches, so that must not be more than COUNT_LIMIT rows. */
  readonly isSorted?: boolean;
}

/** The first rows after a cursor, or the last ones before it; from the very start or end without a cursor. */
export interface PageRequest {
  readonly size: number;
  readonly isBackward: boolean;
  readonly cursor: string | null;
}

/** More rows match than may be sorted. */
export class TooManyToSortError extends Error {
  constructor() {
    super(`More than ${COUNT_LIMIT} match or more must be looked at to know, which is too many to be sorted by this field. Narrow the filter, e.g. to a webhook or some hours, or use the default order.`);
    this.name = 'TooManyToSortError';
  }
}

/** Ids among which all of a list are, the second excluded; of orders by id only. */
export interface IdSpan { readonly from: string; readonly to: string | null }

/** Holds a query to one end of a span or to both. A cursor takes the place of the end it goes on from: SQLite uses one of two limits, and not the better one. */
export function withinSpan<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, span: IdSpan | null, { low = true, high = true } = {}): SelectQueryBuilder<Row> {
  if (span && low) query.andWhere(`${query.alias}.id >= :spanFrom`, { spanFrom: span.from });
  return span?.to && high ? query.andWhere(`${query.alias}.id < :spanTo`, { spanTo: span.to }) : query;
}

/** A cursor that this order did not make. */
export class BadCursorError extends Error {
  constructor() {
    super('The cursor does not belong to this list and order.');
    this.name = 'BadCursorError';
  }
}

/** How many rows match; a lower bound where not all were looked at. */
export interface RowCount { readonly value: number; readonly isExact: boolean }

/** A page as a connection shows it. */
export interface Connected<Row> {
  readonly rows: readonly Row[];
  /** From where the pages before and after it are read. */
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly count: RowCount | null;
  cursorOf: (row: Row) => string;
  hasNext: () => Promise<boolean>;
  hasPrevious: () => Promise<boolean>;
}

/** Some rows in a row, found by their key and not by counting: rows that come or go elsewhere do not shift it. */
export class Page<Row extends ObjectLiteral> implements Connected<Row> {
  readonly rows: readonly Row[];
  readonly #query: SelectQueryBuilder<Row>;
  readonly #order: PageOrder<Row>;
  readonly #request: PageRequest;
  readonly #span: IdSpan | null;
  readonly #hasMore: boolean;

  private constructor(query: SelectQueryBuilder<Row>, order: PageOrder<Row>, { request, span, found }: { request: PageRequest; span: IdSpan | null; found: readonly Row[] }) {
    const rows = found.slice(0, request.size);
    this.rows = request.isBackward ? rows.reverse() : rows;
    this.#query = query;
    this.#order = order;
    this.#request = request;
    this.#span = span;
    this.#hasMore = found.length > request.size;
  }

  /** Where the page has all rows, it also tells how many they are. */
  get count(): RowCount | null {
    return this.#request.cursor === null && !this.#hasMore ? { value: this.rows.length, isExact: true } : null;
  }

  /** Reads one page of what `query` matches; one more row than asked tells whether there are others. */
  static async read<Row extends ObjectLiteral>(
    query: SelectQueryBuilder<Row>, order: PageOrder<Row>, request: PageRequest,
    { span = null, read = (rows) => rows.getMany() }: { span?: IdSpan | null; read?: (rows: SelectQueryBuilder<Row>) => Promise<Row[]> } = {},
  ): Promise<Page<Row>> {
    const found = await read(beyondCursor(query, order, { ...request, span }).limit(request.size + 1));
    return new Page(query, order, { request, span, found });
  }

  get startCursor(): string | null {
    return this.rows[0] ? this.cursorOf(this.rows[0]) : null;
  }

  get endCursor(): string | null {
    const last = this.rows.at(-1);
    return last ? this.cursorOf(last) : null;
  }

  cursorOf(row: Row): string {
    return cursorOf(this.#order, row);
  }

  async hasNext(): Promise<boolean> {
    return this.#request.isBackward ? this.#hasRowsBehind() : this.#hasMore;
  }

  async hasPrevious(): Promise<boolean> {
    return this.#request.isBackward ? this.#hasMore : this.#hasRowsBehind();
  }

  /** Rows on the side the page was entered from; asked of the database, and only by those who want to know. */
  async #hasRowsBehind(): Promise<boolean> {
    const { cursor, isBackward } = this.#request;
    return cursor !== null && hasRowsBehind(this.#query, this.#order, { cursor, isBackward, span: this.#span, edge: isBackward ? this.rows.at(-1) : this.rows[0] });
  }
}

/** Whether there are rows on the other side of a page's first row, or of the cursor that it was read from when it is empty. */
export async function hasRowsBehind<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>, order: PageOrder<Row>, { cursor, isBackward, span = null, edge }: { cursor: string; isBackward: boolean; span?: IdSpan | null; edge?: Row },
): Promise<boolean> {
  const values = edge ? keyOf(order, edge) : readCursor(order, cursor);
  const behind = beyond(query.clone(), order, { values, isBackward: !isBackward, isInclusive: !edge });
  withinSpan(behind, span, isUpward(order, !isBackward) ? { low: false } : { high: false });
  return (await inOrder(behind.select('1', 'hit'), order, !isBackward).limit(1).getRawOne()) !== undefined;
}

/** The rows of a query in an order, or against it, after a cursor, and up to and with the one of `end`. */
export function beyondCursor<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>, order: PageOrder<Row>, { cursor, isBackward, span = null, end = null }: Omit<PageRequest, 'size'> & { span?: IdSpan | null; end?: string | null },
): SelectQueryBuilder<Row> {
  const [near, far] = [cursor === null, end === null];
  const rows = withinSpan(inOrder(query.clone(), order, isBackward), span, isUpward(order, isBackward) ? { low: near, high: far } : { low: far, high: near });
  if (cursor !== null) beyond(rows, order, { values: readCursor(order, cursor), isBackward });
  return end === null ? rows : beyond(rows, order, { values: readCursor(order, end), isBackward: !isBackward, isInclusive: true, name: 'pageEnd' });
}

/** The place of a row in an order. */
export const cursorOf = <Row>(order: PageOrder<Row>, row: Row): string => writeCursor(order, keyOf(order, row));

/** Number of rows that match, counted up to a limit. */
export async function countUpTo<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, limit = COUNT_LIMIT): Promise<RowCount> {
  return (await countEach([{ query, limit }]))[0]!;
}

/** One statement for several queries: what is asked of each, with the place of the query. */
export async function unite<Found>(what: string, queries: readonly SelectQueryBuilder<ObjectLiteral>[]): Promise<(Found & { part: KeyValue })[]> {
  const parts = queries.map((query) => query.getQueryAndParameters() as [sql: string, parameters: unknown[]]);
  const sql = parts.map(([each], part) => `SELECT ${part} AS part, ${what} FROM (${each}) AS part${part}`).join(' UNION ALL ');
  // On the runner of the queries: it decides within which transaction and limits they run, and TypeORM keeps it to itself.
  return queries[0]!.connection.query(sql, parts.flatMap(([, parameters]) => parameters), queries[0]!['queryRunner']);
}

export interface CountQuestion { readonly query: SelectQueryBuilder<ObjectLiteral>; readonly limit: number }

/** The same of several queries, with one statement. */
export async function countEach(questions: readonly CountQuestion[]): Promise<RowCount[]> {
  const rows = await unite<{ count: KeyValue }>('COUNT(*) AS count', questions.map(({ query, limit }) => query.clone().select('1', 'hit').limit(limit + 1)));
  const found = new Map(rows.map(({ part, count }) => [Number(part), Number(count)]));
  return questions.map(({ limit }, part) => ({ value: Math.min(found.get(part)!, limit), isExact: found.get(part)! <= limit }));
}

/** A LIKE pattern for texts that contain `part`; use with `ESCAPE '!'`. */
export function containing(part: string): string {
  return `%${startingWith(part)}`;
}

/** The same for texts that start with `part`. */
export function startingWith(part: string): string {
  return `${part.replace(/[!%_]/g, (wildcard) => `!${wildcard}`)}%`;
}

const isUpward = <Row>({ direction }: PageOrder<Row>, isBackward: boolean) => isBackward !== (direction === 'ASC');

function inOrder<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, order: PageOrder<Row>, isBackward: boolean): SelectQueryBuilder<Row> {
  const direction = isUpward(order, isBackward) ? 'ASC' : 'DESC';
  for (const key of order.keys) query.addOrderBy(key.sql, direction);
  return query;
}

interface Bound { values: readonly KeyValue[]; isBackward: boolean; isInclusive?: boolean; name?: string }

/** Limits a query to the rows beyond a key: `a >= :a AND (a > :a OR (a = :a AND id > :id))`. The first part tells SQLite where in the index to begin. */
function beyond<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>, order: PageOrder<Row>, { values, isBackward, isInclusive = false, name = 'pageKey' }: Bound,
): SelectQueryBuilder<Row> {
  const comparison = isUpward(order, isBackward) ? '>' : '<';
  const parameters = Object.fromEntries(values.map((value, index) => [`${name}${index}`, value]));
  const condition = order.keys.reduceRight((rest, key, index) => {
    const parameter = key.through?.(`:${name}${index}`) ?? `:${name}${index}`;
    if (rest === '') return `${key.sql} ${comparison}${isInclusive ? '=' : ''} ${parameter}`;
    return `(${key.sql} ${comparison} ${parameter} OR (${key.sql} = ${parameter} AND ${rest}))`;
  }, '');
  const [first] = order.keys;
  if (first && order.keys.length > 1) query.andWhere(`${first.sql} ${comparison}= ${first.through?.(`:${name}0`) ?? `:${name}0`}`);
  return query.andWhere(condition, parameters);
}

const keyOf = <Row>(order: PageOrder<Row>, row: Row): KeyValue[] => order.keys.map((key) => key.valueOf(row));

const labelOf = <Row>({ name, direction }: PageOrder<Row>) => `${name} ${direction}`;

function writeCursor<Row>(order: PageOrder<Row>, values: readonly KeyValue[]): string {
  return Buffer.from(JSON.stringify([labelOf(order), ...values])).toString('base64url');
}

function readCursor<Row>(order: PageOrder<Row>, cursor: string): KeyValue[] {
  const [label, ...values] = parseList(Buffer.from(cursor, 'base64url').toString());
  const fits = label === labelOf(order) && values.length === order.keys.length && values.every(isKeyValue);
  if (!fits) throw new BadCursorError();
  return values as KeyValue[];
}

function parseList(text: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

const isKeyValue = (value: unknown): value is KeyValue => typeof value === 'string' || Number.isFinite(value);
