import type { Retention } from '../domain/retention.ts';
import type { Keyring } from '../storage/encryption.ts';
import type { EventCatalogue } from '../storage/event-catalogue.ts';
import type { DeliveryIntake } from '../storage/leased-delivery.ts';
import type { Store } from '../storage/store.ts';
import type { WebhookDirectory } from '../storage/webhook-directory.ts';
import type { UrlChecker } from './check-url.ts';
import type { PrepareRequest } from './request-preview.ts';
import type { Publisher } from './publish-event.ts';

/** What the operator decided that commands must keep to. */
export interface CommandSettings {
  allowHttpTargets: boolean;
  /** Address ranges that may be called although they are not public. */
  allowCidrs: readonly string[];
  maxPayloadBytes: number;
  /** Of accounts that chose none. */
  retention: Retention;
}

/** What commands work with. */
export interface CommandDeps {
  store: Store;
  keyring: Keyring;
  directory: WebhookDirectory;
  catalogue: EventCatalogue;
  publisher: Publisher;
  urlChecker: UrlChecker;
  prepareRequest: PrepareRequest;
  intake: DeliveryIntake;
  settings: CommandSettings;
  /** Ms since the epoch. */
  clock: () => number;
  /** Tells live readers that a delivery changed. */
  announceChange: () => void;
}
