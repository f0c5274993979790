import { groupBy } from '../domain/group-by.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import { handBack, leasesOf } from '../storage/lease-rows.ts';
import type { Store } from '../storage/store.ts';

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
  #seen = new Set<string>();

  constructor(options: StraysOptions) {
    this.#options = options;
  }

  /** Hands back what is not known now and was not at the last look: a commit just made may not have been told of yet. Returns how many. */
  async handBack(now: number): Promise<number> {
    const { store, owner, known } = this.#options;
    const leases = await leasesOf(store.reader, owner, known.size);
    const knownIds = new Set(leases.length > 0 ? [...known].map(({ id }) => id) : []);
    const unknown = leases.filter(({ id }) => !knownIds.has(id));
    const strays = unknown.filter(({ id }) => this.#seen.has(id));
    this.#seen = new Set(unknown.map(({ id }) => id));
    if (strays.length === 0) return 0;
    await store.write(async (tx) => {
      for (const [webhookId, group] of groupBy(strays, (stray) => stray.webhookId)) {
        await handBack(tx, { owner, webhookId, deliveryIds: group.map(({ id }) => id), dueAt: now });
      }
    });
    return strays.length;
  }
}
