import type { HealthState } from '../domain/webhook-health.ts';
import type { WebhookChangeKind } from '../domain/webhook-change.ts';
import type { WebhookChange } from '../storage/entities/webhook-change.ts';
import type { Webhook } from '../storage/entities/webhook.ts';
import { idsInHealth } from '../storage/health-states.ts';
import type { Scope } from '../storage/repositories/conditions.ts';
import { findWebhookChanges, webhookLogEnd } from '../storage/repositories/webhook-changes.ts';
import { webhooksOf, type WebhookFilter } from '../storage/repositories/webhooks.ts';
import type { Store } from '../storage/store.ts';
import { HEARTBEAT_MS, lookEveryMs } from './attempt-log.ts';
import type { Hub } from './hub.ts';
import { readLogCursor, writeLogCursor, type LogPosition } from './log-cursor.ts';
import { LogReaders } from './log-reader.ts';
import type { LogExtent, LogGap, LogSource } from './log-source.ts';

/** As many as a page has. */
const BATCH_SIZE = 100;
/** Log entries looked at in one read, whatever the filter leaves of them. */
const WINDOW = 1_000;
const MIN_INTERVAL_MS = 100;
/** The numbers of an account are its own, so its log is one lane. */
const LANE = 0;

/** The conditions of a list of webhooks. */
export interface WebhookQuestion { readonly filter: WebhookFilter; readonly health: readonly HealthState[] | null }

export interface FollowWebhooksOptions extends WebhookQuestion {
  readonly scope: Scope;
  /** Exclusive; now when null. */
  readonly after: LogPosition | null;
}

/** What happened to a webhook; the webhook as it is now, null when the question does not let it through (any more). */
export interface WebhookNews { kind: WebhookChangeKind; webhookId: string; webhook: Webhook | null }

export interface WebhookNewsBatch { cursor: string; changes: WebhookNews[]; gap: LogGap | null }

/** Changes of webhooks as they are made, by whichever process. Numbers of an account's log are in commit order, see `webhook-log-rows.ts`. */
export class WebhookLog {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #readers: LogReaders<WebhookNews, WebhookNewsBatch>;

  constructor({ store, hub, clock }: { store: Store; hub: Hub; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
    this.#readers = new LogReaders(hub);
  }

  /** The end of the log of the caller's account. Read a list after this, follow from here, and nothing is missed in between. */
  async position({ accountId }: Scope): Promise<string> {
    const { lastSeq } = await webhookLogEnd(this.#store, accountId);
    return writeLogCursor(new Map([[LANE, lastSeq]]), nameOf(accountId));
  }

  follow({ after, ...options }: FollowWebhooksOptions): AsyncIterableIterator<WebhookNewsBatch> {
    const { scope, filter, health } = options;
    return this.#readers.follow({
      key: JSON.stringify([scope.accountId, scope.environments, filter, health]),
      source: this.#sourceOf(options), after,
      pace: { minIntervalMs: MIN_INTERVAL_MS, onLag: 'SKIP', heartbeatMs: HEARTBEAT_MS, lookEveryMs: lookEveryMs(this.#store) },
    });
  }

  #sourceOf(options: Omit<FollowWebhooksOptions, 'after'>): LogSource<WebhookNews, WebhookNewsBatch> {
    const { accountId } = options.scope;
    const writeCursor = (position: LogPosition) => writeLogCursor(position, nameOf(accountId));
    return {
      extent: () => this.#extent(accountId),
      read: (from, end) => this.#read(options, placeIn(from), placeIn(end)),
      snapshot: () => Promise.resolve([]),
      message: (position, { items, gap }) => ({ cursor: writeCursor(position), changes: [...items], gap }),
      writeCursor,
    };
  }

  async #extent(accountId: string): Promise<LogExtent> {
    const { lastSeq, prunedSeq } = await webhookLogEnd(this.#store, accountId);
    return { end: new Map([[LANE, lastSeq]]), pruned: new Map([[LANE, prunedSeq]]) };
  }

  async #read(
    options: Omit<FollowWebhooksOptions, 'after'>, after: number, end: number,
  ): Promise<{ items: WebhookNews[]; position: LogPosition }> {
    const upTo = Math.min(end, after + WINDOW);
    const found = await findWebhookChanges(this.#store, options.scope, { after, upTo, asked: options.filter.environments, limit: BATCH_SIZE });
    const items = newsOf(found, await this.#asTheyAre(options, found), options);
    return { items, position: new Map([[LANE, found.length < BATCH_SIZE ? Math.max(after, upTo) : found.at(-1)!.seq]]) };
  }

  /** Those of the changed webhooks that the question lets through, by id. */
  async #asTheyAre({ scope, filter, health }: Omit<FollowWebhooksOptions, 'after'>, changes: readonly WebhookChange[]): Promise<Map<string, Webhook>> {
    if (changes.length === 0) return new Map();
    const changed = { ...filter, ids: [...new Set(changes.map(({ webhookId }) => webhookId))] };
    const ids = health ? await idsInHealth(this.#store, scope, { filter: changed, states: health, now: this.#clock() }) : changed.ids;
    const webhooks = await webhooksOf(this.#store, scope, { ...filter, ids }).getMany();
    return new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  }
}

/** Once for each webhook and kind. What a list with this filter never had is left out: a new webhook, or the health of one, that it does not let through. */
function newsOf(changes: readonly WebhookChange[], webhooks: ReadonlyMap<string, Webhook>, { health }: WebhookQuestion): WebhookNews[] {
  const news = new Map<string, WebhookNews>();
  for (const { kind, webhookId } of changes) {
    const webhook = webhooks.get(webhookId) ?? null;
    const isMissed = webhook !== null || kind === 'UPDATED' || kind === 'DELETED' || (kind === 'HEALTH' && health !== null);
    const name = `${webhookId} ${kind}`;
    // The newest stands last.
    news.delete(name);
    if (isMissed) news.set(name, { kind, webhookId, webhook });
  }
  return [...news.values()];
}

/** Null when the text is no cursor of the account's log. */
export const readWebhookCursor = (cursor: string, { accountId }: Scope): LogPosition | null => readLogCursor(cursor, nameOf(accountId));

const nameOf = (accountId: string) => `webhooks ${accountId}`;

const placeIn = (position: LogPosition) => position.get(LANE) ?? 0;
