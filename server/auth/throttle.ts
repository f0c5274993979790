import { MINUTE_MS } from '../domain/time.ts';

/** Failures are counted over this long. */
const WINDOW_MS = 15 * MINUTE_MS;
/** Beyond this many keys the ended windows are thrown away. */
const SWEEP_SIZE = 10_000;

interface Window { failures: number; endsAt: number }

/** Thrown when someone has failed too often; nothing was tried. */
export class TooManyTriesError extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`Too many failed tries. Try again in ${Math.ceil(retryAfterMs / MINUTE_MS)} minutes.`);
    this.name = 'TooManyTriesError';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Counts failures by key, such as an e-mail address, in the memory of this process. */
export class Throttle {
  readonly #limit: number;
  readonly #windows = new Map<string, Window>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Throws TooManyTriesError while the key is over its limit. */
  check(key: string, now: number): void {
    const window = this.#windows.get(key);
    if (window && window.endsAt > now && window.failures >= this.#limit) throw new TooManyTriesError(window.endsAt - now);
  }

  fail(key: string, now: number): void {
    if (this.#windows.size >= SWEEP_SIZE) this.#sweep(now);
    const window = this.#windows.get(key);
    if (window && window.endsAt > now) window.failures++;
    else this.#windows.set(key, { failures: 1, endsAt: now + WINDOW_MS });
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  #sweep(now: number): void {
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt <= now) this.#windows.delete(key);
    }
  }
}
