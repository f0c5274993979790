import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { SECOND_MS } from '../domain/time.ts';
import type { Waiting } from '../storage/reading-until.ts';

/** Calls `end` when the time is over, unless the returned function is called before. */
export type StartTimer = (end: () => void) => () => void;

export const timerOf = (ms: number): StartTimer => (end) => {
  const timer = setTimeout(end, ms).unref();
  return () => clearTimeout(timer);
};

/** Somebody waits for the answer to an operation: until they hang up or its time is over. Every request has one, and an AbortSignal costs more than all of it. */
export class Wait implements Waiting {
  readonly #stopTimer: () => void;
  #giveUp: ((reason: GraphQLError) => void) | null = null;
  #reason: GraphQLError | null = null;

  /** `ms`: what the timer takes, for the sentence. */
  constructor(res: ServerResponse, { startTimer, ms }: { startTimer: StartTimer; ms: number }) {
    this.#stopTimer = startTimer(() => this.#end(timeIsOver(ms)));
    if (res.destroyed) this.#hangUp();
    else res.once('close', () => { if (!res.writableFinished) this.#hangUp(); });
  }

  /** Throws a GraphQLError that says why, when nobody waits any more. */
  throwIfAborted(): void {
    if (this.#reason) throw this.#reason;
  }

  /** The answer; throws as soon as nobody waits for it. What was begun is not waited for then. */
  async for<T>(answer: Promise<T>): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#giveUp = reject;
        if (this.#reason) reject(this.#reason);
        answer.then(resolve, reject);
      });
    } finally {
      this.#stopTimer();
    }
  }

  #hangUp(): void {
    this.#stopTimer();
    this.#end(new GraphQLError('Nobody waits for the answer any more.', { extensions: { code: 'OPERATION_CANCELLED' } }));
  }

  #end(reason: GraphQLError): void {
    this.#reason ??= reason;
    this.#giveUp?.(reason);
  }
}

/** What an operation fails with that took longer than `ms`. */
export function timeIsOver(ms: number): GraphQLError {
  const message = `The operation took longer than ${ms / SECOND_MS} s and was given up. Ask for less at a time. A mutation that had begun may still take effect: look before you repeat it.`;
  return new GraphQLError(message, { extensions: { code: 'OPERATION_TIMEOUT' } });
}
