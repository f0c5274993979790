/** Wakes whoever waits for something to change. It carries no data: readers look at the log themselves. */
export class Hub {
  readonly #waiting = new Set<() => void>();
  #changes = 0;

  /** Note it before looking; a change that comes while looking then ends the wait at once. */
  get changes(): number {
    return this.#changes;
  }

  announce(): void {
    this.#changes += 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves at the first change after `seen` of them, after `ms`, or when `signal` ends the reader. */
  async change(seen: number, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#changes > seen) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      this.#waiting.add(end);
    });
  }
}
