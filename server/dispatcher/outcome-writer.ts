import type { EntityManager } from 'typeorm';
import { SECOND_MS } from '../domain/time.ts';
import { advance, LaneLostError, type HeldLane } from '../storage/lanes.ts';
import { writeOutcomes, type AttemptRecord } from '../storage/outcome-rows.ts';
import type { Store } from '../storage/store.ts';
import type { Announcer } from './events.ts';

/** Outcomes that come within this time share a transaction; when there are many, a longer time makes fewer waits for the disk. */
const GATHER_MS = 5;
const GATHER_WHEN_BUSY_MS = 40;
const BUSY_FROM = 20;
const MAX_PER_COMMIT = 200;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5 * SECOND_MS;

interface Pending { record: AttemptRecord; resolve: () => void; reject: (error: unknown) => void }

/**
 * Writes ended attempts in batches, one transaction after the other, so that this process's lane of the log is in commit order.
 * While the database fails it keeps what it has and tries again; when the lane is lost it drops everything, for nothing may be merged.
 */
export class OutcomeWriter {
  readonly #store: Store;
  readonly #lane: HeldLane;
  readonly #announcer: Announcer;
  #pending: Pending[] = [];
  #writing: Promise<void> | null = null;
  #lastSeq: number;
  #isLost = false;
  #isBusy = false;

  constructor({ store, lane, announcer }: { store: Store; lane: HeldLane; announcer: Announcer }) {
    this.#store = store;
    this.#lane = lane;
    this.#announcer = announcer;
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

  /** Takes over what a dead process held, in turn with everything else that is written to the lane. */
  async takeOver(records: readonly AttemptRecord[], { owner, confirm }: { owner: string; confirm: (tx: EntityManager) => Promise<boolean> }): Promise<boolean> {
    await this.flush();
    const taking = this.#commit(records, owner, confirm);
    this.#writing = taking.then(() => this.#next(), () => this.#next());
    return taking;
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#isBusy ? GATHER_WHEN_BUSY_MS : GATHER_MS));
    this.#isBusy = this.#pending.length >= BUSY_FROM;
    while (this.#pending.length > 0) await this.#writeBatch(this.#pending.splice(0, MAX_PER_COMMIT));
    this.#next();
  }

  #next(): void {
    this.#writing = this.#pending.length > 0 ? this.#run() : null;
  }

  async #writeBatch(batch: readonly Pending[]): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.#commit(batch.map((each) => each.record), this.#lane.owner);
        for (const each of batch) each.resolve();
        return;
      } catch (error) {
        if (error instanceof LaneLostError) return this.#lose(batch, error);
        this.#announcer.announce('fault', { doing: `recording ${batch.length} attempts`, error });
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  async #commit(records: readonly AttemptRecord[], leaseOwner: string, confirm?: (tx: EntityManager) => Promise<boolean>): Promise<boolean> {
    const lastSeq = this.#lastSeq + records.length;
    for (const [index, { attempt }] of records.entries()) {
      attempt.lane = this.#lane.lane;
      attempt.seq = this.#lastSeq + 1 + index;
    }
    const isDone = await this.#store.write(async (tx) => {
      await advance(tx, this.#lane, lastSeq);
      if (confirm && !(await confirm(tx))) return false;
      await writeOutcomes(tx, records, leaseOwner);
      return true;
    });
    this.#lastSeq = lastSeq;
    if (isDone && records.length > 0) this.#announcer.announce('recorded', records.map((record) => record.attempt));
    return isDone;
  }

  #lose(batch: readonly Pending[], error: LaneLostError): void {
    this.#isLost = true;
    for (const each of [...batch, ...this.#pending.splice(0)]) each.reject(error);
  }
}
