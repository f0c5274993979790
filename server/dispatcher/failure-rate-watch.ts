import { setImmediate } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import { takeTurn } from '../storage/chores.ts';
import { judgeRate, suspects } from '../storage/failure-rates.ts';
import type { Store } from '../storage/store.ts';
import { Announcer } from './events.ts';
import { Rhythm } from './rhythm.ts';

const LOOK_EVERY_MS = 60 * SECOND_MS;
/** One process looks, whichever comes first after the last look. */
const TURN_MS = LOOK_EVERY_MS - 5 * SECOND_MS;

/** Looks now and then which webhooks fail more often than their accounts want to leave untold. Apart from the sending, which it costs nothing. */
export class FailureRateWatch {
  readonly name = 'failure rates';
  readonly announcer = new Announcer();
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #rhythm = new Rhythm(LOOK_EVERY_MS, () => this.#turn());
  #isStopping = false;

  constructor({ store, clock }: { store: Store; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
  }

  start(): void {
    this.#isStopping = false;
    this.#rhythm.start();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#rhythm.stop();
  }

  async #turn(): Promise<void> {
    try {
      if (await takeTurn(this.#store, 'failure-rates', TURN_MS)) await this.look();
    } catch (error) {
      this.announcer.announce('fault', { doing: 'looking for webhooks that fail often', error });
    }
  }

  /** Raises an alert for each webhook that has come to its threshold. */
  async look(): Promise<void> {
    const now = this.#clock();
    for (const suspect of await suspects(this.#store, now)) {
      if (this.#isStopping) return;
      await judgeRate(this.#store, suspect, now);
      // Reading from SQLite holds the event loop; others get their turn in between.
      await setImmediate();
    }
  }
}
