import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { firstIdOf, type IdPrefix } from '../../domain/ids.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import { containing, startingWith, type IdSpan } from '../pages.ts';

/** The rows that a caller may see. */
export interface Scope {
  readonly accountId: string;
  readonly environments: readonly EnvironmentKey[];
}

/** An interval of moments, `[from, to)`, in ms since the epoch. */
export interface TimeSpan { from: number; to?: number | null }

/** An interval of numbers, both ends inclusive. */
export interface NumberSpan { min?: number | null; max?: number | null }

type Query<Row extends ObjectLiteral> = SelectQueryBuilder<Row>;

/**
 * Limits a query to rows of the account and of those environments that the caller may see and has asked for. `isChecked` tells that ids in
 * the query lead to the rows, e.g. of a webhook: SQLite, which does not know how many rows an account has, would rather go through all of them in their order.
 */
export function within<Row extends ObjectLiteral>(
  query: Query<Row>, scope: Scope, { asked, isChecked = false }: { asked?: readonly EnvironmentKey[] | null; isChecked?: boolean } = {},
): Query<Row> {
  const environments = environmentsOf(scope, asked);
  // An index does not have the value of an expression; to MariaDB and MySQL this is none.
  query.andWhere(`${isChecked ? '+ ' : ''}${query.alias}.accountId = :accountId`, { accountId: scope.accountId });
  if (environments.length === 0) return nothing(query);
  return isEverything(environments) ? query : among(query, 'environment', environments);
}

const environmentsOf = ({ environments }: Scope, asked?: readonly EnvironmentKey[] | null) =>
  (asked?.length ? environments.filter((each) => asked.includes(each)) : environments);

/** Whether rows must be looked at to know whether their environment is one of those. */
export function isHeldToSome(scope: Scope, asked?: readonly EnvironmentKey[] | null): boolean {
  const environments = environmentsOf(scope, asked);
  return environments.length > 0 && !isEverything(environments);
}

/** Whether a filter has other conditions than some fields. */
export function asksMoreThan(filter: object, fields: readonly string[]): boolean {
  return Object.entries(filter).some(([name, value]) => !fields.includes(name) && value != null && !(Array.isArray(value) && value.length === 0));
}

/** All three: a condition on the column would only keep the database from its index. */
const isEverything = (environments: readonly EnvironmentKey[]) => new Set(environments).size === 3;

/** Lets nothing through. */
export function nothing<Row extends ObjectLiteral>(query: Query<Row>): Query<Row> {
  return query.andWhere('1 = 0');
}

/** Any of the values; no list, or an empty one, is no condition. */
export function among<Row extends ObjectLiteral>(query: Query<Row>, column: string, values?: readonly (string | number)[] | null): Query<Row> {
  if (!values?.length) return query;
  if (values.length === 1) return query.andWhere(`${query.alias}.${column} = :${column}Is`, { [`${column}Is`]: values[0] });
  return query.andWhere(`${query.alias}.${column} IN (:...${column}In)`, { [`${column}In`]: values });
}

/** At least one of several lists has the row's value; all of them empty lets nothing through. */
export function amongAny<Row extends ObjectLiteral>(query: Query<Row>, lists: Readonly<Partial<Record<string, readonly string[]>>>): Query<Row> {
  const used = Object.entries(lists).filter(([, values]) => values?.length);
  if (used.length === 0) return nothing(query);
  const sql = used.map(([column]) => `${query.alias}.${column} IN (:...${column}Any)`).join(' OR ');
  return query.andWhere(`(${sql})`, Object.fromEntries(used.map(([column, values]) => [`${column}Any`, values])));
}

export function during<Row extends ObjectLiteral>(query: Query<Row>, column: string, span?: TimeSpan | null): Query<Row> {
  if (!span) return query;
  query.andWhere(`${query.alias}.${column} >= :${column}From`, { [`${column}From`]: span.from });
  return span.to == null ? query : query.andWhere(`${query.alias}.${column} < :${column}To`, { [`${column}To`]: span.to });
}

/** How much sooner or later than the moment it is named for a row may be given its id. */
const ID_SLACK_MS = MINUTE_MS;

/** Ids that were given about then: they lie in the order of time, and the index on them leads there. */
export function idsDuring(prefix: IdPrefix, span?: TimeSpan | null): IdSpan | null {
  if (!span) return null;
  return { from: firstIdOf(prefix, span.from - ID_SLACK_MS), to: span.to == null ? null : firstIdOf(prefix, span.to + ID_SLACK_MS) };
}

export function between<Row extends ObjectLiteral>(query: Query<Row>, column: string, span?: NumberSpan | null): Query<Row> {
  if (span?.min != null) query.andWhere(`${query.alias}.${column} >= :${column}Min`, { [`${column}Min`]: span.min });
  if (span?.max != null) query.andWhere(`${query.alias}.${column} <= :${column}Max`, { [`${column}Max`]: span.max });
  return query;
}

/** Codes, `prefix.*` patterns or `*`. */
export function matchingCode<Row extends ObjectLiteral>(query: Query<Row>, column: string, patterns?: readonly string[] | null): Query<Row> {
  if (!patterns?.length || patterns.includes('*')) return query;
  const sql = patterns.map((pattern, index) =>
    `${query.alias}.${column} ${pattern.endsWith('.*') ? `LIKE :pattern${index} ESCAPE '!'` : `= :pattern${index}`}`);
  const values = patterns.map((pattern) => (pattern.endsWith('.*') ? startingWith(pattern.slice(0, -1)) : pattern));
  return query.andWhere(anyOf(sql), Object.fromEntries(values.map((value, index) => [`pattern${index}`, value])));
}

/** Conditions joined by OR as a balanced tree: SQLite refuses an expression that is nested a thousand deep, as a plain chain is. */
export function anyOf(conditions: readonly string[]): string {
  if (conditions.length <= 1) return conditions[0] ?? '1 = 0';
  const middle = Math.ceil(conditions.length / 2);
  return `(${anyOf(conditions.slice(0, middle))} OR ${anyOf(conditions.slice(middle))})`;
}

/** Any of the columns contains the text, whatever the case. */
export function mentioning<Row extends ObjectLiteral>(query: Query<Row>, columns: readonly string[], text?: string | null): Query<Row> {
  if (!text?.trim()) return query;
  const sql = columns.map((column) => `LOWER(${query.alias}.${column}) LIKE LOWER(:mentioned) ESCAPE '!'`).join(' OR ');
  return query.andWhere(`(${sql})`, { mentioned: containing(text.trim()) });
}
