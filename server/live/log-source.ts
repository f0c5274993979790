import { advanced, distance, isBeyond, type LogPosition } from './log-cursor.ts';

/** A reader further behind than this is asked what it wants: see `onLag`. */
export const MAX_LAG = 5_000;

export type StreamPhase = 'SNAPSHOT' | 'BACKLOG' | 'LIVE';

export interface LogGap { from: string; to: string; count: number; reason: 'LAG' | 'CURSOR_EXPIRED' }

/** How far a log goes, and up to where entries may have been removed from it, being old. */
export interface LogExtent { readonly end: LogPosition; readonly pruned: LogPosition }

/** A log as one question sees it: `Item`s are what the question lets through, a `Batch` is a message. */
export interface LogSource<Item, Batch> {
  extent(): Promise<LogExtent>;
  /** The next items between two positions, so many at most, and how far that got. */
  read(from: LogPosition, end: LogPosition): Promise<{ items: Item[]; position: LogPosition }>;
  /** Newest items to begin with. */
  snapshot(): Promise<Item[]>;
  message(position: LogPosition, content: { phase: StreamPhase; items: readonly Item[]; gap: LogGap | null }): Batch;
  writeCursor(position: LogPosition): string;
}

/** How a question wants to be answered, and when a log is looked at although nobody said that it grew. */
export interface LogPace {
  readonly minIntervalMs: number;
  readonly onLag: 'SKIP' | 'CATCH_UP';
  readonly heartbeatMs: number;
  readonly lookEveryMs: number;
}

/**
 * What a reader at `from` must leave out to go on: it is too far behind, its cursor is older than what was removed, or it is from
 * another life of the database.
 */
export function whereToGoOn(
  from: LogPosition, { end, pruned }: LogExtent, { onLag, writeCursor }: Pick<LogPace, 'onLag'> & { writeCursor: (position: LogPosition) => string },
): { position: LogPosition; gap: LogGap | null } {
  const isForeign = isBeyond(from, end);
  const kept = isForeign ? end : advanced(from, pruned);
  const isPruned = distance(from, kept) > 0;
  const position = onLag === 'SKIP' && distance(kept, end) > MAX_LAG ? end : kept;
  const count = distance(from, position);
  if (!isForeign && count === 0) return { position: from, gap: null };
  const reason = isForeign || isPruned ? 'CURSOR_EXPIRED' : 'LAG';
  return { position, gap: { from: writeCursor(from), to: writeCursor(position), count, reason } };
}
