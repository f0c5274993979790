import { createHash } from 'node:crypto';
import { MINUTE_MS } from '../domain/time.ts';
import { addFailure, findFailures, forgetFailures, takeBackFailure } from '../storage/repositories/failed-tries.ts';
import type { Store } from '../storage/store.ts';

/** Failures are counted over this long unless a limit says otherwise. */
const WINDOW_MS = 15 * MINUTE_MS;

/** How many failures one key of a kind may have, such as an e-mail address, before nothing more is tried. */
export interface TryLimit {
  readonly kind: string;
  readonly key: string;
  readonly max: number;
  readonly windowMs?: number;
}

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

/** Counts failures in the database, so that guesses count in all, whichever process they are made at. */
export class Tries {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor({ store, clock }: { store: Store; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Counts a try as failed before it is made, under each of the limits: otherwise a burst of guesses would all be let through before the
   * first one has failed. Throws TooManyTriesError, and counts nothing, where one of them has been reached.
   */
  async begin(limits: readonly TryLimit[]): Promise<void> {
    const now = this.#clock();
    // Without writing, since whoever is refused may come again and again.
    await this.check(limits);
    await this.#store.write(async (tx) => {
      const byId = byIdOf(limits);
      for (const [id, { windowMs = WINDOW_MS }] of byId) await addFailure(tx, id, { now, endsAt: now + windowMs });
      const counted = await findFailures(tx, [...byId.keys()], now);
      refuseOver(counted.filter(({ id, failures }) => failures > byId.get(id)!.max), now);
    });
  }

  /** Throws TooManyTriesError while one of the limits is reached. */
  async check(limits: readonly TryLimit[]): Promise<void> {
    const [byId, now] = [byIdOf(limits), this.#clock()];
    const counted = await findFailures(this.#store.reader, [...byId.keys()], now);
    refuseOver(counted.filter(({ id, failures }) => failures >= byId.get(id)!.max), now);
  }

  /** After a success: the failures of some keys are forgotten, of others only this try is taken back. */
  async succeed({ forget = [], takeBack = [] }: { forget?: readonly TryLimit[]; takeBack?: readonly TryLimit[] }): Promise<void> {
    await this.#store.write(async (tx) => {
      for (const limit of forget) await forgetFailures(tx, idOf(limit));
      for (const limit of takeBack) await takeBackFailure(tx, idOf(limit));
    });
  }
}

function refuseOver(closed: readonly { endsAt: number }[], now: number): void {
  if (closed.length > 0) throw new TooManyTriesError(Math.max(...closed.map(({ endsAt }) => endsAt)) - now);
}

/** In one order always, so that two who count at once do not wait for each other. */
const byIdOf = (limits: readonly TryLimit[]): ReadonlyMap<string, TryLimit> => new Map(limits.map((limit) => [idOf(limit), limit] as const).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Whoever guesses chooses the keys, and they may be personal: only their hashes are stored. */
const idOf = ({ kind, key }: TryLimit): string => createHash('sha256').update(`${kind}\n${key}`).digest('hex');
