import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { adaptLongColumns, type Dialect } from './columns.ts';
import { entities } from './entities/index.ts';
import { migrations } from './migrations/index.ts';

/** How long a statement waits for a lock before it fails, ms. */
const LOCK_WAIT_MS = 5_000;
const POOL_SIZE = 10;
const CACHE_KIB = 64 * 1024;
/** 16 MiB of write-ahead log between checkpoints: each one waits for the disk twice. */
const CHECKPOINT_PAGES = 4_096;
const STATEMENTS_KEPT_PREPARED = 500;

export const dialectOf = (url: string): Dialect => (url.startsWith('sqlite:') ? 'sqlite' : 'mysql');

/** Path of the file that a `sqlite:` URL names. */
export const sqlitePath = (url: string): string => url.slice('sqlite:'.length);

/** Opens a connection (SQLite) or a pool (MariaDB, MySQL). The schema is left as it is. */
export async function openDataSource(url: string): Promise<DataSource> {
  adaptLongColumns(dialectOf(url));
  return new DataSource(dialectOf(url) === 'sqlite' ? sqliteOptions(sqlitePath(url)) : await mysqlOptions(url)).initialize();
}

function sqliteOptions(file: string): DataSourceOptions {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  makePrivate(file);
  return {
    type: 'better-sqlite3',
    database: file,
    statementCacheSize: STATEMENTS_KEPT_PREPARED,
    entities,
    migrations,
    prepareDatabase: (connection: { pragma(statement: string): unknown }) => {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      connection.pragma(`busy_timeout = ${LOCK_WAIT_MS}`);
      connection.pragma(`cache_size = -${CACHE_KIB}`);
      connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
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
