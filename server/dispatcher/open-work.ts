import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import { LaneLostError } from '../storage/lanes.ts';
import type { Announcer } from './events.ts';

const PAUSE_AFTER_FAULT_MS = SECOND_MS;

interface OpenWorkOptions<Life> {
  announcer: Announcer;
  isCurrent: (life: Life) => boolean;
  onLaneLost: (life: Life) => void;
}

/** Recordings and the like that go on after their request has ended, and how often they are tried. */
export class OpenWork<Life> {
  readonly #options: OpenWorkOptions<Life>;
  readonly #open = new Set<Promise<void>>();

  constructor(options: OpenWorkOptions<Life>) {
    this.#options = options;
  }

  track(work: Promise<void>): void {
    this.#open.add(work);
    void work.finally(() => this.#open.delete(work));
  }

  /** Resolves when nothing is open. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }

  /** Tries until it succeeds or this life is over: a lease that nobody gives up would hold its delivery for ever. */
  async insist(doing: string, life: Life, work: () => Promise<void>): Promise<void> {
    let isDone = false;
    while (!isDone && this.#options.isCurrent(life)) {
      await this.guarded(doing, life, async () => {
        await work();
        isDone = true;
      });
    }
  }

  /** A fault of ours must not end the work: it is told, and after a pause things go on. */
  async guarded(doing: string, life: Life | null, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof LaneLostError && life) return this.#options.onLaneLost(life);
      this.#options.announcer.announce('fault', { doing, error });
      await delay(PAUSE_AFTER_FAULT_MS, undefined, { ref: false });
    }
  }
}
