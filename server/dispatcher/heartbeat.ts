import { SECOND_MS } from '../domain/time.ts';
import { beat, type HeldLane } from '../storage/lanes.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import type { Store } from '../storage/store.ts';
import type { WebhookDirectory } from '../storage/webhook-directory.ts';
import type { Announcer } from './events.ts';
import type { OutcomeWriter } from './outcome-writer.ts';
import { rescue } from './rescuer.ts';
import { Rhythm } from './rhythm.ts';
import { Strays } from './strays.ts';

/** Several fit into the time after which a process is taken for dead. */
const EVERY_MS = 3 * SECOND_MS;

export interface HeartbeatOptions {
  store: Store;
  directory: WebhookDirectory;
  lane: HeldLane;
  writer: OutcomeWriter;
  /** What this process knows it has leased. */
  leases: ReadonlySet<LeasedDelivery>;
  announcer: Announcer;
  clock: () => number;
  random: () => number;
  /** Whether the dead are still to be taken over from: not by a process that is about to end. */
  takesOver: () => boolean;
  /** Deliveries wait that nobody was told of. */
  onDue: () => void;
  /** Neither rejects: see OpenWork. */
  guarded: (doing: string, work: () => Promise<void>) => Promise<void>;
  insist: (doing: string, work: () => Promise<void>) => Promise<void>;
}

/**
 * What one life owes the others that share its database: it shows that it is alive, takes over from the dead, and gives back what it
 * leased without knowing. The beat has a rhythm of its own, so that it is not late when there is much to take over. A database that no
 * other process can use has nobody to show it to: there, everyone before is dead from the start.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #strays: Strays;
  readonly #beats: Rhythm;
  readonly #rounds: Rhythm;
  #firstRound: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: HeartbeatOptions) {
    const { store, lane, leases, guarded } = options;
    this.#options = options;
    this.#strays = new Strays({ store, owner: lane.owner, known: leases });
    this.#beats = new Rhythm(EVERY_MS, () => guarded('showing that this process is alive', () => beat(store, lane)));
    this.#rounds = new Rhythm(EVERY_MS, () => guarded('taking over from the dead', () => this.#round()));
  }

  start(): void {
    if (!this.#isAlone) this.#beats.start();
    this.#firstRound = this.#begin();
  }

  /** Returns when nothing of it is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([this.#beats.stop(), this.#firstRound, this.#rounds.stop()]);
  }

  get #isAlone(): boolean {
    return this.#options.store.dialect === 'sqlite';
  }

  get #takesOver(): boolean {
    return !this.#isStopped && this.#options.takesOver();
  }

  async #begin(): Promise<void> {
    await this.#options.insist('taking over from the dead', () => this.#rescue());
    if (!this.#isAlone && !this.#isStopped) this.#rounds.start();
  }

  async #round(): Promise<void> {
    await this.#rescue();
    if (await this.#strays.handBack({ now: this.#options.clock(), monotonicMs: performance.now() }) > 0) this.#options.onDue();
  }

  async #rescue(): Promise<void> {
    if (!this.#takesOver) return;
    const { lane, announcer, onDue } = this.#options;
    const rescued = await rescue(this.#options, lane.owner, { evenFresh: this.#isAlone, goesOn: () => this.#takesOver });
    for (const each of rescued) announcer.announce('rescued', each);
    if (rescued.length > 0) onDue();
  }
}
