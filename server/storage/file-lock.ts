import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource } from 'typeorm';
import { errorCode } from './store.ts';

/** A SQLite file that another process uses. */
export class DatabaseInUseError extends Error {
  constructor(file: string) {
    super(`Another Keybell process uses ${file}. Stop it first, or give this one a DATABASE_URL of its own. `
      + 'Several processes need MySQL or MariaDB.');
    this.name = 'DatabaseInUseError';
  }
}

/**
 * Holds a SQLite file for this process alone: a start takes every lease of others for lost, which must never happen to a process
 * that lives. The lock is an exclusive transaction on a file beside it, so the system lets it go however the process ends.
 */
export class DatabaseFileLock {
  readonly #file: string;
  #source: DataSource | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** Throws DatabaseInUseError when another process holds it. */
  async take(): Promise<void> {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const source = await new DataSource({ type: 'better-sqlite3', database: `${this.#file}.lock`, timeout: 0 }).initialize();
    try {
      await source.query('BEGIN EXCLUSIVE');
      this.#source = source;
    } catch (error) {
      await source.destroy();
      throw errorCode(error) === 'SQLITE_BUSY' ? new DatabaseInUseError(this.#file) : error;
    }
  }

  async release(): Promise<void> {
    await this.#source?.destroy();
    this.#source = null;
  }
}
