import { randomUUID } from 'node:crypto';
import type { Caller } from '../../server/commands/caller.ts';
import { loadCatalogue } from '../../server/commands/load-catalogue.ts';
import { PayloadSchemas } from '../../server/commands/payload-schemas.ts';
import { Publisher, type PublishInput } from '../../server/commands/publish-event.ts';
import { PublishQueue } from '../../server/commands/publish-queue.ts';
import { Dispatcher } from '../../server/dispatcher/dispatcher.ts';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { generateRsaKeyPair, publicKeyFacts } from '../../server/domain/signing/account-rsa.ts';
import { newSecret, secretHint } from '../../server/domain/signing/secrets.ts';
import { WebhookClient } from '../../server/egress/webhook-client.ts';
import { Hub } from '../../server/live/hub.ts';
import { AccountKeys } from '../../server/storage/account-keys.ts';
import { Keyring } from '../../server/storage/encryption.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { DeliveryAttempt } from '../../server/storage/entities/delivery-attempt.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { SigningKey } from '../../server/storage/entities/signing-key.ts';
import type { Webhook} from '../../server/storage/entities/webhook.ts';
import { WebhookSecret } from '../../server/storage/entities/webhook.ts';
import { EventCatalogue } from '../../server/storage/event-catalogue.ts';
import type { Store } from '../../server/storage/store.ts';
import { WebhookDirectory } from '../../server/storage/webhook-directory.ts';
import { accountRow, insertWebhook } from './factories.ts';

/** What every engine on one database shares: the account with its key, and the keyring. */
export interface EngineAccount { id: string; publicKeyPem: string; keyring: Keyring }

/** The publishing and sending parts of one process, wired as the app wires them, without API and HTTP server. */
export class Engine {
  readonly store: Store;
  readonly account: EngineAccount;
  readonly hub = new Hub();
  readonly directory: WebhookDirectory;
  readonly dispatcher: Dispatcher;
  readonly publisher: Publisher;
  readonly faults: unknown[] = [];
  readonly #client: WebhookClient;

  private constructor(store: Store, account: EngineAccount, catalogue: EventCatalogue, { concurrency = 50, clock = Date.now, random = () => 0.5 } = {}) {
    this.store = store;
    this.account = account;
    this.directory = new WebhookDirectory({ store, keyring: account.keyring, clock });
    this.#client = new WebhookClient({ allowHttp: true, allowCidrs: ['127.0.0.1/32'] });
    this.dispatcher = new Dispatcher({
      store, directory: this.directory, client: this.#client, keys: new AccountKeys({ store, keyring: account.keyring, directory: this.directory }),
      userAgent: 'Keybell/test', publicUrl: () => 'https://keybell.example', worker: 'test', clock, random, concurrency,
      newOwner: () => `prc_${randomUUID().slice(0, 30)}`,
    });
    this.dispatcher.announcer.on('fault', ({ error }) => this.faults.push(error));
    const queue = new PublishQueue({ store, directory: this.directory, intake: this.dispatcher, clock, announceChange: () => this.hub.announce() });
    this.publisher = new Publisher({ catalogue, schemas: new PayloadSchemas(), queue, maxPayloadBytes: 1_048_576, clock });
    this.dispatcher.announcer.on('recorded', () => this.hub.announce());
  }

  static async create(store: Store, options: { concurrency?: number; clock?: () => number; account?: EngineAccount } = {}): Promise<Engine> {
    await loadCatalogue({ store, clock: Date.now });
    return new Engine(store, options.account ?? await newAccount(store), await EventCatalogue.load(store), options);
  }

  get caller(): Caller {
    return { accountId: this.account.id, actorId: newId('key'), environments: ENVIRONMENTS };
  }

  /** Stores a webhook with a secret; returns both. */
  async addWebhook(own: Partial<Webhook> = {}): Promise<{ webhook: Webhook; secret: string }> {
    const webhook = await insertWebhook(this.store, { accountId: this.account.id, ...own });
    const secret = newSecret();
    const id = newId('sec');
    await this.store.write((tx) => tx.insert(WebhookSecret, {
      id, accountId: this.account.id, webhookId: webhook.id, hint: secretHint(secret), createdAt: Date.now(), expiresAt: null, lastRevealedAt: null,
      secretSealed: this.account.keyring.seal(secret, { purpose: 'webhook_secret', rowId: id }),
    }));
    this.directory.invalidate(this.account.id);
    return { webhook, secret };
  }

  publish(own: Partial<PublishInput> = {}) {
    return this.publisher.publish(this.caller, [licenseEvent(own)], 'ATOMIC').then(([result]) => result!);
  }

  /** Resolves with the delivery when it satisfies `isReached`. */
  async deliveryWhen(id: string, isReached: (delivery: Delivery) => boolean): Promise<Delivery> {
    const giveUp = AbortSignal.timeout(15_000);
    for (;;) {
      const seen = this.hub.changes;
      const delivery = await this.store.reader.findOneByOrFail(Delivery, { id });
      if (isReached(delivery)) return delivery;
      giveUp.throwIfAborted();
      await this.hub.change(seen, 50, giveUp);
    }
  }

  async onlyDelivery(): Promise<Delivery> {
    const [delivery, ...others] = await this.store.reader.find(Delivery);
    if (!delivery || others.length > 0) throw new Error(`${others.length + (delivery ? 1 : 0)} deliveries instead of one`);
    return delivery;
  }

  attemptsOf(deliveryId: string): Promise<DeliveryAttempt[]> {
    return this.store.reader.find(DeliveryAttempt, { where: { deliveryId }, order: { number: 'ASC' } });
  }

  async stop(): Promise<void> {
    await this.dispatcher.stop();
    await this.#client.close();
  }
}

/** An event that its schema accepts. */
export function licenseEvent(own: Partial<PublishInput> = {}): PublishInput {
  return {
    type: 'telemetry.received', environment: 'PRODUCTION', resourceId: 'tel_0000000000000000000001', idempotencyKey: randomUUID(),
    rawPayload: telemetryPayload, ...own,
  };
}

const telemetryPayload = JSON.stringify((await import('../../schema/events/telemetry.json')).types[0]!.examples[0]!.payload);

/** One for all accounts of a test file: making one takes longer than most tests. */
const keyPair = generateRsaKeyPair();

async function newAccount(store: Store): Promise<EngineAccount> {
  const keyring = Keyring.parse(Keyring.generate());
  const account = accountRow();
  const { publicKeyPem, privateKeyPem } = await keyPair;
  const id = newId('sk');
  await store.write(async (tx) => {
    await tx.insert(Account, account);
    await tx.insert(SigningKey, {
      id, accountId: account.id, bits: publicKeyFacts(publicKeyPem).bits, publicKeyPem,
      privateKeySealed: keyring.seal(privateKeyPem, { purpose: 'signing_key', rowId: id }), activeFrom: 0, revokedAt: null, createdAt: 0,
    });
  });
  return { id: account.id, publicKeyPem, keyring };
}
