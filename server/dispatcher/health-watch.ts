import { setImmediate } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import { takeTurn } from '../storage/chores.ts';
import { tellHealth, toldOf } from '../storage/health-states.ts';
import type { Store } from '../storage/store.ts';
import { Announcer } from './events.ts';
import { Rhythm } from './rhythm.ts';

const LOOK_EVERY_MS = SECOND_MS;
/** Looking may take this share of the time, however many webhooks there are. */
const LOOK_SHARE = 0.05;
const WEBHOOKS_AT_ONCE = 200;
/** What time alone changes: failures leave the window of 24 hours, a circuit may be tried again. */
const ROUND_EVERY_MS = 60 * SECOND_MS;
/** One process goes round, whichever comes first after the last round. */
const ROUND_TURN_MS = ROUND_EVERY_MS - 5 * SECOND_MS;

export interface HealthWatchOptions {
  store: Store;
  clock: () => number;
  /** The log of changes has grown. */
  onChange: () => void;
}

/**
 * Notices when the health of a webhook is another one and adds that to the log of changes. Beside the sending, which it costs nothing:
 * it looks at the webhooks that had attempts in this process, now and then at all, and rests the longer, the longer looking took.
 */
export class HealthWatch {
  readonly name = 'health of webhooks';
  readonly announcer = new Announcer();
  readonly #options: HealthWatchOptions;
  readonly #looks = new Rhythm(LOOK_EVERY_MS, () => this.#guarded(() => this.#lookInTurn()));
  readonly #rounds = new Rhythm(ROUND_EVERY_MS, () => this.#guarded(() => this.#roundInTurn()));
  #touched = new Set<string>();
  /** By the monotonic clock. */
  #restsUntil = 0;
  #isStopping = false;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopping = false;
    this.#looks.start();
    this.#rounds.start();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([this.#looks.stop(), this.#rounds.stop()]);
  }

  /** These webhooks had attempts. */
  note(attempts: readonly { webhookId: string }[]): void {
    for (const { webhookId } of attempts) this.#touched.add(webhookId);
  }

  /** Looks at the webhooks that were noted. */
  async look(): Promise<void> {
    const ids = [...this.#touched];
    this.#touched = new Set();
    for (let at = 0; at < ids.length && !this.#isStopping; at += WEBHOOKS_AT_ONCE) await this.#tell(ids.slice(at, at + WEBHOOKS_AT_ONCE));
  }

  /** Looks at every webhook of which something was told. */
  async round(): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined && !this.#isStopping;) {
      const ids = await toldOf(this.#options.store, after, WEBHOOKS_AT_ONCE);
      await this.#tell(ids);
      after = ids.at(-1);
    }
  }

  async #lookInTurn(): Promise<void> {
    const startedAt = performance.now();
    if (startedAt < this.#restsUntil) return;
    await this.look();
    this.#restsUntil = startedAt + (performance.now() - startedAt) / LOOK_SHARE;
  }

  async #roundInTurn(): Promise<void> {
    if (await takeTurn(this.#options.store, 'webhook-health', ROUND_TURN_MS)) await this.round();
  }

  async #tell(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    if (await tellHealth(this.#options.store, ids, this.#options.clock()) > 0) this.#options.onChange();
    // Reading from SQLite holds the event loop; others get their turn in between.
    await setImmediate();
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.announcer.announce('fault', { doing: 'looking how webhooks are', error });
    }
  }
}
