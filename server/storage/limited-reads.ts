import type { DataSource, EntityManager } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';
import { SECOND_MS } from '../domain/time.ts';

export interface ReadLimit {
  /** The longest that a statement may run. */
  ms: number;
  /** What a read fails with that has run into it. */
  reason: () => Error;
}

/** "Query execution was interrupted": of MariaDB, and of MySQL. */
const ENDED = new Set<unknown>([1969, 3024]);

/** Reads that the database server itself ends when they take too long: nobody waits for them any more, but they would go on there. */
export const limitedReader = (source: DataSource, limit: ReadLimit): EntityManager =>
  source.createEntityManager(new LimitedQueryRunner(source.driver as MysqlDriver, limit));

/**
 * Sends the limit along within each statement, which costs no round trip and leaves the connections of the pool as they are for whoever
 * has them next. It has no connection of its own: each read takes one and gives it back.
 */
class LimitedQueryRunner extends MysqlQueryRunner {
  readonly #limit: ReadLimit;

  constructor(driver: MysqlDriver, limit: ReadLimit) {
    super(driver, 'slave');
    this.#limit = limit;
  }

  override async query(statement: string, parameters?: unknown[], useStructuredResult?: boolean): ReturnType<MysqlQueryRunner['query']> {
    const runner = new MysqlQueryRunner(this.driver, 'slave');
    try {
      return await runner.query(this.#limited(statement), parameters, useStructuredResult);
    } catch (error) {
      throw ENDED.has((error as { errno?: unknown }).errno) ? this.#limit.reason() : error;
    } finally {
      await runner.release();
    }
  }

  #limited(statement: string): string {
    const { ms } = this.#limit;
    if (this.dataSource.options.type === 'mariadb') return `SET STATEMENT max_statement_time = ${ms / SECOND_MS} FOR ${statement}`;
    return statement.replace(/^\s*SELECT\b/i, `SELECT /*+ MAX_EXECUTION_TIME(${ms}) */`);
  }
}
