import { setImmediate } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import type { DeliveryAttempt } from '../storage/entities/delivery-attempt.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { Lane } from '../storage/entities/lane.ts';
import { attemptsOf, type AttemptFilter } from '../storage/repositories/attempts.ts';
import type { Scope } from '../storage/repositories/conditions.ts';
import type { Store } from '../storage/store.ts';
import { watchDelivery, type DeliveryNews, type WatchOptions } from './delivery-watch.ts';
import type { Hub } from './hub.ts';
import { LiveStats, type LiveStatsOptions, type LiveStatsSample } from './live-stats.ts';
import { advanced, distance, isBeyond, writeLogCursor, type LogPosition } from './log-cursor.ts';
import { watchOperation, type OperationWatchOptions } from './operation-watch.ts';
import { pause, stream } from './stream.ts';

/** A reader further behind than this is asked what it wants: see `onLag`. */
export const MAX_LAG = 5_000;
export const HEARTBEAT_MS = 15 * SECOND_MS;
/** Log entries looked at in one read, whatever the filter leaves of them. */
const WINDOW = 1_000;
/** Processes that share a database are not told of each other's news: they look. */
const LOOK_EVERY_MS = SECOND_MS;

export interface FollowOptions {
  scope: Scope;
  filter: AttemptFilter;
  /** Exclusive; now when null. */
  after: LogPosition | null;
  /** Newest matching attempts to begin with, when `after` is null. */
  snapshot: number;
  batchSize: number;
  minIntervalMs: number;
  onLag: 'SKIP' | 'CATCH_UP';
}

export interface LogGap { from: string; to: string; count: number; reason: 'LAG' | 'CURSOR_EXPIRED' }

/** How far the log goes, and up to where attempts may have been removed from it, being past retention. */
interface LogExtent { end: LogPosition; pruned: LogPosition }

/** A message of the stream; `attempts` oldest change first, empty in a heartbeat. */
export interface AttemptBatch {
  cursor: string;
  phase: 'SNAPSHOT' | 'BACKLOG' | 'LIVE';
  attempts: DeliveryAttempt[];
  gap: LogGap | null;
  serverTime: number;
}

/**
 * Attempts as they are recorded. The log is the table of attempts itself: each process numbers its own lane in commit order, so a
 * position per lane misses nothing, whichever transaction commits first. A slow reader holds up nobody and is not buffered for.
 */
export class AttemptLog {
  readonly #store: Store;
  readonly #hub: Hub;
  readonly #clock: () => number;
  readonly #stats: LiveStats;

  constructor({ store, hub, clock }: { store: Store; hub: Hub; clock: () => number }) {
    this.#store = store;
    this.#hub = hub;
    this.#clock = clock;
    this.#stats = new LiveStats({ store, clock });
  }

  /** The end of the log. Read a list after this, follow from here, and nothing is missed in between. */
  async position(): Promise<string> {
    return writeLogCursor((await this.#extent()).end);
  }

  follow(options: FollowOptions): AsyncIterableIterator<AttemptBatch> {
    return stream((signal) => this.#batches(options, signal));
  }

  /** One delivery until it is finished. */
  followDelivery(options: WatchOptions): AsyncIterableIterator<DeliveryNews> {
    return watchDelivery({ store: this.#store, hub: this.#hub }, options);
  }

  /** One bulk operation until it is over. */
  followOperation(options: OperationWatchOptions): AsyncIterableIterator<BulkOperation> {
    return watchOperation({ store: this.#store, hub: this.#hub }, options);
  }

  /** Throughput, latency and backlog, now and again. */
  followStats(options: LiveStatsOptions): AsyncIterableIterator<LiveStatsSample[]> {
    return this.#stats.follow(options);
  }

  async *#batches(options: FollowOptions, signal: AbortSignal): AsyncGenerator<AttemptBatch, void> {
    let position = options.after ?? (await this.#extent()).end;
    yield this.#message(position, options.after ? 'BACKLOG' : 'SNAPSHOT', options.after ? [] : await this.#snapshot(options));
    // By the monotonic clock: a wall clock that is set back must not silence the stream.
    let sentAt = performance.now();
    let isBehind = options.after !== null;
    while (!signal.aborted) {
      const seen = this.#hub.changes;
      const extent = await this.#extent();
      const start = whereToGoOn(position, extent, options.onLag);
      const read = await this.#read(options, start.position, extent.end);
      // What is as old as that may have been removed between the two reads: look again, and report it.
      if (isBehind && isBeyond((await this.#extent()).pruned, start.position)) continue;
      position = read.position;
      const { gap } = start;
      const hasMore = distance(position, extent.end) > 0;
      if (gap || read.attempts.length > 0 || performance.now() - sentAt >= HEARTBEAT_MS) {
        yield { ...this.#message(position, hasMore ? 'BACKLOG' : 'LIVE', read.attempts), gap };
        sentAt = performance.now();
        await pause(options.minIntervalMs, signal);
      }
      isBehind = hasMore;
      if (hasMore) await setImmediate();
      else await this.#hub.change(seen, Math.min(this.#longestWait, Math.max(1, sentAt + HEARTBEAT_MS - performance.now())), signal);
    }
  }

  get #longestWait(): number {
    return this.#store.dialect === 'sqlite' ? HEARTBEAT_MS : LOOK_EVERY_MS;
  }

  #message(position: LogPosition, phase: AttemptBatch['phase'], attempts: DeliveryAttempt[]): AttemptBatch {
    return { cursor: writeLogCursor(position), phase, attempts, gap: null, serverTime: this.#clock() };
  }

  async #extent(): Promise<LogExtent> {
    const lanes = await this.#store.reader.find(Lane);
    return {
      end: new Map(lanes.map(({ lane, lastSeq }) => [lane, lastSeq])),
      pruned: new Map(lanes.map(({ lane, prunedSeq }) => [lane, prunedSeq])),
    };
  }

  async #snapshot({ scope, filter, snapshot }: FollowOptions): Promise<DeliveryAttempt[]> {
    if (snapshot === 0) return [];
    const newest = await (await attemptsOf(this.#store, scope, filter)).orderBy('attempt.id', 'DESC').limit(snapshot).getMany();
    return newest.reverse();
  }

  /** The next matching attempts between two positions, lane by lane, and how far that got. */
  async #read(options: FollowOptions, from: LogPosition, end: LogPosition): Promise<{ attempts: DeliveryAttempt[]; position: LogPosition }> {
    const attempts: DeliveryAttempt[] = [];
    const position = new Map(from);
    for (const [lane, lastSeq] of end) {
      const start = position.get(lane) ?? 0;
      const room = options.batchSize - attempts.length;
      if (start >= lastSeq || room <= 0) continue;
      const windowEnd = Math.min(lastSeq, start + WINDOW);
      const found = await this.#readLane(options, { lane, start, windowEnd, room });
      attempts.push(...found);
      position.set(lane, found.length < room ? windowEnd : found.at(-1)!.seq);
    }
    return { attempts, position };
  }

  async #readLane(
    { scope, filter }: FollowOptions, { lane, start, windowEnd, room }: { lane: number; start: number; windowEnd: number; room: number },
  ): Promise<DeliveryAttempt[]> {
    const query = await attemptsOf(this.#store, scope, filter);
    return query
      .andWhere('attempt.lane = :lane AND attempt.seq > :start AND attempt.seq <= :windowEnd', { lane, start, windowEnd })
      .orderBy('attempt.seq', 'ASC').limit(room).getMany();
  }
}

/**
 * What a reader at `from` must leave out to go on: it is too far behind, its cursor is older than what was removed, or it is from
 * another life of the database.
 */
function whereToGoOn(from: LogPosition, { end, pruned }: LogExtent, onLag: FollowOptions['onLag']): { position: LogPosition; gap: LogGap | null } {
  const isForeign = isBeyond(from, end);
  const kept = isForeign ? end : advanced(from, pruned);
  const isPruned = distance(from, kept) > 0;
  const position = onLag === 'SKIP' && distance(kept, end) > MAX_LAG ? end : kept;
  const count = distance(from, position);
  if (!isForeign && count === 0) return { position: from, gap: null };
  const reason = isForeign || isPruned ? 'CURSOR_EXPIRED' : 'LAG';
  return { position, gap: { from: writeLogCursor(from), to: writeLogCursor(position), count, reason } };
}
