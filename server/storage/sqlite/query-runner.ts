import { QueryFailedError, QueryResult } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import type { Value } from '../value.ts';
import { StepError, type Step, type StepResult, type WriterThread } from './writer.ts';

/**
 * Runs the statements of one transaction in the writer thread. Statements of which nothing is asked back wait for the next one that
 * is, or for the commit, and travel with it; one that fails makes that next one fail, and so the transaction.
 */
export class WriterQueryRunner extends BetterSqlite3QueryRunner {
  readonly #thread: WriterThread;
  #deferred: Step[] = [];

  constructor(driver: BetterSqlite3Driver, thread: WriterThread) {
    super(driver);
    this.#thread = thread;
    Object.assign(this, { manager: this.dataSource.createEntityManager(this) });
  }

  /** Runs `statement` once for each row of parameters, with the next statement that is waited for. */
  defer(statement: string, rows: readonly (readonly Value[])[]): void {
    this.#deferred.push({ statement, rows });
  }

  /** Runs `statement` once for each row of parameters. */
  async runEach(statement: string, rows: readonly (readonly Value[])[]): Promise<StepResult> {
    const steps = [...this.#deferred, { statement, rows }];
    this.#deferred = [];
    try {
      return await this.#thread.run(steps);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      throw new QueryFailedError(error.statement, [], error);
    }
  }

  override async query(
    statement: string, parameters: readonly Value[] = [], useStructuredResult = false,
  ): ReturnType<BetterSqlite3QueryRunner['query']> {
    if (statement === 'BEGIN TRANSACTION') return this.defer(statement, [[]]);
    if (statement === 'ROLLBACK') this.#deferred = [];
    const { records, changes, lastId } = await this.runEach(statement, [parameters]);
    if (!useStructuredResult) return records ?? lastId;
    return Object.assign(new QueryResult(), { raw: records ?? lastId, records: records ?? [], affected: changes });
  }
}
