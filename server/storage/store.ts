import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import type { Dialect } from './columns.ts';
import { dialectOf, openDataSource, openWriter } from './data-source.ts';
import { limitedReader, type ReadLimit } from './limited-reads.ts';
import { migrate } from './migrate.ts';
import { WriterQueryRunner } from './sqlite/query-runner.ts';
import type { WriterThread } from './sqlite/writer.ts';

/** Times a write is tried when the database asks for it: deadlock victim, lock not granted in time, database busy. */
const WRITE_TRIES = 5;
/** Those who met in a deadlock must not meet again at once. */
const LONGEST_FIRST_PAUSE_MS = 20;
const REPEATABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);

/**
 * The database. Reads go to `reader`; every write goes through `write`.
 *
 * On SQLite the reader is one connection, which sees what was committed last, and the writer another, in a thread of its own and with
 * a queue before it: TypeORM has a single query runner a connection, and a statement that ran beside an open transaction would be
 * rolled back with it.
 */
export class Store {
  readonly dialect: Dialect;
  readonly reader: EntityManager;
  readonly #source: DataSource;
  /** Of SQLite; a server has a pool of connections instead. */
  readonly #writer: WriterThread | null;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(dialect: Dialect, source: DataSource, writer: WriterThread | null, reader = source.manager) {
    this.dialect = dialect;
    this.reader = reader;
    this.#source = source;
    this.#writer = writer;
  }

  /** Opens the database and brings its schema up to date. */
  static async open({ url }: { url: string }): Promise<Store> {
    const dialect = dialectOf(url);
    const source = await openDataSource(url);
    try {
      await migrate(source);
      return new Store(dialect, source, dialect === 'sqlite' ? openWriter(url) : null);
    } catch (error) {
      await source.destroy();
      throw error;
    }
  }

  /**
   * The same database for those who wait for an answer: a server ends their reads when nobody does any more. SQLite reads while its process
   * waits, and has nothing to end them with.
   */
  withReadLimit(limit: ReadLimit): Store {
    return this.dialect === 'sqlite' ? this : new Store(this.dialect, this.#source, this.#writer, limitedReader(this.#source, limit));
  }

  /** Runs `work` in one transaction; it may run again after a deadlock, so it must do nothing but SQL. */
  write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (!this.#writer) return this.#insist(() => this.#source.transaction('READ COMMITTED', work));
    const writer = this.#writer;
    const run = this.#tail.then(() => this.#insist(() => this.#transact(writer, work)));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  #transact<T>(writer: WriterThread, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return new WriterQueryRunner(this.#source.driver as BetterSqlite3Driver, writer).manager.transaction(work);
  }

  async #insist<T>(transact: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await transact();
      } catch (error) {
        if (tries >= WRITE_TRIES || !REPEATABLE.has(errorCode(error))) throw error;
        await delay(Math.random() * tries * LONGEST_FIRST_PAUSE_MS);
      }
    }
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#writer?.close();
    await this.#source.destroy();
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
