import { MINUTE_MS } from '../domain/time.ts';

/** Failures are counted over this long. */
const WINDOW_MS = 15 * MINUTE_MS;
/** Keys kept at most, some megabytes. Beyond it those whose window began first go: they would be the next to end anyway. */
const MAX_KEYS = 20_000;

interface Window { failures: number; endsAt: number }

/** Thrown when someone has failed too often; nothing was tried. */
export class TooManyTriesError extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    const minutes = Math.ceil(retryAfterMs / MINUTE_MS);
    super(`Too many failed tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`);
    this.name = 'TooManyTriesError';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Counts failures by key, such as an e-mail address, in the memory of this process. */
export class Throttle {
  readonly #limit: number;
  readonly #maxKeys: number;
  /** In the order in which the windows began, which is that in which they end. */
  readonly #windows = new Map<string, Window>();

  constructor(limit: number, { maxKeys = MAX_KEYS } = {}) {
    this.#limit = limit;
    this.#maxKeys = maxKeys;
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#windows.size;
  }

  /** Throws TooManyTriesError while the key is over its limit. */
  check(key: string, now: number): void {
    const window = this.#windows.get(key);
    if (window && window.endsAt > now && window.failures >= this.#limit) throw new TooManyTriesError(window.endsAt - now);
  }

  fail(key: string, now: number): void {
    const window = this.#windows.get(key);
    if (window && window.endsAt > now) {
      window.failures++;
      return;
    }
    this.#windows.delete(key);
    this.#makeRoom(now);
    this.#windows.set(key, { failures: 1, endsAt: now + WINDOW_MS });
  }

  /** Undoes one `fail`, and leaves those of others. */
  takeBack(key: string): void {
    const window = this.#windows.get(key);
    if (window) window.failures = Math.max(0, window.failures - 1);
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  #makeRoom(now: number): void {
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt > now && this.#windows.size < this.#maxKeys) return;
      this.#windows.delete(key);
    }
  }
}
