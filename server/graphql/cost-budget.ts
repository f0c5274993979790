import { networkOf } from '../auth/network.ts';
import type { Viewer } from '../auth/viewer.ts';
import { SECOND_MS } from '../domain/time.ts';
import { MAX_COST } from './cost-limit.ts';

/** A full bucket holds what comes back in this long: bursts are no matter, going on like that is. */
const FULL_SECONDS = 20;
/** Callers remembered; a full bucket need not be. */
const MAX_CALLERS = 10_000;

/** What a caller has left, as `Viewer.rateLimit` and `extensions.cost` tell it. */
export interface BudgetState {
  readonly limit: number;
  readonly remaining: number;
  /** Points a second. */
  readonly restoreRate: number;
  /** When the bucket is full again, ms since epoch. */
  readonly resetAt: number;
  readonly maxOperationCost: number;
}

interface Bucket { points: number; at: number }

/** A bucket of points for each caller, in the memory of this process: an operation takes what it costs, and time brings points back. */
export class CostBudget {
  readonly #restoreRate: number;
  readonly #limit: number;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `restoreRate`: points a second. */
  constructor({ restoreRate, clock }: { restoreRate: number; clock: () => number }) {
    this.#restoreRate = restoreRate;
    this.#limit = Math.max(restoreRate * FULL_SECONDS, MAX_COST);
    this.#clock = clock;
  }

  /** Takes points from a caller's bucket. Null when they are there; otherwise nothing is taken, and in how many ms they will be. */
  take(caller: string, cost: number): number | null {
    const bucket = this.#bucketOf(caller);
    const missing = cost - bucket.points;
    if (missing > 0) return Math.ceil((missing / this.#restoreRate) * SECOND_MS);
    bucket.points -= cost;
    return null;
  }

  stateOf(caller: string): BudgetState {
    const { points, at } = this.#bucketOf(caller);
    const resetAt = at + Math.ceil(((this.#limit - points) / this.#restoreRate) * SECOND_MS);
    return { limit: this.#limit, remaining: Math.floor(points), restoreRate: this.#restoreRate, resetAt, maxOperationCost: MAX_COST };
  }

  /** As full as it is by now. */
  #bucketOf(caller: string): Bucket {
    const now = this.#clock();
    const known = this.#buckets.get(caller);
    if (known) {
      const restored = (Math.max(0, now - known.at) / SECOND_MS) * this.#restoreRate;
      Object.assign(known, { points: Math.min(this.#limit, known.points + restored), at: now });
      return known;
    }
    if (this.#buckets.size >= MAX_CALLERS) this.#forgetOldest();
    const fresh = { points: this.#limit, at: now };
    this.#buckets.set(caller, fresh);
    return fresh;
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** Members and keys have a budget each; whoever is nobody yet shares that of their network. */
export const budgetKey = ({ viewer, ip }: { viewer: Viewer | null; ip: string }): string => viewer?.actorId ?? networkOf(ip);
