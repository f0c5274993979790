import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';
import { adaptLongColumns, type Dialect } from './columns.ts';
import { entities } from './entities/index.ts';
import { migrations } from './migrations/index.ts';
import { WriterThread } from './sqlite/writer.ts';

/** How long a statement waits for a lock before it fails, ms. */
const LOCK_WAIT_MS = 5_000;
const POOL_SIZE = 10;
/** MariaDB ends a transaction in which nothing comes for so long, s: less than it takes until a silent process counts as dead. */
const IDLE_TRANSACTION_S = 10;
const CACHE_KIB = 64 * 1024;
/** Of write-ahead log between checkpoints, for each of which the disk is waited for twice. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;
/** Rows of the log are some kilobytes long: four times the usual size wastes less of each page and makes fewer of them. */
const PAGE_BYTES = 16 * 1024;

/** In this order: the size of pages is settled once the log mode is. */
const PRAGMAS = [
  `page_size = ${PAGE_BYTES}`,
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  `busy_timeout = ${LOCK_WAIT_MS}`,
  `cache_size = -${CACHE_KIB}`,
  `wal_autocheckpoint = ${CHECKPOINT_BYTES / PAGE_BYTES}`,
];

export const dialectOf = (url: string): Dialect => (url.startsWith('sqlite:') ? 'sqlite' : 'mysql');

/** Path of the file that a `sqlite:` URL names. */
export const sqlitePath = (url: string): string => url.slice('sqlite:'.length);

/** Opens a connection (SQLite) or a pool (MariaDB, MySQL). The schema is left as it is. */
export async function openDataSource(url: string): Promise<DataSource> {
  adaptLongColumns(dialectOf(url));
  const options = dialectOf(url) === 'sqlite' ? sqliteOptions(sqlitePath(url)) : await mysqlOptions(url);
  const source = await new DataSource(options).initialize();
  if (options.type === 'mariadb') await limitIdleTransactions(source);
  return source;
}

/** A process that is frozen within a transaction would keep its locks, and with them everybody who takes over from it, for hours. */
async function limitIdleTransactions(source: DataSource): Promise<void> {
  const limit = `SET SESSION idle_transaction_timeout = ${IDLE_TRANSACTION_S}`;
  const pool = (source.driver as MysqlDriver).pool as { on(event: 'connection', listen: (connection: { query(sql: string): void }) => void): void };
  pool.on('connection', (connection) => connection.query(limit));
  // The connection that was made to see whether the server answers; there is no other yet.
  await source.query(limit);
}

/** The writing connection of a SQLite file that exists. */
export const openWriter = (url: string): WriterThread => new WriterThread(sqlitePath(url), PRAGMAS);

function sqliteOptions(file: string): DataSourceOptions {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  makePrivate(file);
  return {
    type: 'better-sqlite3',
    database: file,
    entities,
    migrations,
    prepareDatabase: (connection: { pragma(statement: string): unknown }) => {
      for (const pragma of PRAGMAS) connection.pragma(pragma);
    },
  };
}

/** SQLite would let everybody read a file that it makes; the write-ahead log takes over the rights of the file. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

async function mysqlOptions(url: string): Promise<DataSourceOptions> {
  return {
    type: await flavour(url),
    url: url.replace(/^mariadb:/, 'mysql:'),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    poolSize: POOL_SIZE,
    entities,
    migrations,
    extra: { connectTimeout: LOCK_WAIT_MS },
  };
}

/** MariaDB and MySQL describe their columns differently; TypeORM must be told which one answers, whatever the URL calls it. */
async function flavour(url: string): Promise<'mariadb' | 'mysql'> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), connectTimeout: LOCK_WAIT_MS });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return /mariadb/i.test(String((rows as { version: string }[])[0]?.version)) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}
