import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import { endByFault, nextOperationId } from '../storage/bulk-rows.ts';
import { BulkOperation } from '../storage/entities/bulk-operation.ts';
import { prepareStep, STEP_SIZE, takeStep } from './bulk-step.ts';
import type { CommandDeps } from './deps.ts';

/** How often it looks for new operations: they are begun in any process, and none of them is in a hurry. */
const LOOK_EVERY_MS = SECOND_MS / 2;
/** Between two steps, so that publishing and sending get their turn at the database. */
const PAUSE_MS = 50;
/** An operation whose steps fail so often in a row would fail for ever. */
const MAX_FAULTS = 10;
const PAUSE_AFTER_FAULT_MS = SECOND_MS;
const FAULT = 'This server met a fault of its own, again and again; its log tells more. What was handled stays handled. Begin another operation for the rest.';

export interface BulkRunnerOptions extends Pick<CommandDeps, 'store' | 'directory' | 'intake' | 'clock' | 'announceChange'> {
  /** Told of what failed; it is tried again. */
  onFault: (error: unknown, operationId: string | null) => void;
  stepSize?: number;
  pauseMs?: number;
  faultPauseMs?: number;
}

/**
 * Works through bulk operations, a step of each in turn. Any number of processes may do so: an operation is worked at by one at a time,
 * and where it stands is in the database alone.
 */
export class BulkRunner {
  readonly #options: BulkRunnerOptions;
  readonly #faults = new Map<string, number>();
  #stopping: AbortController | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: BulkRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#loop = this.#run(stopping.signal);
  }

  /** Ends after the step that is being prepared or taken; neither looks at more than some thousand rows. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#loop;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const didWork = await this.#turn(signal).catch((error: unknown) => this.#told(error, null));
      await delay(didWork ? this.#options.pauseMs ?? PAUSE_MS : LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Takes one step of the operation whose turn it is. False when there is nothing to do. */
  async #turn(signal: AbortSignal): Promise<boolean> {
    const { store, announceChange, intake, clock } = this.#options;
    const id = await nextOperationId(store.reader, clock());
    if (id === null) return false;
    try {
      const operation = await this.#step(id, signal);
      if (!operation) return false;
      this.#faults.delete(id);
      if (operation.succeededCount > 0) intake.wake();
      announceChange();
    } catch (error) {
      await this.#noteFault(id, error, signal);
    }
    return true;
  }

  async #step(id: string, signal: AbortSignal): Promise<BulkOperation | null> {
    const { store, directory, clock, stepSize = STEP_SIZE } = this.#options;
    const operation = await store.reader.findOneByOrFail(BulkOperation, { id });
    const step = await prepareStep(store, operation, { webhooks: await directory.ofAccount(operation.accountId), size: stepSize });
    return signal.aborted ? null : store.write((tx) => takeStep(tx, step, clock()));
  }

  async #noteFault(id: string, error: unknown, signal: AbortSignal): Promise<void> {
    const { store, clock, announceChange, faultPauseMs = PAUSE_AFTER_FAULT_MS } = this.#options;
    this.#told(error, id);
    const faults = (this.#faults.get(id) ?? 0) + 1;
    this.#faults.set(id, faults);
    if (faults < MAX_FAULTS) return delay(faultPauseMs, undefined, { signal }).catch(() => undefined);
    await store.write((tx) => endByFault(tx, id, { now: clock(), fault: FAULT }));
    announceChange();
    this.#faults.delete(id);
  }

  #told(error: unknown, operationId: string | null): false {
    this.#options.onFault(error, operationId);
    return false;
  }
}
