/** Something that lives as long as the process does. */
export interface Part {
  readonly name: string;
  start(): Promise<void> | void;
  /** Returns when nothing of it runs any more. */
  stop(): Promise<void> | void;
}

/**
 * Starts parts in the order in which they were added and stops them in the reverse order. When one does not start, those that
 * did are stopped again. Stopping twice waits for the same stop; after it, the parts can be started anew.
 */
export class Lifecycle {
  readonly #parts: Part[] = [];
  readonly #running: Part[] = [];
  #stopping: Promise<void> | null = null;

  add(part: Part): this {
    this.#parts.push(part);
    return this;
  }

  async start(): Promise<void> {
    if (this.#running.length > 0) throw new Error('Already started.');
    try {
      for (const part of this.#parts) {
        await part.start();
        this.#running.push(part);
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** A part that fails to stop does not keep the others from stopping; all failures are thrown together at the end. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll().finally(() => {
      this.#stopping = null;
    });
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let part = this.#running.pop(); part; part = this.#running.pop()) {
      try {
        await part.stop();
      } catch (error) {
        failures.push(new Error(`${part.name} did not stop.`, { cause: error }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not every part stopped.');
  }
}
