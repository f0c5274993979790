interface Batch {
  phase: string;
  serverTime: string;
  attempts: readonly { startedAt: string; durationMs: number | null }[];
}

/** What a resumed stream brought of the time it was cut, and how long that took in ms. */
export interface CaughtUp {
  count: number;
  tookMs: number;
}

/** Counts what a stream that resumed brings of the time it was cut. Times it is handed are in ms of any steady clock. */
export class CatchUp {
  #isExpected = false;
  #beganAt = 0;
  /** Server clock at the first message, ms since epoch. */
  #resumedAt: number | null = null;
  #count = 0;

  /** The stream resumes: the next message is its first. */
  begin(now: number): void {
    this.#isExpected = true;
    this.#beganAt = now;
    this.#resumedAt = null;
    this.#count = 0;
  }

  /** What was caught up, once that is known; null before and ever after. */
  accept({ phase, serverTime, attempts }: Batch, now: number): CaughtUp | null {
    if (!this.#isExpected) return null;
    const resumedAt = this.#resumedAt ??= Date.parse(serverTime);
    this.#count += attempts.filter(({ startedAt, durationMs }) => Date.parse(startedAt) + (durationMs ?? 0) <= resumedAt).length;
    if (phase !== 'LIVE') return null;
    this.#isExpected = false;
    return { count: this.#count, tookMs: now - this.#beganAt };
  }
}
