import { In, IsNull, MoreThan, Or } from 'typeorm';
import { openFilter, type EventFilter } from '../domain/content-filter.ts';
import type { DeliveryOrdering } from '../domain/delivery-ordering.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import { matchesAny } from '../domain/event-type.ts';
import { groupBy } from '../domain/group-by.ts';
import type { PayloadFormat } from '../domain/payload-format.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { SignatureScheme } from '../domain/signing/scheme.ts';
import { prepareSecret, type SigningSecret } from '../domain/signing/secrets.ts';
import { KeyUnavailableError, type Keyring } from './encryption.ts';
import { Account } from './entities/account.ts';
import type { WebhookSettings } from './entities/webhook-settings.ts';
import { Webhook, WebhookSecret, type StoredHeader } from './entities/webhook.ts';
import { findSettings } from './repositories/webhook-settings.ts';
import type { Store } from './store.ts';

/** How often processes that share a database look for each other's changes, ms. */
const WATCH_INTERVAL_MS = 1_000;

/** Opened filters kept at most. */
const MAX_OPEN_FILTERS = 2_000;

/** A secret that may sign, and until when: null for the current one. */
export interface DatedSecret extends SigningSecret { expiresAt: number | null }

/** A webhook as senders need it: decrypted, with the defaults filled in. */
export interface CachedWebhook {
  id: string;
  accountId: string;
  name: string;
  url: string;
  environment: EnvironmentKey;
  isActive: boolean;
  eventPatterns: readonly string[];
  payloadFormat: PayloadFormat;
  schemaVersion: string;
  customHeaders: readonly StoredHeader[];
  retryPolicy: RetryPolicy;
  timeoutMs: number;
  maxConcurrency: number;
  /** Null is unlimited. */
  maxRequestsPerSecond: number | null;
  ordering: DeliveryOrdering;
  signatureSchemes: readonly SignatureScheme[];
  filter: EventFilter | null;
  /** Newest first. */
  secrets: readonly DatedSecret[];
  /** Why nothing can be sent to it: its secrets or secret headers cannot be read. Null when they can. */
  keyFault: KeyUnavailableError | null;
}

/** The webhooks of one account, and which of them an event goes to. */
export class AccountWebhooks {
  readonly version: number;
  readonly hasFilters: boolean;
  readonly #byId: ReadonlyMap<string, CachedWebhook>;
  readonly #matching = new Map<string, readonly CachedWebhook[]>();

  constructor(version: number, webhooks: readonly CachedWebhook[]) {
    this.version = version;
    this.hasFilters = webhooks.some(({ filter }) => filter !== null);
    this.#byId = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  }

  byId(webhookId: string): CachedWebhook | null {
    return this.#byId.get(webhookId) ?? null;
  }

  /** Webhooks of the environment whose patterns match the code, active or not. */
  matching(environment: EnvironmentKey, code: string): readonly CachedWebhook[] {
    const question = `${environment} ${code}`;
    let webhooks = this.#matching.get(question);
    if (!webhooks) {
      webhooks = [...this.#byId.values()].filter((webhook) => webhook.environment === environment && matchesAny(webhook.eventPatterns, code));
      this.#matching.set(question, webhooks);
    }
    return webhooks;
  }
}

export interface WebhookDirectoryOptions {
  store: Store;
  keyring: Keyring;
  clock: () => number;
  /** This process has changed webhooks, or what holds for them, in an account. */
  onChange?: (accountId: string) => void;
}

/** The webhooks in memory, so that neither publishing nor sending reads them from the database. */
export class WebhookDirectory {
  readonly #store: Store;
  readonly #keyring: Keyring;
  readonly #clock: () => number;
  readonly #onChange: (accountId: string) => void;
  readonly #accounts = new Map<string, AccountWebhooks | Promise<AccountWebhooks>>();
  /** By expression: any change of a webhook reloads its whole account, whose filters would all be parsed again. */
  readonly #filters = new Map<string, EventFilter>();
  #watch: NodeJS.Timeout | null = null;

  constructor({ store, keyring, clock, onChange = () => undefined }: WebhookDirectoryOptions) {
    this.#store = store;
    this.#keyring = keyring;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Not a promise once they are in memory, for this is asked several times for each delivery. */
  ofAccount(accountId: string): AccountWebhooks | Promise<AccountWebhooks> {
    const known = this.#accounts.get(accountId);
    if (known) return known;
    const loading = this.#load(accountId);
    this.#accounts.set(accountId, loading);
    loading.then((webhooks) => {
      if (this.#accounts.get(accountId) === loading) this.#accounts.set(accountId, webhooks);
    }, () => this.forget(accountId));
    return loading;
  }

  /** Null when there is none, or it is deleted. */
  byId(accountId: string, webhookId: string): CachedWebhook | null | Promise<CachedWebhook | null> {
    const webhooks = this.ofAccount(accountId);
    return webhooks instanceof AccountWebhooks ? webhooks.byId(webhookId) : webhooks.then((loaded) => loaded.byId(webhookId));
  }

  /** Call after every committed change of a webhook, or of the settings, of the account. */
  invalidate(accountId: string): void {
    this.forget(accountId);
    this.#onChange(accountId);
  }

  /** The copy in memory is not to be used any more. */
  forget(accountId: string): void {
    this.#accounts.delete(accountId);
  }

  /** No copy is to be used any more. */
  forgetAll(): void {
    this.#accounts.clear();
  }

  /** Looks for changes made by other processes. On SQLite there are none. */
  start(): void {
    if (this.#store.dialect === 'sqlite') return;
    this.#watch = setInterval(() => void this.#dropStale().catch(() => undefined), WATCH_INTERVAL_MS).unref();
  }

  stop(): void {
    if (this.#watch) clearInterval(this.#watch);
  }

  async #dropStale(): Promise<void> {
    const accountIds = [...this.#accounts.keys()];
    if (accountIds.length === 0) return;
    const accounts = await this.#store.reader.findBy(Account, { id: In(accountIds) });
    for (const { id, webhooksVersion } of accounts) {
      const cached = await this.#accounts.get(id);
      if (cached && cached.version !== webhooksVersion) this.forget(id);
    }
  }

  /** The version is read first: a change in between makes the copy look older than it is, never newer. */
  async #load(accountId: string): Promise<AccountWebhooks> {
    const { reader } = this.#store;
    const account = await reader.findOneBy(Account, { id: accountId });
    const settings = await findSettings(reader, accountId);
    const webhooks = await reader.findBy(Webhook, { accountId, deletedAt: IsNull() });
    const secrets = await reader.find(WebhookSecret, {
      where: { accountId, expiresAt: Or(IsNull(), MoreThan(this.#clock())) }, order: { id: 'DESC' },
    });
    const byWebhook = groupBy(secrets, (secret) => secret.webhookId);
    return new AccountWebhooks(account?.webhooksVersion ?? 0, webhooks.map((webhook) => this.#decrypted(webhook, settings, byWebhook.get(webhook.id) ?? [])));
  }

  #filterOf(expression: string): EventFilter {
    let filter = this.#filters.get(expression);
    if (filter) return filter;
    filter = openFilter(expression);
    if (this.#filters.size >= MAX_OPEN_FILTERS) this.#filters.clear();
    this.#filters.set(expression, filter);
    return filter;
  }

  #decrypted(webhook: Webhook, settings: WebhookSettings, secrets: readonly WebhookSecret[]): CachedWebhook {
    return {
      ...webhook,
      isActive: webhook.status === 'ACTIVE',
      retryPolicy: webhook.retryPolicy ?? settings.defaultRetryPolicy,
      timeoutMs: webhook.timeoutMs ?? settings.defaultTimeoutMs,
      filter: webhook.contentFilter === null ? null : this.#filterOf(webhook.contentFilter),
      ...this.#opened(webhook, secrets),
    };
  }

  /** What cannot be read stops this webhook alone, not all of its account. */
  #opened(webhook: Webhook, secrets: readonly WebhookSecret[]): Pick<CachedWebhook, 'customHeaders' | 'secrets' | 'keyFault'> {
    try {
      return { customHeaders: webhook.customHeaders.map((header) => this.#openHeader(webhook.id, header)), secrets: this.#openSecrets(secrets), keyFault: null };
    } catch (error) {
      if (!(error instanceof KeyUnavailableError)) throw error;
      return { customHeaders: [], secrets: [], keyFault: error };
    }
  }

  #openHeader(webhookId: string, header: StoredHeader): StoredHeader {
    return header.isSecret ? { ...header, value: this.#keyring.open(header.value, { purpose: 'webhook_header', rowId: webhookId }) } : header;
  }

  /** One that was replaced, and signs beside the new one for a while, is left out when it cannot be read: rotating is the remedy for that. */
  #openSecrets(secrets: readonly WebhookSecret[]): DatedSecret[] {
    return secrets.flatMap((secret) => {
      try {
        return [{ ...prepareSecret(secret.id, this.#keyring.open(secret.secretSealed, { purpose: 'webhook_secret', rowId: secret.id })), expiresAt: secret.expiresAt }];
      } catch (error) {
        if (secret.expiresAt === null || !(error instanceof KeyUnavailableError)) throw error;
        return [];
      }
    });
  }
}
