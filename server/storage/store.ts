import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { Dialect } from './columns.ts';
import { dialectOf, openDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';

/** Times a write is tried when the database asks for it: deadlock victim, lock not granted in time, database busy. */
const WRITE_TRIES = 5;
/** Those who met in a deadlock must not meet again at once. */
const LONGEST_FIRST_PAUSE_MS = 20;
const REPEATABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);

/**
 * The database. Reads go to `reader`; every write goes through `write`.
 *
 * On SQLite there is one writing connection behind a queue and a second one that reads the last committed state, because
 * TypeORM has a single query runner a connection: a statement that ran beside an open transaction would be rolled back with it.
 */
export class Store {
  readonly dialect: Dialect;
  readonly #readSource: DataSource;
  readonly #writeSource: DataSource;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(dialect: Dialect, readSource: DataSource, writeSource: DataSource) {
    this.dialect = dialect;
    this.#readSource = readSource;
    this.#writeSource = writeSource;
  }

  /** Opens the database and brings its schema up to date. */
  static async open({ url }: { url: string }): Promise<Store> {
    const dialect = dialectOf(url);
    const writeSource = await openDataSource(url);
    try {
      await migrate(writeSource);
      return new Store(dialect, dialect === 'sqlite' ? await openDataSource(url) : writeSource, writeSource);
    } catch (error) {
      await writeSource.destroy();
      throw error;
    }
  }

  get reader(): EntityManager {
    return this.#readSource.manager;
  }

  /** Runs `work` in one transaction; it may run again after a deadlock, so it must do nothing but SQL. */
  write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.dialect === 'mysql') return this.#transact(work);
    const run = this.#tail.then(() => this.#transact(work));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async #transact<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return this.dialect === 'mysql'
          ? await this.#writeSource.transaction('READ COMMITTED', work)
          : await this.#writeSource.transaction(work);
      } catch (error) {
        if (tries >= WRITE_TRIES || !REPEATABLE.has(errorCode(error))) throw error;
        await delay(Math.random() * tries * LONGEST_FIRST_PAUSE_MS);
      }
    }
  }

  async close(): Promise<void> {
    await this.#tail;
    if (this.#readSource !== this.#writeSource) await this.#readSource.destroy();
    await this.#writeSource.destroy();
  }
}

/** The driver's own code of a database error, e.g. `ER_DUP_ENTRY` or `SQLITE_CONSTRAINT_UNIQUE`; empty for others. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** The write would have broken a unique index: somebody else was first. */
export const isDuplicate = (error: unknown): boolean =>
  ['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(errorCode(error));
