/** Does something again and again, from beginning to beginning `everyMs` apart, and never twice at once: while it goes on its turns are left out. */
export class Rhythm {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #underWay: Promise<void> | null = null;

  /** `work` never rejects. */
  constructor(everyMs: number, work: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#work = work;
  }

  /** The first turn comes after `everyMs`. */
  start(): void {
    this.#timer ??= setInterval(() => this.#turn(), this.#everyMs).unref();
  }

  /** Returns when what was under way has ended. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#underWay;
  }

  #turn(): void {
    this.#underWay ??= this.#work().finally(() => { this.#underWay = null; });
  }
}
