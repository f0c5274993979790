/** Something that lives as long as the process does. */
export interface Part {
  readonly name: string;
  start(): Promise<void> | void;
  /** Returns when nothing of it runs any more. */
  stop(): Promise<void> | void;
}

/**
 * Starts parts in the order in which they were added and stops them in the reverse order; those added together stop side by side, so
 * that none waits for another. When one does not start, those that did are stopped again. Stopping twice waits for the same stop; after it, the parts can be started anew.
 */
export class Lifecycle {
  readonly #groups: (readonly Part[])[] = [];
  readonly #running: Part[][] = [];
  #stopping: Promise<void> | null = null;

  add(...together: Part[]): this {
    this.#groups.push(together);
    return this;
  }

  async start(): Promise<void> {
    if (this.#running.length > 0) throw new Error('Already started.');
    try {
      for (const group of this.#groups) await startInto(this.#running, group);
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
    for (let group = this.#running.pop(); group; group = this.#running.pop()) {
      await Promise.all(group.map((part) => stopPart(part).catch((error: unknown) => failures.push(error))));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not every part stopped.');
  }
}

async function startInto(running: Part[][], group: readonly Part[]): Promise<void> {
  const started: Part[] = [];
  running.push(started);
  for (const part of group) {
    await part.start();
    started.push(part);
  }
}

async function stopPart(part: Part): Promise<void> {
  try {
    await part.stop();
  } catch (error) {
    throw new Error(`${part.name} did not stop.`, { cause: error });
  }
}
