import { SECOND_MS } from '../domain/time.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import { findRests } from '../storage/repositories/rests.ts';
import type { StandingNews } from '../storage/standing-rows.ts';
import type { Store } from '../storage/store.ts';
import { Rhythm } from './rhythm.ts';
import type { Senders } from './senders.ts';

/** Other processes, and people who switch a webhook on again, change what rests. */
const LOOK_MS = SECOND_MS;

interface RestsOptions {
  store: Pick<Store, 'reader'>;
  senders: Senders;
  clock: () => number;
  /** Gives deliveries back that are still held, due no earlier than `dueAt`. */
  giveBack: (deliveries: readonly LeasedDelivery[], dueAt: number) => void;
  onFault: (error: unknown) => void;
}

/**
 * What this process knows of webhooks that rest. The database decides who rests and lets nothing be claimed of them; here they are
 * kept from being born leased, and what was queued for them goes back, so that none of it takes the place of others.
 */
export class Rests {
  readonly #options: RestsOptions;
  readonly #looks: Rhythm;

  constructor(options: RestsOptions) {
    this.#options = options;
    this.#looks = new Rhythm(LOOK_MS, () => this.#look().catch(options.onFault));
  }

  /** Learns what rests, now and from now on. */
  async start(): Promise<void> {
    await this.#look();
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
  }

  /** The receiver asked for it. */
  begin(webhookId: string, until: number): void {
    const { senders, clock, giveBack } = this.#options;
    giveBack(senders.rest(webhookId, Math.max(0, until - clock())), until);
  }

  /** Attempts were recorded, and this is how their webhooks stand now. What waits stays due: the queue as a whole rests. */
  note(news: readonly StandingNews[]): void {
    const { senders } = this.#options;
    for (const { webhookId, circuit, circuitChange } of news) {
      if (circuit.trips === 0) senders.untrip(webhookId);
      else if (circuitChange === 'OPENED' || !senders.isHeldBack(webhookId)) this.#trip(webhookId);
    }
  }

  #trip(webhookId: string): void {
    const { senders, clock, giveBack } = this.#options;
    giveBack(senders.trip(webhookId), clock());
  }

  async #look(): Promise<void> {
    const { store, senders, clock } = this.#options;
    const before = senders.tripped;
    const rests = await findRests(store);
    const tripped = new Set(rests.filter(({ circuitTrips }) => circuitTrips > 0).map(({ webhookId }) => webhookId));
    for (const { webhookId, circuitTrips, restsUntil } of rests.filter((rest) => !senders.isHeldBack(rest.webhookId))) {
      if (circuitTrips > 0) this.#trip(webhookId);
      else if (restsUntil > clock()) this.begin(webhookId, restsUntil);
    }
    for (const webhookId of before) if (!tripped.has(webhookId)) senders.untrip(webhookId);
  }
}
