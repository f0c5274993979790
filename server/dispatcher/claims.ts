import { SECOND_MS } from '../domain/time.ts';
import { failpoint } from '../failpoints.ts';
import { claimDue, nextDueAt, type ClaimRequest } from '../storage/claim-due.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import type { Store } from '../storage/store.ts';
import type { Announcer } from './events.ts';
import type { Senders } from './senders.ts';
import type { WakeUp } from './wake-up.ts';

/** Most deliveries taken by one claim. */
const CLAIM_SIZE = 500;
/** Most memory for their bodies: a claim reads them all before the first is sent. */
const CLAIM_BYTES = 32 * 1024 * 1024;
/** Others may plan work in a shared database without telling us; in a file of our own nobody does. */
const LONGEST_SLEEP_SHARED_MS = SECOND_MS;
const LONGEST_SLEEP_ALONE_MS = 30 * SECOND_MS;

interface ClaimsOptions {
  store: Store;
  owner: string;
  senders: Senders;
  wakeUp: WakeUp;
  announcer: Announcer;
  clock: () => number;
  /** Takes what was claimed, for which room is reserved. */
  enqueue: (deliveries: readonly LeasedDelivery[]) => Promise<void>;
}

/** Finds what is due, as far as the senders have room. */
export class Claims {
  readonly #options: ClaimsOptions;

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** Claims once, or sleeps until there may be room or something due. */
  async once(): Promise<void> {
    const { store, senders, wakeUp, announcer, clock } = this.#options;
    wakeUp.arm();
    const { room, bytes, except } = senders.askForRoom();
    const due = room > 0 ? await nextDueAt(store.reader, except) : null;
    const now = clock();
    if (due === null || due > now) return wakeUp.sleep(Math.min(due === null ? Infinity : due - now, this.#longestSleep));
    const count = await this.#claim({ room: Math.min(CLAIM_SIZE, room), bytes: Math.min(CLAIM_BYTES, bytes), except, now });
    if (count > 0) announcer.announce('claimed', { count });
  }

  get #longestSleep(): number {
    return this.#options.store.dialect === 'sqlite' ? LONGEST_SLEEP_ALONE_MS : LONGEST_SLEEP_SHARED_MS;
  }

  async #claim(request: Omit<ClaimRequest, 'owner'>): Promise<number> {
    const { store, owner, senders, enqueue } = this.#options;
    const claimed = await store.write((tx) => claimDue(tx, { owner, ...request }));
    if (claimed.length > 0) failpoint('after-claim');
    for (const delivery of claimed) senders.reserve(delivery.webhookId, { evenWhenFull: true });
    await enqueue(claimed.map((delivery) => (delivery.dueAt > 0 ? delivery : { ...delivery, dueAt: request.now })));
    return claimed.length;
  }
}
