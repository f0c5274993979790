/** A clock that moves only when told to. Pass `clock.now` where a `() => number` is asked for. */
export class TestClock {
  #now: number;

  /** `start`: ms since the epoch. */
  constructor(start = Date.UTC(2026, 10, 20, 12)) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  advance(ms: number): number {
    this.#now += ms;
    return this.#now;
  }

  set(now: number): void {
    this.#now = now;
  }
}

/** Chance that repeats the given numbers, each at least 0 and below 1. */
export function scriptedRandom(...values: number[]): () => number {
  let index = 0;
  return () => values[index++ % values.length] ?? 0;
}
