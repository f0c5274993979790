import { memoryOf, type LeasedDelivery, type LeasedEvent } from '../storage/leased-delivery.ts';

/** The bodies of what this process holds. Deliveries of one event share theirs, so it counts once. */
export class HeldBodies {
  readonly #deliveries = new Map<LeasedEvent, number>();
  #bytes = 0;

  /** About the memory that they take. */
  get bytes(): number {
    return this.#bytes;
  }

  add({ event }: LeasedDelivery): void {
    const known = this.#deliveries.get(event) ?? 0;
    if (known === 0) this.#bytes += memoryOf(event);
    this.#deliveries.set(event, known + 1);
  }

  remove({ event }: LeasedDelivery): void {
    const left = (this.#deliveries.get(event) ?? 1) - 1;
    if (left > 0) return void this.#deliveries.set(event, left);
    this.#deliveries.delete(event);
    this.#bytes -= memoryOf(event);
  }
}
