import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { insert } from './insert.js';
import { history } from './lists-data.js';

/** Of one table, sent with one statement to MariaDB; the rows of a batch are kept in memory. */
const ROWS_A_STATEMENT = 1_000;
const STATEMENTS_A_COMMIT = 50;
/** Indexes are written at random places. */
const CACHE_KIB = 1024 * 1024;

/** Writes the history into the database of a server that was started once and stopped. Returns false when an earlier run did. */
export function fill({ folder, url, deliveries }) {
  return url ? fillMariadb(url, deliveries) : fillSqlite(join(folder, 'keybell.db'), deliveries);
}

function fillSqlite(file, deliveries) {
  const database = new Database(file);
  const isEmpty = database.prepare('SELECT COUNT(*) FROM webhook').pluck().get() === 0;
  if (isEmpty) {
    database.pragma('synchronous = OFF');
    database.pragma('journal_mode = OFF');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    const accountId = database.prepare('SELECT id FROM account').pluck().get();
    database.transaction(() => {
      for (const [table, row] of history({ accountId, now: Date.now(), deliveries })) insert(database, table, row);
    })();
    database.pragma('journal_mode = WAL');
  }
  database.close();
  return isEmpty;
}

async function fillMariadb(url, deliveries) {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), timezone: 'Z' });
  try {
    const [[{ webhooks }]] = await connection.query('SELECT COUNT(*) AS webhooks FROM webhook');
    if (webhooks > 0) return false;
    await connection.query('SET unique_checks = 0, autocommit = 0');
    const [[{ id: accountId }]] = await connection.query('SELECT id FROM account');
    const tables = new Map();
    let statements = 0;
    for (const [table, row] of history({ accountId, now: Date.now(), deliveries })) {
      const batch = tables.get(table) ?? [];
      tables.set(table, batch);
      if (batch.push(row) < ROWS_A_STATEMENT) continue;
      await insertMany(connection, table, batch.splice(0));
      if (++statements % STATEMENTS_A_COMMIT === 0) await connection.query('COMMIT');
    }
    for (const [table, batch] of tables) if (batch.length > 0) await insertMany(connection, table, batch);
    await connection.query('COMMIT');
    await connection.query(`ANALYZE TABLE ${[...tables.keys()].join(', ')}`);
    return true;
  } finally {
    await connection.end();
  }
}

async function insertMany(connection, table, rows) {
  const columns = Object.keys(rows[0]).map((name) => `\`${name}\``);
  await connection.query(`INSERT INTO ${table} (${columns}) VALUES ?`, [rows.map((row) => Object.values(row))]);
}
