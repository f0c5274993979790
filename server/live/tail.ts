import { setImmediate } from 'node:timers/promises';
import { Hub } from './hub.ts';
import { advanced, distance, isBeyond, isSame, type LogPosition } from './log-cursor.ts';
import { MAX_LAG, type LogPace, type LogSource } from './log-source.ts';
import { pause } from './stream.ts';

/** Messages that are kept for readers who are still busy with an earlier one. Whoever is slower reads the log by itself. */
const KEPT = 16;

export interface TailOptions<Item, Batch> {
  readonly source: LogSource<Item, Batch>;
  readonly pace: LogPace;
  /** Tells that the log may have grown. */
  readonly hub: Hub;
  readonly onIdle: () => void;
}

/** A message and the position after it. */
export interface TailMessage<Batch> { readonly batch: Batch; readonly position: LogPosition }

/**
 * The end of a log as it grows, read once for all who ask the same question. It hands out the very same message to each, so that what
 * is made of it can be made once as well. It runs while somebody reads, and remembers a few messages, not what each reader still has to get.
 */
export class Tail<Item, Batch> {
  readonly #options: TailOptions<Item, Batch>;
  /** Wakes those who go along, at each message, */
  readonly #ticks = new Hub();
  /** and those who wait to be where the tail is, at each step. */
  readonly #steps = new Hub();
  readonly #end = new AbortController();
  #position: LogPosition | null = null;
  #messages: TailMessage<Batch>[] = [];
  /** Number of the newest message; grows by more than one when readers must look for themselves what they missed. */
  #number = 0;
  #readers = 0;
  #failure: unknown = null;

  constructor(options: TailOptions<Item, Batch>) {
    this.#options = options;
  }

  /** Counts a reader in; the first one starts the reading. */
  enter(): void {
    this.#readers += 1;
    if (this.#readers === 1) void this.#run();
  }

  leave(): void {
    this.#readers -= 1;
    if (this.#readers > 0) return;
    this.#end.abort();
    this.#options.onIdle();
  }

  /** Where somebody who got message `number` stands, if it is the newest. */
  get position(): LogPosition | null {
    return this.#position;
  }

  /** The number to go on from for somebody who has read up to a position; null when that is not where the tail is. */
  numberAt(position: LogPosition): number | null {
    return this.#position !== null && isSame(position, this.#position) ? this.#number : null;
  }

  /** The message after a number: null when there is none yet, undefined when it is not kept any more. */
  after(number: number): TailMessage<Batch> | null | undefined {
    if (this.#failure !== null) throw this.#failure;
    return number === this.#number ? null : this.#messages[this.#messages.length - (this.#number - number)];
  }

  /** Resolves when there may be another message, after `ms`, or when `signal` ends the reader. */
  async next(number: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#number === number && this.#failure === null) await this.#ticks.change(this.#ticks.changes, ms, signal);
  }

  /** Resolves soon, at the latest when the tail has taken its next step. */
  async meet(signal: AbortSignal): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    await this.#steps.change(this.#steps.changes, this.#options.pace.minIntervalMs, signal);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#end.signal.aborted) await this.#look();
    } catch (error) {
      // Whoever listens gets it and comes again; the next one begins a new tail.
      this.#failure = error;
      this.#options.onIdle();
      this.#ticks.announce();
    }
  }

  async #look(): Promise<void> {
    const { source, hub, pace } = this.#options;
    const { signal } = this.#end;
    const seen = hub.changes;
    const { end, pruned } = await source.extent();
    const from = this.#position ?? end;
    if (isBeyond(from, end) || distance(from, advanced(from, pruned)) > 0 || (pace.onLag === 'SKIP' && distance(from, end) > MAX_LAG)) return this.#skipTo(end);
    const { items, position } = distance(from, end) > 0 ? await source.read(from, end) : { items: [], position: from };
    const hasMore = distance(position, end) > 0;
    this.#position = position;
    if (items.length > 0) this.#keep({ batch: source.message(position, { phase: hasMore ? 'BACKLOG' : 'LIVE', items, gap: null }), position });
    this.#steps.announce();
    if (distance(from, position) > 0) await pause(pace.minIntervalMs, signal);
    if (hasMore) await setImmediate();
    else await hub.change(seen, pace.lookEveryMs, signal);
  }

  #keep(message: TailMessage<Batch>): void {
    this.#messages = [...this.#messages.slice(1 - KEPT), message];
    this.#number += 1;
    this.#ticks.announce();
  }

  /** Each reader finds out by itself what it has to leave out. */
  #skipTo(end: LogPosition): void {
    this.#position = end;
    this.#messages = [];
    this.#number += KEPT + 1;
    this.#ticks.announce();
    this.#steps.announce();
  }
}
