import { cancelLeased, handBack } from '../storage/lease-rows.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import type { Store } from '../storage/store.ts';
import type { Senders } from './senders.ts';

interface UnsentOptions {
  store: Store;
  owner: string;
  senders: Senders;
  clock: () => number;
  /** Deliveries wait that could be claimed. */
  onDue: () => void;
  /** Never rejects: see OpenWork. */
  insist: (doing: string, work: () => Promise<void>) => Promise<void>;
}

/** What this process has leased and is not going to send. */
export class Unsent {
  readonly #options: UnsentOptions;

  constructor(options: UnsentOptions) {
    this.#options = options;
  }

  /** They wait again, for any process, due no earlier than `dueAt`. Returns when that is on disk, and never rejects. */
  async handBack(deliveries: readonly LeasedDelivery[], dueAt: number): Promise<void> {
    if (deliveries.length === 0) return;
    const { store, owner, senders, onDue, insist } = this.#options;
    await insist('handing deliveries back', async () => {
      await store.write((tx) => handBack(tx, { owner, leases: deliveries, dueAt }));
      senders.letGo(deliveries);
      onDue();
    });
  }

  /** Its webhook does not want it any more. */
  async cancel(delivery: LeasedDelivery): Promise<void> {
    const { store, owner, senders, clock, onDue } = this.#options;
    await store.write((tx) => cancelLeased(tx, { owner, lease: delivery, now: clock() }));
    senders.letGo([delivery]);
    onDue();
  }
}
