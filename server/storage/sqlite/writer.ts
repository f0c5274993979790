import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import type { Value } from '../value.ts';

/** A statement and the rows of parameters to run it with. */
export interface Step { statement: string; rows: readonly (readonly Value[])[] }

/** A step on its way: the first row, and all values of the columns in which the others differ from it. */
interface PackedStep { statement: string; count: number; first: readonly Value[]; columns: readonly { index: number; values: readonly Value[] }[] }

/** What a step gave: rows if it reads, else how many rows it changed. */
export interface StepResult { records?: unknown[]; changes?: number; lastId?: number }

/** An error of the database, with its code, e.g. `SQLITE_BUSY`, and the statement that met it. */
export class StepError extends Error {
  readonly code: string;
  readonly statement: string;

  constructor(message: string, code: string, statement: string) {
    super(message);
    this.name = 'StepError';
    this.code = code;
    this.statement = statement;
  }
}

type Answer = { result: StepResult } | { error: { message: string; code: string }; statement: string };
interface Waiting { resolve: (result: StepResult) => void; reject: (error: StepError) => void }

/** The thread that holds the writing connection. It answers in the order in which it is asked. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(file: string, pragmas: readonly string[]) {
    // An error that the thread does not catch ends the process, as it would in the main thread.
    this.#worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: { file, pragmas } });
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
  }

  /** Runs steps in order, up to the first that fails; resolves with what the last one gave, rejects with a StepError. */
  run(steps: readonly Step[]): Promise<StepResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage({ steps: steps.map(packed) });
    });
  }

  async close(): Promise<void> {
    const ended = once(this.#worker, 'exit');
    this.#worker.postMessage('close');
    await ended;
  }

  #settle(answer: Answer): void {
    const asked = this.#waiting.shift();
    if ('result' in answer) asked?.resolve(answer.result);
    else asked?.reject(new StepError(answer.error.message, answer.error.code, answer.statement));
  }
}

/** Most values of rows that are written together are the same, and each one that is sent costs time on both sides. */
function packed({ statement, rows }: Step): PackedStep {
  const first = rows[0] ?? [];
  const columns = [];
  for (let index = 0; index < first.length; index++) {
    if (rows.some((row) => row[index] !== first[index])) columns.push({ index, values: rows.map((row) => row[index]!) });
  }
  return { statement, count: rows.length, first, columns };
}
