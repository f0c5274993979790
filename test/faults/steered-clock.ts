import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

const PRELOAD = new URL('steered-clock.js', import.meta.url).href;

/** The wall clock of servers, in the hand of a test. */
export class SteeredClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'keybell-clock-'));

  constructor(aheadMs = 0) {
    this.#write(aheadMs);
  }

  /** Settings of a server that goes by this clock. */
  get settings(): Record<string, string> {
    return { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_FILE: this.#file };
  }

  /** Sets the clock of a server ahead of the real one, or behind it, and waits until it is. */
  async set(aheadMs: number, server: ServerProcess): Promise<void> {
    this.#write(aheadMs);
    await until('the clock', () => (/[^]*clock is ahead by (-?\d+) ms/.exec(server.output)?.[1] ?? '0') === String(aheadMs));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** At once: nobody reads half a number. */
  #write(aheadMs: number): void {
    writeFileSync(`${this.#file}.new`, String(aheadMs));
    renameSync(`${this.#file}.new`, this.#file);
  }

  get #file(): string {
    return join(this.#folder, 'ahead-ms');
  }
}
