/**
 * Counts what is held open at this process: WebSockets and event streams together, for each caller. A socket counts for the address
 * that it came from until it has said whose it is.
 */
export class OpenConnections {
  readonly most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.most = most;
  }

  /** Null when the holder has the most already; otherwise what gives the place back, once. */
  take(holder: string): (() => void) | null {
    const held = this.#counts.get(holder) ?? 0;
    if (held >= this.most) return null;
    this.#counts.set(holder, held + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.#giveBack(holder);
      isHeld = false;
    };
  }

  #giveBack(holder: string): void {
    const left = (this.#counts.get(holder) ?? 1) - 1;
    if (left > 0) this.#counts.set(holder, left);
    else this.#counts.delete(holder);
  }
}
