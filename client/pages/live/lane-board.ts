import { isFailure, type LiveRow } from './live-row.ts';

/** What a lane shows: the last minute. */
export const LANE_SPAN_MS = 60_000;
export const BIN_MS = 500;
/** A lane with more attempts than 20 a second shows columns: dots would hide each other. */
export const MOST_DOTS = 20 * (LANE_SPAN_MS / 1_000);

const BINS = LANE_SPAN_MS / BIN_MS + 1;

/** Upper bounds of the classes in which durations are counted, in ms: each a fifth wider than the one before. */
const DURATION_CLASSES: readonly number[] = Array.from({ length: 64 }, (_, index) => 1.19 ** index);

export type LaneResult = 'ok' | 'failed' | 'gaveUp';

export interface Dot {
  id: string;
  /** Ms since epoch. */
  endedAt: number;
  durationMs: number;
  result: LaneResult;
}

/** Attempts that ended in half a second. */
export interface Column {
  /** Begin, ms since epoch. */
  at: number;
  ok: number;
  failed: number;
  gaveUp: number;
}

interface Bin extends Column {
  durations: Uint16Array;
}

export interface LaneSummary {
  count: number;
  failed: number;
  perSecond: number;
  /** An estimate from classes of durations; null without attempts. */
  p95Ms: number | null;
  /** 0-1; null without attempts. */
  successRate: number | null;
}

const resultOf = (row: LiveRow): LaneResult => (row.outcome === 'GAVE_UP' ? 'gaveUp' : isFailure(row) ? 'failed' : 'ok');

/** The last minute of one webhook, in memory that does not grow with its rate. All times by the server's clock. */
export class Lane {
  /** By number of the half second, modulo the number of bins. */
  readonly #bins: (Bin | undefined)[] = Array.from({ length: BINS });
  /** The newest, oldest first. */
  #dots: Dot[] = [];
  /** The newest attempt that did not succeed. */
  lastFailureId: string | null = null;
  /** End of the newest attempt. */
  lastEndedAt: number | null = null;

  add(row: LiveRow): void {
    const bin = this.#binAt(row.endedAt);
    if (!bin) return;
    const result = resultOf(row);
    bin[result] += 1;
    const durationMs = row.durationMs ?? 0;
    bin.durations[classOf(durationMs)]! += 1;
    this.#dots.push({ id: row.id, endedAt: row.endedAt, durationMs, result });
    if (result !== 'ok') this.lastFailureId = row.id;
    this.lastEndedAt = Math.max(this.lastEndedAt ?? 0, row.endedAt);
    // Cut in pieces: a cut at each attempt would move all of them each time.
    if (this.#dots.length > 2 * MOST_DOTS) this.#dots = this.#dots.slice(-MOST_DOTS);
  }

  /** The attempts of the minute before `now` one by one; null when there are too many. */
  dots(now: number): Dot[] | null {
    if (this.summary(now).count > MOST_DOTS) return null;
    return this.#dots.filter(({ endedAt }) => endedAt > now - LANE_SPAN_MS && endedAt <= now);
  }

  /** The same in half seconds, oldest first; those without attempts are left out. */
  columns(now: number): readonly Column[] {
    return this.#recent(now).sort((one, other) => one.at - other.at);
  }

  summary(now: number): LaneSummary {
    const recent = this.#recent(now);
    const total = (of: (bin: Bin) => number) => recent.reduce((sum, bin) => sum + of(bin), 0);
    const failed = total((bin) => bin.failed + bin.gaveUp);
    const count = failed + total(({ ok }) => ok);
    return {
      count, failed, perSecond: count / (LANE_SPAN_MS / 1_000),
      p95Ms: percentile95(recent, count), successRate: count === 0 ? null : 1 - failed / count,
    };
  }

  #recent(now: number): Bin[] {
    return this.#bins.filter((bin): bin is Bin => bin !== undefined && bin.at > now - LANE_SPAN_MS && bin.at <= now);
  }

  /** The bin of a time, emptied when it was of an earlier minute; undefined when a later minute has taken its place. */
  #binAt(time: number): Bin | undefined {
    const number = Math.floor(time / BIN_MS);
    const at = number * BIN_MS;
    const index = number % BINS;
    const found = this.#bins[index];
    if (found && found.at >= at) return found.at === at ? found : undefined;
    return this.#bins[index] = { at, ok: 0, failed: 0, gaveUp: 0, durations: new Uint16Array(DURATION_CLASSES.length) };
  }
}

function classOf(ms: number): number {
  const index = ms <= 1 ? 0 : Math.ceil(Math.log(ms) / Math.log(1.19));
  return Math.min(index, DURATION_CLASSES.length - 1);
}

function percentile95(bins: readonly Bin[], count: number): number | null {
  if (count === 0) return null;
  let left = Math.ceil(count * 0.95);
  for (let index = 0; index < DURATION_CLASSES.length; index++) {
    for (const { durations } of bins) left -= durations[index]!;
    if (left <= 0) return Math.round(DURATION_CLASSES[index]!);
  }
  return Math.round(DURATION_CLASSES.at(-1)!);
}

/** One lane for each webhook that has sent something, made when it does. */
export class LaneBoard {
  readonly #lanes = new Map<string, Lane>();

  /** Attempts of webhooks that are deleted have no lane. */
  add(rows: readonly LiveRow[]): void {
    for (const row of rows) if (row.webhookId !== null) this.lane(row.webhookId).add(row);
  }

  lane(webhookId: string): Lane {
    let lane = this.#lanes.get(webhookId);
    if (!lane) this.#lanes.set(webhookId, lane = new Lane());
    return lane;
  }

  clear(): void {
    this.#lanes.clear();
  }
}
