import { DEFAULT_CONCURRENCY } from '../domain/webhook-input.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';

/** A webhook begins with so many at once and gains one with each success, so that dead receivers cannot take all places at a stroke. */
const FIRST_CONCURRENCY = 4;

/** Queued deliveries are kept in an array with a moving start; the front is cut off when it has grown to this. */
const COMPACT_AT = 512;

export interface LineLimits {
  /** Most requests at once. */
  maxConcurrency: number;
  host: string;
  /** It has a rate limit. */
  isPaced: boolean;
}

/** The line of one webhook in this process: what is queued for it and how much it takes at once. */
export class Line {
  readonly webhookId: string;
  /** Deliveries of the webhook whose leases this process has, queued or not. */
  held = 0;
  /** Memory of their bodies, as far as they are here; one that others share counts in full. */
  heldBytes = 0;
  inFlight = 0;
  /** It stands among those that are served in turn. */
  hasTurn = false;
  host = '';
  /** Its webhook has a rate limit. */
  isPaced = false;
  /** Its circuit is open or half open. */
  isTripped = false;
  #queue: LeasedDelivery[] = [];
  #start = 0;
  #limit = FIRST_CONCURRENCY;
  #maxConcurrency = DEFAULT_CONCURRENCY;
  /** No throttle answer yet. */
  #isStarting = true;
  readonly #share: number;
  #restTimer: NodeJS.Timeout | null = null;

  /** `share`: most requests at once, whatever the webhook allows. */
  constructor(webhookId: string, share: number) {
    this.webhookId = webhookId;
    this.#share = share;
  }

  /** Nothing of it should be sent but what the database gives out. */
  get isHeldBack(): boolean {
    return this.isResting || this.isTripped;
  }

  get isResting(): boolean {
    return this.#restTimer !== null;
  }

  get isEmpty(): boolean {
    return this.#start >= this.#queue.length;
  }

  get maySend(): boolean {
    return !this.isEmpty && this.inFlight < Math.min(Math.floor(this.#limit), this.#share);
  }

  /** Nothing would be lost if a new one took its place. That it was throttled is worth remembering. */
  get isForgettable(): boolean {
    return this.held === 0 && this.inFlight === 0 && !this.isResting && !this.isTripped && this.#isStarting;
  }

  enqueue(delivery: LeasedDelivery): void {
    this.#queue.push(delivery);
  }

  dequeue(): LeasedDelivery | undefined {
    const delivery = this.#queue[this.#start];
    if (delivery) this.#start += 1;
    if (this.#start >= COMPACT_AT) {
      this.#queue = this.#queue.slice(this.#start);
      this.#start = 0;
    }
    return delivery;
  }

  empty(): LeasedDelivery[] {
    const queued = this.#queue.slice(this.#start);
    this.#queue = [];
    this.#start = 0;
    return queued;
  }

  setLimits({ maxConcurrency, host, isPaced }: LineLimits): void {
    this.host = host;
    this.isPaced = isPaced;
    this.#maxConcurrency = maxConcurrency;
    this.#limit = Math.min(this.#limit, maxConcurrency);
  }

  /** Halves after a throttle answer; from then on only a full round of successes adds one, up to what the webhook allows. */
  adapt(answer: 'success' | 'throttle' | 'other'): void {
    if (answer === 'throttle') {
      this.#isStarting = false;
      this.#limit = Math.max(1, this.#limit / 2);
    }
    if (answer !== 'success') return;
    this.#limit = Math.min(this.#maxConcurrency, this.#limit + (this.#isStarting ? 1 : 1 / this.#limit));
    if (this.#limit === this.#maxConcurrency) this.#isStarting = true;
  }

  rest(ms: number, onEnd: () => void): void {
    if (this.#restTimer) clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.#restTimer = null;
      onEnd();
    }, ms).unref();
  }
}
