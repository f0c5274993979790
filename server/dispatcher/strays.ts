import { SECOND_MS } from '../domain/time.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import { handBack, leasesOf } from '../storage/lease-rows.ts';
import type { Store } from '../storage/store.ts';

/** Much longer than a commit takes to be told of, also on a busy machine. */
const UNKNOWN_FOR_MS = 5 * SECOND_MS;

interface StraysOptions {
  store: Store;
  owner: string;
  /** What this process knows it has leased. */
  known: ReadonlySet<LeasedDelivery>;
}

/**
 * Leases of this process that it does not know of. A commit whose answer was lost with the connection makes them: the rows are there,
 * and nobody would send them before the process ends.
 */
export class Strays {
  readonly #options: StraysOptions;
  #seen = new Map<string, number>();

  constructor(options: StraysOptions) {
    this.#options = options;
  }

  /**
   * Hands back what has not been known for some seconds: of a commit just made nobody may have been told yet. Returns how many.
   * `monotonicMs` tells how long that is, whatever becomes of the wall clock.
   */
  async handBack({ now, monotonicMs }: { now: number; monotonicMs: number }): Promise<number> {
    const { store, owner, known } = this.#options;
    const leases = await leasesOf(store.reader, owner, known.size);
    const knownIds = new Set(leases.length > 0 ? [...known].map(({ id }) => id) : []);
    const unknown = leases.filter(({ id }) => !knownIds.has(id));
    this.#seen = new Map(unknown.map(({ id }) => [id, this.#seen.get(id) ?? monotonicMs]));
    const strays = unknown.filter(({ id }) => monotonicMs - this.#seen.get(id)! >= UNKNOWN_FOR_MS);
    if (strays.length === 0) return 0;
    await store.write((tx) => handBack(tx, { owner, leases: strays, dueAt: now }));
    return strays.length;
  }
}
