import type { CommandDeps } from '../commands/deps.ts';
import type { Config } from '../config.ts';
import type { Dispatcher } from '../dispatcher/dispatcher.ts';
import type { WebhookClient } from '../egress/webhook-client.ts';
import type { Hub } from '../live/hub.ts';
import type { Keyring } from '../storage/encryption.ts';
import type { Store } from '../storage/store.ts';
import type { WebhookDirectory } from '../storage/webhook-directory.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Neighbours } from './neighbours.ts';

/** What the parts of one process share. */
export interface Base {
  readonly config: Config;
  readonly log: Log;
  readonly clock: () => number;
  readonly random: () => number;
  readonly store: Store;
  readonly closeDatabase: () => Promise<void>;
  readonly keyring: Keyring;
  readonly metrics: Metrics;
  readonly hub: Hub;
  /** The same for webhooks, which change seldom. */
  readonly webhookHub: Hub;
  readonly neighbours: Neighbours;
  /** Where users reach this server; known for sure once it listens. */
  readonly publicUrl: () => string;
}

export interface Engine {
  readonly deps: CommandDeps;
  readonly directory: WebhookDirectory;
  readonly client: WebhookClient;
  /** Null when this process only serves the API. */
  readonly dispatcher: Dispatcher | null;
}
