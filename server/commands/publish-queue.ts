import type { EntityManager } from 'typeorm';
import { problem, type UserProblem } from '../domain/errors.ts';
import { KEY_LIFETIME_MS } from '../domain/retention.ts';
import { groupBy } from '../domain/group-by.ts';
import { failpoint } from '../failpoints.ts';
import { UNLEASED, type Delivery } from '../storage/entities/delivery.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import type { DeliveryIntake, LeasedDelivery } from '../storage/leased-delivery.ts';
import { countDeliveries, eventsWithKeys, insertDeliveries, insertEvents, releaseKeys } from '../storage/publish-rows.ts';
import { countEvents } from '../storage/stat-rows.ts';
import { isDuplicate, type Store } from '../storage/store.ts';
import type { AccountWebhooks, WebhookDirectory } from '../storage/webhook-directory.ts';
import { holdWebhooks } from '../storage/webhook-rows.ts';
import { filterEvents, type FilterSkips } from './filter-events.ts';
import { routeEvent } from './route-event.ts';

/** Events of concurrent requests that are committed together at most; a single larger request is not split. */
const MAX_EVENTS_PER_COMMIT = 500;
/** Tries of a commit that met a change by another process. */
const COMMIT_TRIES = 5;

/** What became of one event. */
export interface StoredEvent {
  event: WebhookEvent | null;
  matchedWebhookCount: number;
  isIdempotentReplay: boolean;
  problems: UserProblem[];
}

/** Events that are stored together or, if `isAtomic`, not at all. */
interface Request {
  accountId: string;
  events: WebhookEvent[];
  isAtomic: boolean;
  resolve: (results: StoredEvent[]) => void;
  reject: (error: unknown) => void;
}

/** Another process changed the account's webhooks since they were read. */
class WebhooksChanged extends Error {}

interface QueueDeps { store: Store; directory: WebhookDirectory; intake: DeliveryIntake; clock: () => number; announceChange: () => void }

/**
 * Group commit: requests that arrive while one transaction runs share the next one. Nobody waits when nothing runs.
 * A request is answered after its transaction is on disk; then its deliveries go to the senders.
 */
export class PublishQueue {
  readonly #deps: QueueDeps;
  #waiting: Request[] = [];
  #isRunning = false;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  store(accountId: string, events: WebhookEvent[], isAtomic: boolean): Promise<StoredEvent[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ accountId, events, isAtomic, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const requests = this.#takeRequests();
      try {
        await this.#commit(requests);
      } catch (error) {
        if (requests.length === 1) requests[0]!.reject(error);
        else await this.#commitEach(requests);
      }
    }
    this.#isRunning = false;
  }

  /** What fails for one request must not fail those that came at the same time. */
  async #commitEach(requests: readonly Request[]): Promise<void> {
    for (const request of requests) await this.#commit([request]).catch((error: unknown) => request.reject(error));
  }

  #takeRequests(): Request[] {
    let events = 0;
    let count = 0;
    for (const request of this.#waiting) {
      if (count > 0 && events + request.events.length > MAX_EVENTS_PER_COMMIT) break;
      events += request.events.length;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(requests: readonly Request[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      const webhooks = await this.#webhooksOf(requests);
      const skips = await filterEvents(requests.flatMap((request) => request.events), webhooks);
      const batch = new Batch(webhooks, skips, this.#deps);
      try {
        const results = await this.#deps.store.write((tx) => batch.write(tx, requests));
        failpoint('after-publish-commit');
        this.#deps.intake.accept(batch.leased);
        if (batch.hasWaiting) this.#deps.intake.wake();
        this.#deps.announceChange();
        for (const [index, request] of requests.entries()) request.resolve(results[index]!);
        return;
      } catch (error) {
        batch.undo();
        const wasOvertaken = error instanceof WebhooksChanged || isDuplicate(error);
        if (!wasOvertaken || tries >= COMMIT_TRIES) throw error;
        for (const { accountId } of requests) this.#deps.directory.forget(accountId);
      }
    }
  }

  async #webhooksOf(requests: readonly Request[]): Promise<Map<string, AccountWebhooks>> {
    const webhooks = new Map<string, AccountWebhooks>();
    for (const { accountId } of requests) {
      if (!webhooks.has(accountId)) webhooks.set(accountId, await this.#deps.directory.ofAccount(accountId));
    }
    return webhooks;
  }
}

/** One transaction's worth of requests. `write` may run again after a deadlock, so it starts by undoing what it reserved. */
class Batch {
  readonly #webhooks: ReadonlyMap<string, AccountWebhooks>;
  readonly #skips: FilterSkips;
  readonly #deps: QueueDeps;
  leased: LeasedDelivery[] = [];
  #deliveries: Delivery[] = [];

  constructor(webhooks: ReadonlyMap<string, AccountWebhooks>, skips: FilterSkips, deps: QueueDeps) {
    this.#webhooks = webhooks;
    this.#skips = skips;
    this.#deps = deps;
  }

  get hasWaiting(): boolean {
    return this.#deliveries.some((delivery) => delivery.status === 'PENDING');
  }

  async write(tx: EntityManager, requests: readonly Request[]): Promise<StoredEvent[][]> {
    this.undo();
    const now = this.#deps.clock();
    await this.#refuseStaleWebhooks(tx);
    const known = await this.#knownKeys(tx, requests, now);
    const results = requests.map((request) => this.#admit(request, known, now));
    const admitted = results.flat().filter((result) => result.event !== null && !result.isIdempotentReplay);
    await insertEvents(tx, admitted.map((result) => result.event!));
    failpoint('mid-fan-out');
    await insertDeliveries(tx, this.#deliveries, { hasOrder: this.#deliveries.some((delivery) => this.#isOrdered(delivery)) });
    await this.#countOldMatches(tx, results.flat());
    await countEvents(tx, admitted.map((result) => result.event!));
    failpoint('before-publish-commit');
    return results;
  }

  /** Gives back what was reserved in the senders for a transaction that did not commit. */
  undo(): void {
    for (const { leaseOwner, webhookId } of this.leased) this.#deps.intake.release(leaseOwner, webhookId);
    this.leased = [];
    this.#deliveries = [];
  }

  async #refuseStaleWebhooks(tx: EntityManager): Promise<void> {
    for (const [accountId, webhooks] of [...this.#webhooks].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const version = await holdWebhooks(tx, accountId);
      if (version !== null && version !== webhooks.version) throw new WebhooksChanged();
    }
  }

  #isOrdered({ leaseOwner, accountId, webhookId }: Delivery): boolean {
    return leaseOwner === UNLEASED && this.#webhooks.get(accountId)?.byId(webhookId)?.ordering === 'FIFO';
  }

  /** Events by idempotency key that were stored before; keys past their time are let go. */
  async #knownKeys(tx: EntityManager, requests: readonly Request[], now: number): Promise<Map<string, WebhookEvent>> {
    const known = new Map<string, WebhookEvent>();
    for (const [accountId, events] of groupBy(requests.flatMap((request) => request.events), (event) => event.accountId)) {
      const found = await eventsWithKeys(tx, accountId, [...new Set(events.map((event) => event.idempotencyKey!))]);
      const [current, outdated] = partition(found, (event) => Number(event.publishedAt) > now - KEY_LIFETIME_MS);
      if (outdated.length > 0) await releaseKeys(tx, outdated.map((event) => event.id));
      for (const event of current) known.set(keyOf(event), event);
    }
    return known;
  }

  /** Decides over each event of a request and routes the new ones. A key used twice in one batch counts as known. */
  #admit(request: Request, known: Map<string, WebhookEvent>, now: number): StoredEvent[] {
    const seen = new Map(known);
    const results = request.events.map((event) => {
      const first = seen.get(keyOf(event));
      if (!first) seen.set(keyOf(event), event);
      return first ? replayed(first, event) : { event, matchedWebhookCount: 0, isIdempotentReplay: false, problems: [] };
    });
    if (request.isAtomic && results.some((result) => result.problems.length > 0)) return results.map((result) => refused(result, known));
    for (const result of results) {
      if (!result.event || result.isIdempotentReplay) continue;
      known.set(keyOf(result.event), result.event);
      result.matchedWebhookCount = this.#route(result.event, now);
    }
    return results;
  }

  #route(event: WebhookEvent, now: number): number {
    const webhooks = this.#webhooks.get(event.accountId)?.matching(event.environment, event.code) ?? [];
    const { deliveries, leased } = routeEvent(event, webhooks, { intake: this.#deps.intake, filtered: this.#skips.get(event.id) ?? NOTHING, now });
    this.#deliveries.push(...deliveries);
    this.leased.push(...leased);
    return deliveries.filter(({ skipReason }) => skipReason === null).length;
  }

  async #countOldMatches(tx: EntityManager, results: readonly StoredEvent[]): Promise<void> {
    const replays = results.filter((result) => result.isIdempotentReplay && result.event);
    const counts = await countDeliveries(tx, [...new Set(replays.map((result) => result.event!.id))]);
    for (const result of replays) result.matchedWebhookCount = counts.get(result.event!.id) ?? 0;
  }
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const keyOf = (event: WebhookEvent) => `${event.accountId} ${event.idempotencyKey}`;

function replayed(first: WebhookEvent, event: WebhookEvent): StoredEvent {
  if (first.contentHash === event.contentHash) return { event: first, matchedWebhookCount: 0, isIdempotentReplay: true, problems: [] };
  const message = 'The idempotency key was used for an event with other content. Use a new key for a new event.';
  return { event: null, matchedWebhookCount: 0, isIdempotentReplay: false, problems: [problem('IDEMPOTENCY_KEY_REUSED', message, ['idempotencyKey'])] };
}

/** In an atomic request the others are not stored either; only what was stored before it stays acknowledged. */
const refused = (result: StoredEvent, known: ReadonlyMap<string, WebhookEvent>): StoredEvent =>
  (result.event && known.has(keyOf(result.event)) ? result : { ...result, event: null, matchedWebhookCount: 0, isIdempotentReplay: false });

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
