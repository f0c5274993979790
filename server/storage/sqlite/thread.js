import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/*
 * The writing connection to the SQLite file, in a thread of its own: waiting for the disk must not keep requests waiting.
 * JavaScript, for Node itself loads it, also where everything else is run from TypeScript.
 *
 * A message is a list of steps, each a statement and the rows of parameters to run it with: the first row, and the values of the columns
 * in which others differ. They run one after the other up to the first that fails. The answer is what the last step gave: rows, or how
 * many rows were changed.
 */

/** @typedef {{ statement: string, count: number, first: unknown[], columns: { index: number, values: unknown[] }[] }} Step */

const KEPT_PREPARED = 500;
const BEGIN = 'BEGIN TRANSACTION';

const { file, pragmas } = workerData;
const database = new Database(file);
for (const pragma of pragmas) database.pragma(pragma);

/** @type {Map<string, import('better-sqlite3').Statement>} */
const prepared = new Map();

/** @param {string} statement */
function prepare(statement) {
  let ready = prepared.get(statement);
  if (!ready) {
    if (prepared.size >= KEPT_PREPARED) prepared.delete(prepared.keys().next().value ?? '');
    prepared.set(statement, ready = database.prepare(statement));
  }
  return ready;
}

/** SQLite has no type for truth. @param {unknown} value */
const bound = (value) => (typeof value === 'boolean' ? Number(value) : value);

/**
 * The rows of a step, one after the other in the same array.
 * @param {Step} step
 */
function* rowsOf({ count, first, columns }) {
  const row = first.map(bound);
  for (let index = 0; index < count; index++) {
    for (const column of columns) row[column.index] = bound(column.values[index]);
    yield row;
  }
}

/** @param {Step} step */
function run(step) {
  if (step.statement === BEGIN && database.inTransaction) database.exec('ROLLBACK');
  // Some faults, a full disk for one, make SQLite roll back by itself: what was to follow must not be written alone.
  if (step.statement !== BEGIN && !database.inTransaction) {
    if (step.statement === 'ROLLBACK') return { changes: 0 };
    throw new Error('The transaction was rolled back by a fault before.');
  }
  const ready = prepare(step.statement);
  const result = { records: ready.reader ? [] : undefined, changes: 0, lastId: undefined };
  for (const row of rowsOf(step)) {
    if (result.records) {
      result.records.push(...ready.all(row));
      continue;
    }
    const { changes, lastInsertRowid } = ready.run(row);
    result.changes += changes;
    result.lastId = lastInsertRowid;
  }
  return result;
}

/** @param {{ steps: Step[] }} request */
function answer({ steps }) {
  let result;
  for (const step of steps) {
    try {
      result = run(step);
    } catch (error) {
      return { error: { message: error.message, code: error.code }, statement: step.statement };
    }
  }
  return { result };
}

parentPort?.on('message', (request) => {
  if (request === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(request));
});
