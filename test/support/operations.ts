import { BulkRunner, type BulkRunnerOptions } from '../../server/commands/bulk-runner.ts';
import type { CommandDeps } from '../../server/commands/deps.ts';
import { Hub } from '../../server/live/hub.ts';
import { BulkOperation } from '../../server/storage/entities/bulk-operation.ts';

/** Nothing is missed when an announcement is; but a process that was stopped announces nothing. */
const LOOK_MS = 1_000;
const GIVE_UP_MS = 20_000;

/** Runners of one process each, on one database, and what becomes of the operations that they work on. */
export class OperationWorkers {
  readonly #deps: CommandDeps;
  readonly #hub = new Hub();

  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }

  /** Takes small steps without a pause. */
  newRunner(own: Partial<BulkRunnerOptions> = {}): BulkRunner {
    return new BulkRunner({
      ...this.#deps, stepSize: 2, pauseMs: 0, onFault: (error) => { throw error; }, ...own, announceChange: () => this.#hub.announce(),
    });
  }

  /** Resolves with the operation when it has come so far. */
  async until(id: string, isReached: (operation: BulkOperation) => boolean): Promise<BulkOperation> {
    const giveUp = AbortSignal.timeout(GIVE_UP_MS);
    for (;;) {
      const seen = this.#hub.changes;
      const operation = await this.#deps.store.reader.findOneByOrFail(BulkOperation, { id });
      if (isReached(operation)) return operation;
      giveUp.throwIfAborted();
      await this.#hub.change(seen, LOOK_MS, giveUp);
    }
  }

  async runToEnd(id: string, runner = this.newRunner()): Promise<BulkOperation> {
    runner.start();
    try {
      return await this.until(id, ({ completedAt }) => completedAt !== null);
    } finally {
      await runner.stop();
    }
  }
}
