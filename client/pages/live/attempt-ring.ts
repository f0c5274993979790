/**
 * The newest items of a stream, newest first. What arrives waits until `take` lets it in, so a paused page costs
 * nothing but memory, and not more of it than `capacity`: beyond that the oldest waiting items are only counted.
 * Kept outside Vue's reactivity; `take` answers a new array whenever something changed.
 */
export class AttemptRing<Item extends { id: string; startedAt: number }> {
  readonly #capacity: number;
  #rows: readonly Item[] = [];
  /** Oldest first. */
  #waiting: Item[] = [];
  #uncounted = 0;
  /** Ids of all rows and waiting items: a stream that resumes may send an item twice. */
  #known = new Set<string>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Takes new items, oldest first, and answers those that were not known. */
  push(items: readonly Item[]): Item[] {
    const fresh = this.#unknown(items);
    this.#waiting.push(...fresh);
    this.#forgetTooManyWaiting();
    return fresh;
  }

  /** Puts items of the past, in any order, where they belong by their start; answers how many there was room for. */
  insert(items: readonly Item[]): number {
    const fresh = this.#unknown(items);
    this.#setRows([...this.#rows, ...fresh].sort((one, other) => other.startedAt - one.startedAt));
    return fresh.filter(({ id }) => this.#known.has(id)).length;
  }

  /** Items that have arrived and are not shown. */
  get waiting(): number {
    return this.#waiting.length + this.#uncounted;
  }

  /** The rows as they were taken last. */
  get rows(): readonly Item[] {
    return this.#rows;
  }

  /** Lets all waiting items in. */
  take(): readonly Item[] {
    if (this.#waiting.length === 0) return this.#rows;
    const waiting = this.#waiting.reverse();
    this.#waiting = [];
    this.#uncounted = 0;
    this.#setRows([...waiting, ...this.#rows]);
    return this.#rows;
  }

  clear(): void {
    this.#rows = [];
    this.#waiting = [];
    this.#uncounted = 0;
    this.#known.clear();
  }

  #unknown(items: readonly Item[]): Item[] {
    return items.filter(({ id }) => {
      if (this.#known.has(id)) return false;
      this.#known.add(id);
      return true;
    });
  }

  #setRows(rows: Item[]): void {
    for (const { id } of rows.splice(this.#capacity)) this.#known.delete(id);
    this.#rows = rows;
  }

  #forgetTooManyWaiting(): void {
    const tooMany = this.#waiting.length - this.#capacity;
    if (tooMany <= 0) return;
    for (const { id } of this.#waiting.splice(0, tooMany)) this.#known.delete(id);
    this.#uncounted += tooMany;
  }
}
