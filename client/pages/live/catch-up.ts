interface Batch {
  phase: string;
  serverTime: string;
  attempts: readonly { startedAt: string; durationMs: number | null }[];
}

/** Counts what a stream that resumed brings of the time it was cut. */
export class CatchUp {
  #isExpected = false;
  /** Server clock at the first message, ms since epoch. */
  #resumedAt: number | null = null;
  #count = 0;

  /** The stream resumes: the next message is its first. */
  begin(): void {
    this.#isExpected = true;
    this.#resumedAt = null;
    this.#count = 0;
  }

  /** How many attempts were caught up, once that is known; null before and ever after. */
  accept({ phase, serverTime, attempts }: Batch): number | null {
    if (!this.#isExpected) return null;
    const resumedAt = this.#resumedAt ??= Date.parse(serverTime);
    this.#count += attempts.filter(({ startedAt, durationMs }) => Date.parse(startedAt) + (durationMs ?? 0) <= resumedAt).length;
    if (phase !== 'LIVE') return null;
    this.#isExpected = false;
    return this.#count;
  }
}
