import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { firstIdOf, type IdPrefix } from '../domain/ids.ts';
import { cutoffsOf, type Cutoffs, type Retention } from '../domain/retention.ts';
import { HOUR_MS, SECOND_MS } from '../domain/time.ts';
import { takeTurn } from '../storage/chores.ts';
import { pruneAlerts, pruneAudit, pruneFailures, pruneOperations, pruneRequests, pruneSecrets, pruneSessions, pruneWebhooks } from '../storage/prune-leftovers.ts';
import { pruneWebhookChanges } from '../storage/webhook-log-rows.ts';
import { clearBodies, pruneContents, pruneDeliveries, pruneEvents, type Pruned, type Window } from '../storage/prune-rows.ts';
import { retentionGroups, type RetentionGroup } from '../storage/retention-groups.ts';
import { ageStats } from '../storage/stat-aging.ts';
import type { Store } from '../storage/store.ts';
import { Announcer } from './events.ts';
import { WakeUp } from './wake-up.ts';

const EVERY_MS = 60 * SECOND_MS;
/** Shares of the time from one pass to the next. A pass ends before the next turn, so that processes which share a database do not prune at the same time. */
const TURN_SHARE = 0.9;
const PASS_SHARE = 0.8;
/** How often everything that had to be kept is looked at again. In between only what has come of age is. */
const LOOK_AGAIN_MS = HOUR_MS;
/** As many rows a transaction as take about so long, for so long may a publish have to wait; and four times as long a pause. */
const TRANSACTION_MS = 8;
const FEWEST_ROWS = 20;
const MOST_ROWS = 500;
const PAUSE_SHARE = 4;
/** Who had to wait for the writer meets traffic: this many times as long it leaves the writer to others. */
const YIELD_SHARE = 10;
const LONGEST_YIELD_MS = SECOND_MS;
/** Rows of a small table in one transaction. */
const LEFTOVERS = 200;

export interface PrunerOptions {
  store: Store;
  /** Of accounts that chose none. */
  retention: Retention;
  /** From one pass to the next, and from the start to the first; a minute unless told otherwise. */
  everyMs?: number;
  clock: () => number;
}

/** A walk through one table in the order of time. */
interface Sweep {
  readonly what: string;
  readonly prefix: IdPrefix;
  readonly cutoff: keyof Cutoffs;
  readonly prune: (tx: EntityManager, window: Window, cutoff: number) => Promise<Pruned>;
}

/** In this order: a delivery waits for the body of its event to go, and an event for its deliveries. */
const SWEEPS: readonly Sweep[] = [
  { what: 'contents', prefix: 'att', cutoff: 'bodies', prune: pruneContents },
  { what: 'bodies', prefix: 'evt', cutoff: 'bodies', prune: clearBodies },
  { what: 'deliveries', prefix: 'dlv', cutoff: 'facts', prune: pruneDeliveries },
  { what: 'events', prefix: 'evt', cutoff: 'events', prune: pruneEvents },
];

/** Removes what is past retention, in the background and so slowly that nobody notices. See docs/delivery.md for what is kept how long. */
export class Pruner {
  readonly announcer = new Announcer();
  readonly #options: PrunerOptions;
  readonly #everyMs: number;
  readonly #wakeUp = new WakeUp();
  /** Where each sweep of a group goes on. */
  readonly #positions = new Map<string, string>();
  /** By the monotonic clock. */
  #lookAgainAt = 0;
  #rows = FEWEST_ROWS;
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: PrunerOptions) {
    this.#options = options;
    this.#everyMs = options.everyMs ?? EVERY_MS;
  }

  start(): void {
    this.#isRunning = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#wakeUp.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#wakeUp.arm();
      if (this.#isRunning) await this.#wakeUp.sleep(this.#everyMs);
      if (!this.#isRunning) return;
      try {
        if (await takeTurn(this.#options.store, 'prune', TURN_SHARE * this.#everyMs)) await this.pass(() => this.#isRunning);
      } catch (error) {
        this.announcer.announce('fault', { doing: 'removing what is past retention', error });
      }
    }
  }

  /** Removes what is of age now, as far as the time of a turn goes and while `goesOn`. */
  async pass(goesOn: () => boolean = () => true): Promise<Record<string, number>> {
    const endsAt = performance.now() + PASS_SHARE * this.#everyMs;
    const now = this.#options.clock();
    const isInTime = () => goesOn() && performance.now() < endsAt;
    if (performance.now() >= this.#lookAgainAt) this.#beginAnew();
    const counts: Record<string, number> = {};
    for (const group of await retentionGroups(this.#options.store, this.#options.retention)) {
      const cutoffs = cutoffsOf(group.retention, now);
      for (const sweep of SWEEPS) counts[sweep.what] = (counts[sweep.what] ?? 0) + await this.#sweep(sweep, { group, cutoff: cutoffs[sweep.cutoff] }, isInTime);
    }
    if (isInTime()) counts.leftovers = await this.#pruneLeftovers(now);
    while (isInTime() && await this.#gently((tx) => ageStats(tx, now)) > 0);
    if (Object.values(counts).some((count) => count > 0)) this.announcer.announce('pruned', counts);
    return counts;
  }

  #beginAnew(): void {
    this.#positions.clear();
    this.#lookAgainAt = performance.now() + LOOK_AGAIN_MS;
  }

  async #sweep(sweep: Sweep, { group, cutoff }: { group: RetentionGroup; cutoff: number }, goesOn: () => boolean): Promise<number> {
    const name = `${sweep.what} ${group.key}`;
    const before = firstIdOf(sweep.prefix, cutoff);
    let count = 0;
    for (let isAtEnd = false; !isAtEnd && goesOn();) {
      const window = { after: this.#positions.get(name) ?? '', before, limit: this.#rows, isOf: group.isOf };
      const pruned = await this.#gently((tx) => sweep.prune(tx, window, cutoff));
      count += pruned.count;
      isAtEnd = pruned.position === null;
      if (pruned.position !== null) this.#positions.set(name, pruned.position);
    }
    return count;
  }

  async #pruneLeftovers(now: number): Promise<number> {
    const age = { now, standardMs: this.#options.retention.factsMs, limit: LEFTOVERS };
    return await this.#gently((tx) => pruneSessions(tx, age))
      + await this.#gently((tx) => pruneFailures(tx, age))
      + await this.#gently((tx) => pruneRequests(tx, age))
      + await this.#gently((tx) => pruneAudit(tx, age))
      + await this.#gently((tx) => pruneSecrets(tx, age))
      + await this.#gently((tx) => pruneOperations(tx, age))
      + await this.#gently((tx) => pruneAlerts(tx, age))
      + await this.#gently((tx) => pruneWebhookChanges(tx, age))
      + await this.#gently((tx) => pruneWebhooks(tx, age));
  }

  /**
   * One transaction and a pause. How long it took settles how many rows the next one looks at, and how long it waited for its turn how
   * busy the writer is with what cannot wait.
   */
  async #gently<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const askedAt = performance.now();
    let startedAt = askedAt;
    const result = await this.#options.store.write((tx) => {
      startedAt = performance.now();
      return work(tx);
    });
    const tookMs = performance.now() - startedAt;
    this.#rows = tookMs > TRANSACTION_MS ? Math.max(FEWEST_ROWS, Math.floor(this.#rows / 2)) : Math.min(MOST_ROWS, this.#rows + FEWEST_ROWS);
    await delay(PAUSE_SHARE * tookMs + Math.min(LONGEST_YIELD_MS, YIELD_SHARE * (startedAt - askedAt)));
    return result;
  }
}
