import type { EntityManager } from 'typeorm';
import { SECOND_MS } from '../domain/time.ts';
import { failpoint } from '../failpoints.ts';
import type { AttemptRecord } from '../storage/attempt-record.ts';
import { advance, laneEnd, LaneLostError, type HeldLane } from '../storage/lanes.ts';
import { writeOutcomes } from '../storage/outcome-rows.ts';
import type { StandingNews } from '../storage/standing-rows.ts';
import type { Store } from '../storage/store.ts';
import type { Announcer } from './events.ts';

/** Outcomes that come within some time share a transaction: the more there were last time, the longer, for fewer waits for the disk. */
const GATHER_MS = [{ from: 150, ms: 100 }, { from: 20, ms: 40 }, { from: 0, ms: 5 }];
const MAX_PER_COMMIT = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5 * SECOND_MS;

export interface OutcomeWriterOptions {
  store: Store;
  lane: HeldLane;
  announcer: Announcer;
  random: () => number;
  /** Attempts of these webhooks failed, and that is on disk. */
  onStandings: (news: readonly StandingNews[]) => void;
}

interface Pending { record: AttemptRecord; resolve: () => void; reject: (error: unknown) => void }

/**
 * Writes ended attempts in batches, one transaction after the other, so that this process's lane of the log is in commit order.
 * While the database fails it keeps what it has and tries again; when the lane is lost it drops everything, for nothing may be merged.
 */
export class OutcomeWriter {
  readonly #store: Store;
  readonly #lane: HeldLane;
  readonly #announcer: Announcer;
  readonly #random: () => number;
  readonly #onStandings: (news: readonly StandingNews[]) => void;
  #pending: Pending[] = [];
  #writing: Promise<void> | null = null;
  #lastSeq: number;
  #isLost = false;
  /** Outcomes that the last gathering brought. */
  #gathered = 0;

  constructor({ store, lane, announcer, random, onStandings }: OutcomeWriterOptions) {
    this.#store = store;
    this.#lane = lane;
    this.#announcer = announcer;
    this.#random = random;
    this.#onStandings = onStandings;
    this.#lastSeq = lane.lastSeq;
  }

  /** Resolves when the attempt is on disk; rejects with LaneLostError when it never will be. */
  write(record: AttemptRecord): Promise<void> {
    if (this.#isLost) return Promise.reject(new LaneLostError());
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, resolve, reject });
      this.#writing ??= this.#run();
    });
  }

  /** Resolves when all that was given so far is on disk. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /**
   * Takes over what a dead process held, in turn with everything else that is written to the lane. `gather` finds it within the
   * transaction; null when somebody else was first. Returns how many attempts were recorded, or null.
   */
  async takeOver(owner: string, gather: (tx: EntityManager) => Promise<AttemptRecord[] | null>): Promise<number | null> {
    while (this.#writing) await this.#writing;
    const taking = this.#commit(owner, gather).catch((error: unknown) => this.#findEnd(error));
    this.#writing = taking.then(() => this.#next(), () => this.#next());
    return taking;
  }

  /** Nobody repeats a take-over with the same attempts, so only the database knows whether it was committed. Throws what went wrong. */
  async #findEnd(cause: unknown): Promise<never> {
    for (let pauseMs = FIRST_PAUSE_MS; !(cause instanceof LaneLostError); pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        this.#lastSeq = await laneEnd(this.#store.reader, this.#lane);
        break;
      } catch (error) {
        if (error instanceof LaneLostError) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
    throw cause;
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS.find(({ from }) => this.#gathered >= from)?.ms));
    this.#gathered = this.#pending.length;
    while (this.#pending.length > 0) await this.#writeBatch(this.#pending.splice(0, MAX_PER_COMMIT));
    this.#next();
  }

  #next(): void {
    this.#writing = this.#pending.length > 0 ? this.#run() : null;
  }

  async #writeBatch(batch: readonly Pending[]): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.#commit(this.#lane.owner, () => Promise.resolve(batch.map((each) => each.record)));
        for (const each of batch) each.resolve();
        return;
      } catch (error) {
        if (error instanceof LaneLostError) return this.#lose(batch, error);
        this.#announcer.announce('fault', { doing: `recording ${batch.length} attempts`, error });
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  /** Writes attempts at the end of the lane. When the answer to a commit was lost, the next try finds the lane moved already. */
  async #commit(leaseOwner: string, gather: (tx: EntityManager) => Promise<AttemptRecord[] | null>): Promise<number | null> {
    const from = this.#lastSeq;
    let news: StandingNews[] = [];
    const records = await this.#store.write(async (tx) => {
      news = [];
      const found = await gather(tx);
      if (!found) return null;
      place(found, this.#lane.lane, from);
      if (found.length > 0 && !(await advance(tx, this.#lane, { from, to: from + found.length }))) return found;
      news = await writeOutcomes(tx, found, { leaseOwner, random: this.#random });
      failpoint('before-outcome-commit');
      return found;
    });
    if (!records) return null;
    failpoint('after-outcome-commit');
    this.#lastSeq = from + records.length;
    this.#onStandings(news);
    if (records.length > 0) this.#announcer.announce('recorded', records.map((record) => record.attempt));
    return records.length;
  }

  #lose(batch: readonly Pending[], error: LaneLostError): void {
    this.#isLost = true;
    for (const each of [...batch, ...this.#pending.splice(0)]) each.reject(error);
  }
}

function place(records: readonly AttemptRecord[], lane: number, lastSeq: number): void {
  for (const [index, { attempt }] of records.entries()) {
    attempt.lane = lane;
    attempt.seq = lastSeq + 1 + index;
  }
}
