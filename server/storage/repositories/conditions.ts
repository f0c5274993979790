import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { containing, startingWith } from '../pages.ts';

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

/** Limits a query to rows of the account and of those environments that the caller may see and has asked for. */
export function within<Row extends ObjectLiteral>(query: Query<Row>, scope: Scope, asked?: readonly EnvironmentKey[] | null): Query<Row> {
  const environments = asked?.length ? scope.environments.filter((each) => asked.includes(each)) : scope.environments;
  query.andWhere(`${query.alias}.accountId = :accountId`, { accountId: scope.accountId });
  if (environments.length === 0) return nothing(query);
  return isEverything(environments) ? query : among(query, 'environment', environments);
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
export function amongAny<Row extends ObjectLiteral>(query: Query<Row>, lists: Readonly<Record<string, readonly string[]>>): Query<Row> {
  const used = Object.entries(lists).filter(([, values]) => values.length > 0);
  if (used.length === 0) return nothing(query);
  const sql = used.map(([column]) => `${query.alias}.${column} IN (:...${column}Any)`).join(' OR ');
  return query.andWhere(`(${sql})`, Object.fromEntries(used.map(([column, values]) => [`${column}Any`, values])));
}

export function during<Row extends ObjectLiteral>(query: Query<Row>, column: string, span?: TimeSpan | null): Query<Row> {
  if (!span) return query;
  query.andWhere(`${query.alias}.${column} >= :${column}From`, { [`${column}From`]: span.from });
  return span.to == null ? query : query.andWhere(`${query.alias}.${column} < :${column}To`, { [`${column}To`]: span.to });
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
