import { SECOND_MS } from '../domain/time.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import type { DeliveryAttempt } from '../storage/entities/delivery-attempt.ts';
import { Lane } from '../storage/entities/lane.ts';
import type { AttemptFilter } from '../storage/attempt-filter.ts';
import { readListed } from '../storage/haystack.ts';
import { attemptOrder, attemptsOf, listedAttempts } from '../storage/repositories/attempts.ts';
import type { Scope } from '../storage/repositories/conditions.ts';
import type { Store } from '../storage/store.ts';
import { watchDelivery, type DeliveryNews, type WatchOptions } from './delivery-watch.ts';
import type { Hub } from './hub.ts';
import { LiveStats, type LiveStatsOptions, type LiveStatsSample } from './live-stats.ts';
import { writeLogCursor, type LogPosition } from './log-cursor.ts';
import { LogReaders } from './log-reader.ts';
import type { LogExtent, LogGap, LogSource, StreamPhase } from './log-source.ts';
import { watchOperation, type OperationWatchOptions } from './operation-watch.ts';

export const HEARTBEAT_MS = 15 * SECOND_MS;
/** Log entries looked at in one read, whatever the filter leaves of them. */
const WINDOW = 1_000;
/** Processes that share a database may not be told of each other's news: they look. */
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

/** A message of the stream; `attempts` oldest change first, empty in a heartbeat. */
export interface AttemptBatch {
  cursor: string;
  phase: StreamPhase;
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
  readonly #readers: LogReaders<DeliveryAttempt, AttemptBatch>;

  constructor({ store, hub, clock }: { store: Store; hub: Hub; clock: () => number }) {
    this.#store = store;
    this.#hub = hub;
    this.#clock = clock;
    this.#stats = new LiveStats({ store, clock });
    this.#readers = new LogReaders(hub);
  }

  /** The end of the log. Read a list after this, follow from here, and nothing is missed in between. */
  async position(): Promise<string> {
    return writeLogCursor((await this.#extent()).end);
  }

  follow(options: FollowOptions): AsyncIterableIterator<AttemptBatch> {
    const { scope, filter, after, batchSize, minIntervalMs, onLag } = options;
    return this.#readers.follow({
      key: JSON.stringify([scope.accountId, scope.environments, filter, batchSize, minIntervalMs, onLag]),
      source: this.#sourceOf(options), after, pace: { minIntervalMs, onLag, heartbeatMs: HEARTBEAT_MS, lookEveryMs: lookEveryMs(this.#store) },
    });
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

  #sourceOf(options: FollowOptions): LogSource<DeliveryAttempt, AttemptBatch> {
    return {
      extent: () => this.#extent(),
      read: (from, end) => this.#read(options, from, end),
      snapshot: () => this.#snapshot(options),
      message: (position, { phase, items, gap }) => ({ cursor: writeLogCursor(position), phase, attempts: [...items], gap, serverTime: this.#clock() }),
      writeCursor: writeLogCursor,
    };
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
    const request = { size: snapshot, isBackward: false, cursor: null };
    const { rows } = await readListed(await listedAttempts(this.#store, scope, filter), attemptOrder('DESC'), request);
    return rows.toReversed();
  }

  /** The next matching attempts between two positions, lane by lane, and how far that got. */
  async #read(options: FollowOptions, from: LogPosition, end: LogPosition): Promise<{ items: DeliveryAttempt[]; position: LogPosition }> {
    const items: DeliveryAttempt[] = [];
    const position = new Map(from);
    for (const [lane, lastSeq] of end) {
      const start = position.get(lane) ?? 0;
      const room = options.batchSize - items.length;
      if (start >= lastSeq || room <= 0) continue;
      const windowEnd = Math.min(lastSeq, start + WINDOW);
      const found = await this.#readLane(options, { lane, start, windowEnd, room });
      items.push(...found);
      position.set(lane, found.length < room ? windowEnd : found.at(-1)!.seq);
    }
    return { items, position };
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

/** A file has one process, which says when something is new. */
export const lookEveryMs = ({ dialect }: Pick<Store, 'dialect'>) => (dialect === 'sqlite' ? HEARTBEAT_MS : LOOK_EVERY_MS);
