import type { EntityManager } from 'typeorm';
import type { Dialect } from './columns.ts';

/**
 * Many rows in few statements, for the paths where an ORM's object per row costs more than the database does.
 * Statements come in a few sizes only, so that SQLite can keep each of them prepared.
 */
const MAX_STATEMENT_BYTES = 4 * 1024 * 1024;
const CHUNK_SIZES = [100, 50, 20, 10, 5, 2, 1];

export type Value = string | number | boolean | Buffer | null;

const bound = (value: Value) => (typeof value === 'boolean' ? Number(value) : value);
const quoted = (name: string) => `\`${name}\``;
const marks = (count: number) => Array<string>(count).fill('?').join(', ');
const tuples = (rows: number, columns: number) => Array<string>(rows).fill(`(${marks(columns)})`).join(', ');

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  let at = 0;
  for (const size of CHUNK_SIZES) {
    for (; items.length - at >= size; at += size) yield items.slice(at, at + size);
  }
}

export const dialectOfManager = (tx: EntityManager): Dialect => (tx.connection.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql');

/** `FOR UPDATE ...` where the database has row locks; SQLite has one writer and needs none. */
export const lockClause = (tx: EntityManager, how: 'FOR UPDATE' | 'FOR UPDATE SKIP LOCKED') =>
  (dialectOfManager(tx) === 'mysql' ? how : '');

export async function insertRows(
  tx: EntityManager, table: string, columns: readonly string[], rows: readonly (readonly Value[])[], onConflict = '',
): Promise<void> {
  for (const chunk of [...groupsOf(rows)].flatMap((group) => [...chunks(group)])) {
    await tx.query(insertStatement(table, columns, { count: chunk.length, onConflict }), parametersOf(chunk));
  }
}

/** Rows in groups of some megabytes at most: MySQL refuses a statement longer than its `max_allowed_packet`. */
function* groupsOf(rows: readonly (readonly Value[])[]): Generator<readonly (readonly Value[])[]> {
  let start = 0;
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    const size = sizeOf(row);
    if (bytes > 0 && bytes + size > MAX_STATEMENT_BYTES) {
      yield rows.slice(start, index);
      start = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < rows.length) yield rows.slice(start);
}

/** About: characters count as two bytes, numbers not at all. */
function sizeOf(row: readonly Value[]): number {
  let size = 0;
  for (const value of row) size += typeof value === 'string' ? value.length * 2 : Buffer.isBuffer(value) ? value.length * 2 : 0;
  return size;
}

const insertStatements = new Map<string, string>();

/** Its text is long and always the same, so it is kept. */
function insertStatement(table: string, columns: readonly string[], { count, onConflict }: { count: number; onConflict: string }): string {
  const name = `${table} ${count} ${onConflict}`;
  let statement = insertStatements.get(name);
  if (statement === undefined) {
    statement = `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES ${tuples(count, columns.length)} ${onConflict}`;
    insertStatements.set(name, statement);
  }
  return statement;
}

function parametersOf(rows: readonly (readonly Value[])[]): (string | number | Buffer | null)[] {
  const parameters = [];
  for (const row of rows) for (const value of row) parameters.push(bound(value));
  return parameters;
}

/** The rows of `table` whose `key` is among `values`. */
export async function selectIn<Row>(
  tx: EntityManager, select: string, values: readonly string[], rest = '', restParameters: readonly Value[] = [],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunks(values)) {
    rows.push(...await tx.query(`${select} IN (${marks(chunk.length)}) ${rest}`, [...chunk, ...restParameters]) as Row[]);
  }
  return rows;
}

/** Runs `statement IN (...) rest` for all values; returns how many rows it changed. */
export async function changeIn(
  tx: EntityManager, statement: string, parameters: readonly Value[], values: readonly string[], rest = '', restParameters: readonly Value[] = [],
): Promise<number> {
  let changed = 0;
  for (const chunk of chunks(values)) {
    changed += await change(tx, `${statement} IN (${marks(chunk.length)}) ${rest}`, [...parameters, ...chunk, ...restParameters]);
  }
  return changed;
}

/** Runs one statement; returns how many rows it changed. */
export async function change(tx: EntityManager, statement: string, parameters: readonly Value[]): Promise<number> {
  const runner = tx.queryRunner;
  if (!runner) throw new Error('A change needs a transaction.');
  const result = await runner.query(statement, parameters.map(bound), true);
  return result.affected ?? 0;
}

/**
 * Sets other values in each of many rows: `rows` hold the key and then `columns`. A row changes only where `guard` holds.
 * Returns how many rows changed.
 */
export async function updateRows(
  tx: EntityManager, { table, key, columns, rows, guard, guardParameters }: {
    table: string; key: string; columns: readonly string[]; rows: readonly (readonly Value[])[]; guard: string; guardParameters: readonly Value[];
  },
): Promise<number> {
  let changed = 0;
  for (const chunk of chunks(rows)) {
    const statement = updateStatement(dialectOfManager(tx), { table, key, columns, guard, count: chunk.length });
    changed += await change(tx, statement, [...chunk.flat(), ...guardParameters]);
  }
  return changed;
}

/**
 * Rows are found by their key and only then checked; SQLite would rather look the guard up in an index and check the keys of all
 * that it finds there. A unary plus keeps it from that (SQLite query planner, "Disqualifying WHERE clause terms using unary +").
 */
const unindexed = (guard: string) => `+${guard}`;

function updateStatement(
  dialect: Dialect, { table, key, columns, guard, count }: { table: string; key: string; columns: readonly string[]; guard: string; count: number },
): string {
  const names = [key, ...columns];
  if (dialect === 'sqlite') {
    const sets = columns.map((name) => `${quoted(name)} = v.${quoted(name)}`).join(', ');
    return `WITH v(${names.map(quoted).join(', ')}) AS (VALUES ${tuples(count, names.length)})
      UPDATE ${quoted(table)} AS t SET ${sets} FROM v WHERE t.${quoted(key)} = v.${quoted(key)} AND ${unindexed(guard)}`;
  }
  const first = `SELECT ${names.map((name) => `? AS ${quoted(name)}`).join(', ')}`;
  const others = Array<string>(count - 1).fill(` UNION ALL SELECT ${marks(names.length)}`).join('');
  const sets = columns.map((name) => `t.${quoted(name)} = v.${quoted(name)}`).join(', ');
  return `UPDATE (${first}${others}) AS v STRAIGHT_JOIN ${quoted(table)} AS t ON t.${quoted(key)} = v.${quoted(key)} SET ${sets} WHERE ${guard}`;
}
