import type { Doors } from '../auth/doors.ts';
import type { Part } from '../lifecycle.ts';
import type { Hub } from '../live/hub.ts';
import type { News } from '../peers/news.ts';
import { Peers } from '../peers/peers.ts';
import type { DeliveryIntake } from '../storage/leased-delivery.ts';
import { installationId } from '../storage/repositories/signing-keys.ts';
import type { Store } from '../storage/store.ts';
import type { WebhookDirectory } from '../storage/webhook-directory.ts';
import type { Log } from '../telemetry/log.ts';

/** Whom news of other processes wakes. */
export interface Sleepers {
  readonly hub: Hub;
  readonly webhookHub: Hub;
  readonly directory: WebhookDirectory;
  readonly doors: Doors;
  readonly intake: DeliveryIntake;
}

/** The other processes on the same database. Without Redis there is nobody to tell, and all that is new is found by looking. */
export class Neighbours {
  readonly name = 'neighbours';
  readonly #peers: Peers | null;
  #sleepers: Sleepers | null = null;

  private constructor(makePeers: ((onNews: (news: News | null) => void) => Peers) | null) {
    this.#peers = makePeers && makePeers((news) => this.#hear(news));
  }

  static async meet({ redisUrl, store, log }: { redisUrl: string | null; store: Store; log: Log }): Promise<Neighbours> {
    if (redisUrl === null) return new Neighbours(null);
    const prefix = `keybell:${await installationId(store)}`;
    const onState = ({ isUp, error }: { isUp: boolean; error: Error | null }) => {
      if (isUp) log.info('Redis can be reached: processes tell each other what is new');
      else log.warn({ reason: error?.message }, 'Redis cannot be reached: processes look for what is new each second, and go on');
    };
    return new Neighbours((onNews) => new Peers({ url: redisUrl, prefix, onNews, onState }));
  }

  /** For the health page; null without Redis. */
  get redis(): 'ok' | 'unreachable' | null {
    return this.#peers && (this.#peers.isUp ? 'ok' : 'unreachable');
  }

  /** Never waits and never fails. */
  tell(news: News): void {
    this.#peers?.tell(news);
  }

  /** Work that this process may not be able to take is told to the others too. */
  telling(intake: DeliveryIntake): DeliveryIntake {
    if (!this.#peers) return intake;
    return {
      reserve: (webhookId, options) => intake.reserve(webhookId, options),
      release: (owner, webhookId) => intake.release(owner, webhookId),
      accept: (deliveries) => intake.accept(deliveries),
      wake: () => {
        intake.wake();
        this.tell({ kind: 'work' });
      },
    };
  }

  /** From then on, these are woken. */
  part(sleepers: Sleepers): Part {
    this.#sleepers = sleepers;
    return { name: this.name, start: () => this.#peers?.start(), stop: () => this.#peers?.stop() };
  }

  /** Null: some news may have been missed. Before there is anybody to wake, there is nothing that could be out of date. */
  #hear(news: News | null): void {
    if (this.#sleepers) wake(this.#sleepers, news);
  }
}

function wake({ hub, webhookHub, directory, doors, intake }: Sleepers, news: News | null): void {
  switch (news?.kind) {
    case 'work': return intake.wake();
    case 'outcomes': return hub.announce();
    case 'health': return webhookHub.announce();
    case 'rights': return doors.heedChange();
    case 'webhooks':
      directory.forget(news.accountId);
      webhookHub.announce();
      return intake.wake();
    case undefined:
      directory.forgetAll();
      doors.heedChange();
      hub.announce();
      webhookHub.announce();
      return intake.wake();
  }
}
