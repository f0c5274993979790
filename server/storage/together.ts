import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { countUpTo, unite, type RowCount } from './pages.ts';

/** How the pages of a list get at their rows: each by itself, or together with those of other lists that are read at the same time. */
export interface Reads {
  /** Rows of a query that is ordered by id alone. */
  rows: <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>) => Promise<Row[]>;
  /** Number of rows, up to a limit. */
  count: <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, limit: number) => Promise<RowCount>;
}

/** Each query is a statement of its own. */
export const READS_ALONE: Reads = {
  rows: (query) => query.getMany(),
  count: countUpTo,
};

/** Queries whose rows can be read together: of the same entity, with the same columns. */
export function kindOf<Row extends ObjectLiteral>({ alias, expressionMap }: SelectQueryBuilder<Row>): string {
  return JSON.stringify([alias, expressionMap.selects.map(({ selection }) => selection)]);
}

/** The rows of queries of one kind, each ordered by id alone: one statement finds the ids, another reads the rows. */
export async function readTogether<Row extends ObjectLiteral>(queries: readonly SelectQueryBuilder<Row>[]): Promise<Row[][]> {
  if (queries.length === 1) return [await queries[0]!.getMany()];
  const ids = await idsOfEach(queries);
  const rows = await rowsById(queries[0]!, [...new Set(ids.flat())]);
  return ids.map((own) => own.flatMap((id) => rows.get(id) ?? []));
}

async function idsOfEach<Row extends ObjectLiteral>(queries: readonly SelectQueryBuilder<Row>[]): Promise<string[][]> {
  const found = await unite<{ id: string }>('id', queries.map((query) => query.clone().select(`${query.alias}.id`, 'id')));
  const ids: string[][] = queries.map(() => []);
  for (const { part, id } of found) ids[Number(part)]!.push(id);
  // No database promises an order of what it unites.
  return ids.map((own, part) => (isDescending(queries[part]!) ? own.sort().reverse() : own.sort()));
}

const isDescending = <Row extends ObjectLiteral>({ expressionMap }: SelectQueryBuilder<Row>) => Object.values(expressionMap.orderBys)[0] === 'DESC';

async function rowsById<Row extends ObjectLiteral>(like: SelectQueryBuilder<Row>, ids: readonly string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map();
  const query = like.clone().where(`${like.alias}.id IN (:...together)`, { together: ids }).orderBy().limit(undefined).offset(undefined);
  query.expressionMap.useIndex = undefined;
  return new Map((await query.getMany()).map((row) => [row.id as string, row]));
}
