import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { describe, inject } from 'vitest';
import { Store } from '../../server/storage/store.ts';
import './database-servers.ts';
import { MariadbServer } from './mariadb-server.ts';

/** The first test of a file may wait for the server to start. */
const SERVER_TIMEOUT_MS = 30_000;

export type DatabaseKind = 'sqlite' | 'mariadb' | 'mysql';

/** An empty database of its own, for `DATABASE_URL` or `openDataSource`. */
export interface TestDatabase {
  kind: DatabaseKind;
  url: string;
  remove(): Promise<void>;
}

/** A migrated store on a database of its own. */
export interface TestStore extends TestDatabase {
  store: Store;
  /** Closes the store and removes the database. */
  close(): Promise<void>;
}

/** Makes an empty database: a file in a new folder, or a new schema on the server of this run. */
export const createTestDatabase = (kind: DatabaseKind): Promise<TestDatabase> =>
  kind === 'sqlite' ? createFile() : createSchema(kind);

/** Opens a migrated store on a new database. */
export async function openTestStore(kind: DatabaseKind = 'sqlite'): Promise<TestStore> {
  const database = await createTestDatabase(kind);
  const store = await Store.open({ url: database.url });
  const close = async () => {
    await store.close();
    await database.remove();
  };
  return { ...database, store, close };
}

/**
 * Runs one suite against each database. A database that is not installed is skipped by name; under CI its absence is a
 * failure, because a skipped suite proves nothing. MySQL takes part where TEST_MYSQL_URL names a server.
 */
export function eachDatabase(name: string, suite: (kind: DatabaseKind) => void): void {
  describe(`${name} on sqlite`, () => suite('sqlite'));
  const isMariadbMissing = !MariadbServer.isInstalled() && !process.env.CI;
  describe.skipIf(isMariadbMissing)(`${name} on mariadb${isMariadbMissing ? ' (mariadbd is not installed)' : ''}`, { timeout: SERVER_TIMEOUT_MS }, () => suite('mariadb'));
  const isMysqlMissing = !process.env.TEST_MYSQL_URL;
  describe.skipIf(isMysqlMissing)(`${name} on mysql${isMysqlMissing ? ' (TEST_MYSQL_URL is not set)' : ''}`, { timeout: SERVER_TIMEOUT_MS }, () => suite('mysql'));
}

async function createFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'keybell-sqlite-'));
  return { kind: 'sqlite', url: `sqlite:${join(folder, 'keybell.db')}`, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function createSchema(kind: 'mariadb' | 'mysql'): Promise<TestDatabase> {
  const server = kind === 'mariadb' ? await mariadbUrl() : requiredMysqlUrl();
  const schema = `keybell_${randomBytes(6).toString('hex')}`;
  await runSql(server, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const url = new URL(server);
  url.pathname = `/${schema}`;
  return { kind, url: url.href, remove: () => runSql(server, `DROP DATABASE ${schema}`) };
}

async function mariadbUrl(): Promise<string> {
  const response = await fetch(inject('mariadbDesk'));
  const answer = await response.text();
  if (!response.ok) throw new Error(`No MariaDB server for the tests: ${answer}`);
  return answer;
}

function requiredMysqlUrl(): string {
  const url = process.env.TEST_MYSQL_URL;
  if (!url) throw new Error('TEST_MYSQL_URL names no server.');
  return url;
}

async function runSql(server: string, sql: string): Promise<void> {
  const connection = await createConnection(server.replace(/^mariadb:/, 'mysql:'));
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
