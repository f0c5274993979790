import type { EntityManager } from 'typeorm';
import type { Dialect } from './columns.ts';
import { WriterQueryRunner } from './sqlite/query-runner.ts';
import type { Value } from './value.ts';

/**
 * Many rows at once, for the paths where an ORM's object per row costs more than the database does. A server gets many rows in one
 * statement, for each statement is a way there and back; SQLite is faster with one prepared statement that runs for each row.
 */
const MAX_STATEMENT_BYTES = 4 * 1024 * 1024;
/** Statements come in a few sizes only, so that the server can keep what it knows of them. */
const CHUNK_SIZES = [100, 50, 20, 10, 5, 2, 1];

type Rows = readonly (readonly Value[])[];

const quoted = (name: string) => `\`${name}\``;
const marks = (count: number) => Array<string>(count).fill('?').join(', ');
const tuples = (rows: number, columns: number) => Array<string>(rows).fill(`(${marks(columns)})`).join(', ');

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  let at = 0;
  for (const size of CHUNK_SIZES) {
    for (; items.length - at >= size; at += size) yield items.slice(at, at + size);
  }
}

/** The writer of a SQLite transaction; null on a server, and where SQLite is only read. */
const writerOf = (tx: EntityManager) => (tx.queryRunner instanceof WriterQueryRunner ? tx.queryRunner : null);

export const dialectOfManager = (tx: EntityManager): Dialect => (tx.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql');

/** `FOR UPDATE ...` where the database has row locks; SQLite has one writer and needs none. */
export const lockClause = (tx: EntityManager, how: 'FOR UPDATE' | 'FOR UPDATE SKIP LOCKED' | 'LOCK IN SHARE MODE') =>
  (dialectOfManager(tx) === 'mysql' ? how : '');

/** Inserts rows. On SQLite an error may show only when something later in the transaction is waited for, at the latest its commit. */
export async function insertRows(tx: EntityManager, table: string, columns: readonly string[], rows: Rows, onConflict = ''): Promise<void> {
  if (rows.length === 0) return;
  const writer = writerOf(tx);
  if (writer) return writer.defer(insertStatement(table, columns, { count: 1, onConflict }), rows);
  for (const chunk of [...groupsOf(rows)].flatMap((group) => [...chunks(group)])) {
    await tx.query(insertStatement(table, columns, { count: chunk.length, onConflict }), chunk.flat());
  }
}

/** Rows in groups of some megabytes at most: MySQL refuses a statement longer than its `max_allowed_packet`. */
function* groupsOf(rows: Rows): Generator<Rows> {
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

/** What `select IN (...) rest` gives for all values; each is looked up by itself or among some others. */
export async function selectIn<Row>(
  tx: EntityManager, select: string, values: readonly string[], rest = '', restParameters: readonly Value[] = [],
): Promise<Row[]> {
  if (values.length === 0) return [];
  const writer = writerOf(tx);
  if (writer) return (await writer.runEach(`${select} IN (?) ${rest}`, values.map((value) => [value, ...restParameters]))).records as Row[];
  const rows: Row[] = [];
  for (const chunk of chunks(values)) {
    rows.push(...await tx.query(`${select} IN (${marks(chunk.length)}) ${rest}`, [...chunk, ...restParameters]) as Row[]);
  }
  return rows;
}

/** Runs `statement IN (...) rest` for all values. */
export async function changeIn(
  tx: EntityManager, statement: string, parameters: readonly Value[], values: readonly string[], rest = '', restParameters: readonly Value[] = [],
): Promise<void> {
  if (values.length === 0) return;
  const writer = writerOf(tx);
  if (writer) return writer.defer(`${statement} IN (?) ${rest}`, values.map((value) => [...parameters, value, ...restParameters]));
  for (const chunk of chunks(values)) {
    await tx.query(`${statement} IN (${marks(chunk.length)}) ${rest}`, [...parameters, ...chunk, ...restParameters]);
  }
}

/** Runs one statement; returns how many rows it changed. */
export async function change(tx: EntityManager, statement: string, parameters: readonly Value[]): Promise<number> {
  const runner = tx.queryRunner;
  if (!runner) throw new Error('A change needs a transaction.');
  const result = await runner.query(statement, [...parameters], true);
  return result.affected ?? 0;
}

/** Runs one statement of which nothing is asked back; errors show as those of `insertRows` do. */
export async function run(tx: EntityManager, statement: string, parameters: readonly Value[]): Promise<void> {
  const writer = writerOf(tx);
  if (writer) writer.defer(statement, [parameters]);
  else await tx.query(statement, [...parameters]);
}

/**
 * Sets other values in each of many rows: `rows` hold the key and then `columns`. A row changes only where `guard` holds.
 * Returns how many rows changed.
 */
export async function updateRows(
  tx: EntityManager, { table, key, columns, rows, guard, guardParameters }: {
    table: string; key: string; columns: readonly string[]; rows: Rows; guard: string; guardParameters: readonly Value[];
  },
): Promise<number> {
  const writer = writerOf(tx);
  if (writer) {
    const each = rows.map(([id, ...values]) => [...values, id!, ...guardParameters]);
    return (await writer.runEach(updateOne({ table, key, columns, guard }), each)).changes ?? 0;
  }
  let changed = 0;
  for (const chunk of chunks(rows)) {
    changed += await change(tx, updateMany({ table, key, columns, guard, count: chunk.length }), [...chunk.flat(), ...guardParameters]);
  }
  return changed;
}

interface Update { table: string; key: string; columns: readonly string[]; guard: string }

/**
 * The row is found by its key and only then checked: a unary plus keeps SQLite from looking the guard up in an index instead
 * (SQLite query planner, "Disqualifying WHERE clause terms using unary +").
 */
const updateOne = ({ table, key, columns, guard }: Update) =>
  `UPDATE ${quoted(table)} AS t SET ${columns.map((name) => `${quoted(name)} = ?`).join(', ')} WHERE t.${quoted(key)} = ? AND +${guard}`;

function updateMany({ table, key, columns, guard, count }: Update & { count: number }): string {
  const names = [key, ...columns];
  const first = `SELECT ${names.map((name) => `? AS ${quoted(name)}`).join(', ')}`;
  const others = Array<string>(count - 1).fill(` UNION ALL SELECT ${marks(names.length)}`).join('');
  const sets = columns.map((name) => `t.${quoted(name)} = v.${quoted(name)}`).join(', ');
  return `UPDATE (${first}${others}) AS v STRAIGHT_JOIN ${quoted(table)} AS t ON t.${quoted(key)} = v.${quoted(key)} SET ${sets} WHERE ${guard}`;
}
