import { setImmediate } from 'node:timers/promises';
import type { Hub } from './hub.ts';
import { distance, isBeyond, type LogPosition } from './log-cursor.ts';
import { whereToGoOn, type LogGap, type LogPace, type LogSource } from './log-source.ts';
import { pause, stream } from './stream.ts';
import { Tail } from './tail.ts';

/** A question that somebody asks of a log. */
export interface LogQuestion<Item, Batch> {
  /** The same text for the same question, whoever asks it. */
  readonly key: string;
  readonly source: LogSource<Item, Batch>;
  readonly pace: LogPace;
  /** Exclusive; now when null. */
  readonly after: LogPosition | null;
}

/**
 * Answers questions from a log that grows. Each reader has a position of its own and gets everything after it. Who is at the end of the
 * log shares the reading with all who ask the same; who is behind reads alone until it has caught up. Nothing waits in memory for a slow reader.
 */
export class LogReaders<Item, Batch> {
  readonly #hub: Hub;
  readonly #tails = new Map<string, Tail<Item, Batch>>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  follow(question: LogQuestion<Item, Batch>): AsyncIterableIterator<Batch> {
    return stream((signal) => this.#follow(question, signal));
  }

  async *#follow(question: LogQuestion<Item, Batch>, signal: AbortSignal): AsyncGenerator<Batch, void> {
    const tail = this.#tailOf(question);
    tail.enter();
    try {
      yield* new Reader(question, tail, signal).batches();
    } finally {
      tail.leave();
    }
  }

  #tailOf({ key, source, pace }: LogQuestion<Item, Batch>): Tail<Item, Batch> {
    const known = this.#tails.get(key);
    if (known) return known;
    const tail: Tail<Item, Batch> = new Tail({ source, pace, hub: this.#hub, onIdle: () => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    } });
    this.#tails.set(key, tail);
    return tail;
  }
}

/** One who reads a log, alone or along with a tail. */
class Reader<Item, Batch> {
  readonly #question: LogQuestion<Item, Batch>;
  readonly #tail: Tail<Item, Batch>;
  readonly #signal: AbortSignal;
  #position: LogPosition = new Map();
  /** By the monotonic clock: a wall clock that is set back must not silence the stream. */
  #sentAt = 0;

  constructor(question: LogQuestion<Item, Batch>, tail: Tail<Item, Batch>, signal: AbortSignal) {
    this.#question = question;
    this.#tail = tail;
    this.#signal = signal;
  }

  async *batches(): AsyncGenerator<Batch, void> {
    const { source, after } = this.#question;
    this.#position = after ?? (await source.extent()).end;
    yield this.#message({ phase: after ? 'BACKLOG' : 'SNAPSHOT', items: after ? [] : await source.snapshot() });
    let isBehind = after !== null;
    while (!this.#signal.aborted) {
      yield* this.#catchUp(isBehind);
      yield* this.#goAlong();
      isBehind = true;
    }
  }

  /** Reads alone until it is where the tail is. */
  async *#catchUp(wasBehind: boolean): AsyncGenerator<Batch, void> {
    const { source, pace } = this.#question;
    let isBehind = wasBehind;
    while (!this.#signal.aborted && this.#tail.numberAt(this.#position) === null) {
      const extent = await source.extent();
      const end = this.#tail.position && !isBeyond(this.#position, this.#tail.position) ? this.#tail.position : extent.end;
      const start = whereToGoOn(this.#position, extent, { onLag: pace.onLag, writeCursor: source.writeCursor });
      const read = await source.read(start.position, isBeyond(start.position, end) ? extent.end : end);
      // What is as old as that may have been removed between the two reads: look again, and report it.
      if (isBehind && isBeyond((await source.extent()).pruned, start.position)) continue;
      this.#position = read.position;
      isBehind = distance(this.#position, extent.end) > 0;
      if (start.gap || read.items.length > 0 || performance.now() - this.#sentAt >= pace.heartbeatMs) {
        yield this.#message({ phase: isBehind ? 'BACKLOG' : 'LIVE', items: read.items, gap: start.gap });
        await pause(pace.minIntervalMs, this.#signal);
      } else if (isBehind) await setImmediate();
      else await this.#tail.meet(this.#signal);
    }
  }

  /** Takes what the tail reads, for as long as it keeps up. */
  async *#goAlong(): AsyncGenerator<Batch, void> {
    const { heartbeatMs } = this.#question.pace;
    let number = this.#tail.numberAt(this.#position);
    while (number !== null && !this.#signal.aborted) {
      const message = this.#tail.after(number);
      if (message === undefined) return;
      if (message) {
        number += 1;
        this.#position = message.position;
        this.#sentAt = performance.now();
        yield message.batch;
        continue;
      }
      this.#position = this.#tail.position ?? this.#position;
      const silentUntil = this.#sentAt + heartbeatMs;
      if (performance.now() >= silentUntil) yield this.#message({ phase: 'LIVE', items: [] });
      else await this.#tail.next(number, Math.max(1, silentUntil - performance.now()), this.#signal);
    }
  }

  #message({ phase, items, gap = null }: { phase: 'SNAPSHOT' | 'BACKLOG' | 'LIVE'; items: readonly Item[]; gap?: LogGap | null }): Batch {
    this.#sentAt = performance.now();
    return this.#question.source.message(this.#position, { phase, items, gap });
  }
}
