import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import { groupBy } from '../domain/group-by.ts';
import type { WebhookClient } from '../egress/webhook-client.ts';
import { acquireLane, releaseLane, type HeldLane } from '../storage/lanes.ts';
import type { DeliveryIntake, LeasedDelivery } from '../storage/leased-delivery.ts';
import type { StandingNews } from '../storage/standing-rows.ts';
import type { Store } from '../storage/store.ts';
import type { CachedWebhook, WebhookDirectory } from '../storage/webhook-directory.ts';
import { answerOf, cancelRest, makeAttempt, type AttemptDeps, type EndedAttempt } from './attempt.ts';
import { announceStandings } from './announce-standings.ts';
import { Claims } from './claims.ts';
import { Announcer } from './events.ts';
import { Heartbeat } from './heartbeat.ts';
import type { LineLimits } from './line.ts';
import { OpenWork } from './open-work.ts';
import { OutcomeWriter } from './outcome-writer.ts';
import { Rests } from './rests.ts';
import { Senders } from './senders.ts';
import { Unsent } from './unsent.ts';
import { WakeUp } from './wake-up.ts';

/** What could not be sent for a fault of ours is tried again after this. */
const PUT_OFF_MS = 60 * SECOND_MS;
/** Time that requests in flight get when the process stops. */
const DRAIN_MS = 20 * SECOND_MS;
const LOOK_WHILE_DRAINING_MS = 20;

export interface DispatcherOptions extends AttemptDeps {
  store: Store;
  directory: WebhookDirectory;
  client: WebhookClient;
  /** Most requests at once in this process. */
  concurrency: number;
  /** Makes the identity under which this process holds leases. */
  newOwner: () => string;
}

/** One life under one identity: lost with its lane. */
interface Life { lane: HeldLane; writer: OutcomeWriter; senders: Senders; claims: Claims; unsent: Unsent; rests: Rests; heartbeat: Heartbeat }

/**
 * The background dispatcher: claims what is due, lets the senders send it, records what came of it.
 * See docs/delivery.md for the contract it keeps.
 */
export class Dispatcher implements DeliveryIntake {
  readonly announcer = new Announcer();
  readonly #options: DispatcherOptions;
  readonly #wakeUp = new WakeUp();
  #life: Life | null = null;
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();
  readonly #work = new OpenWork<Life>({
    announcer: this.announcer, isCurrent: (life) => this.#life === life, onLaneLost: (life) => this.#loseLife(life),
  });

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Requests in flight and deliveries held, for metrics. */
  get load(): { inFlight: number; held: number } {
    return { inFlight: this.#life?.senders.inFlight ?? 0, held: this.#life?.senders.held ?? 0 };
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await this.#beginLife();
    this.#loop = this.#run();
  }

  /** Claims nothing more, lets requests in flight end, hands the rest back, and leaves the lane to others. */
  async stop(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#wakeUp.wake();
    await this.#loop;
    const life = this.#life;
    const isDrained = life && await Promise.race([this.#drain(life), delay(DRAIN_MS, false, { ref: false })]);
    await Promise.all([life?.heartbeat.stop(), life?.rests.stop()]);
    this.#life = null;
    if (life && isDrained) await releaseLane(this.#options.store, life.lane);
  }

  async #drain(life: Life): Promise<boolean> {
    await life.unsent.handBack(life.senders.stop(), this.#options.clock());
    while (life.senders.held > 0 && this.#life === life) {
      await Promise.race([life.senders.idle(), delay(LOOK_WHILE_DRAINING_MS)]);
      await this.#work.settled();
      if (life.senders.held > 0) await delay(LOOK_WHILE_DRAINING_MS);
    }
    await this.#work.settled();
    return true;
  }

  reserve(webhookId: string, options = { evenWhenFull: false }): string | null {
    const life = this.#life;
    return life?.senders.reserve(webhookId, options) ? life.lane.owner : null;
  }

  release(owner: string, webhookId: string): void {
    if (this.#life?.lane.owner === owner) this.#life.senders.settle(webhookId);
  }

  /** What was leased in an earlier life is left to whoever took over from that. */
  accept(deliveries: readonly LeasedDelivery[]): void {
    const life = this.#life;
    const ours = deliveries.filter((delivery) => delivery.leaseOwner === life?.lane.owner);
    if (life && ours.length > 0) this.#work.track(this.#enqueue(life, ours));
  }

  wake(): void {
    this.#wakeUp.wake();
  }

  async #beginLife(): Promise<void> {
    const lane = await acquireLane(this.#options.store, this.#options.newOwner());
    const life = this.#newLife(lane);
    await life.rests.start();
    this.#life = life;
    life.heartbeat.start();
  }

  #newLife(lane: HeldLane): Life {
    const { store, directory, clock, random, concurrency } = this.#options;
    const { announcer } = this;
    const insist = (doing: string, work: () => Promise<void>) => this.#work.insist(doing, life, work);
    const guarded = (doing: string, work: () => Promise<void>) => this.#work.guarded(doing, life, work);
    const onDue = () => this.#wakeUp.wake();
    const senders = new Senders({ concurrency, send: (delivery) => this.#send(life, delivery), onRoom: onDue });
    const claims = new Claims({
      store, owner: lane.owner, senders, wakeUp: this.#wakeUp, announcer, clock, enqueue: (deliveries) => this.#enqueue(life, deliveries),
    });
    const unsent = new Unsent({ store, owner: lane.owner, senders, clock, onDue, insist });
    const rests = new Rests({
      store, senders, clock, giveBack: (deliveries, dueAt) => this.#work.track(unsent.handBack(deliveries, dueAt)),
      onFault: (error) => announcer.announce('fault', { doing: 'looking which webhooks rest', error }),
    });
    const writer = new OutcomeWriter({ store, lane, announcer, random, onStandings: (news) => this.#noteStandings(life, news) });
    const heartbeat = new Heartbeat({
      store, directory, lane, writer, leases: senders.leases, announcer, clock, random, onDue, guarded, insist,
      takesOver: () => this.#isRunning && this.#life === life,
    });
    const life: Life = { lane, writer, senders, claims, unsent, rests, heartbeat };
    return life;
  }

  /** Its late outcomes are refused by the lane; the deliveries were taken over by whoever took the lane. */
  #loseLife(life: Life): void {
    if (this.#life !== life) return;
    this.#life = null;
    life.senders.stop();
    void life.rests.stop();
    void life.heartbeat.stop();
    this.announcer.announce('laneLost', { owner: life.lane.owner });
    this.#wakeUp.wake();
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      if (this.#life) await this.#work.guarded('claiming deliveries', this.#life, () => this.#life!.claims.once());
      else await this.#work.guarded('starting under a new identity', null, () => this.#beginLife());
      // SQLite answers within one turn of the event loop: without this, a busy loop would let nothing else run.
      await setImmediate();
    }
  }

  async #enqueue(life: Life, deliveries: readonly LeasedDelivery[]): Promise<void> {
    for (const [webhookId, [first]] of groupBy(deliveries, (delivery) => delivery.webhookId)) {
      const webhook = first && await this.#webhookOf(first);
      if (webhook) life.senders.setLimits(webhookId, limitsOf(webhook));
    }
    if (this.#isRunning) life.senders.accept(deliveries);
    else await life.unsent.handBack(deliveries, this.#options.clock());
  }

  /** Never rejects. The place in flight is free when the request has ended; the room is, when the outcome is on disk. */
  async #send(life: Life, delivery: LeasedDelivery): Promise<void> {
    try {
      await this.#attempt(life, delivery);
    } catch (error) {
      this.announcer.announce('fault', { doing: `sending delivery ${delivery.id}`, error });
      this.#work.track(life.unsent.handBack([delivery], this.#options.clock() + PUT_OFF_MS));
    }
  }

  async #attempt(life: Life, delivery: LeasedDelivery): Promise<void> {
    const webhook = await this.#options.directory.byId(delivery.event.accountId, delivery.webhookId);
    if (!webhook || webhook.environment !== delivery.event.environment) return life.unsent.cancel(delivery);
    if (!isAskedFor(delivery) && !mayBeSent(delivery, webhook, life.senders.isPaced(webhook.id))) {
      return life.unsent.handBack([delivery, ...life.senders.takeQueued(webhook.id)], delivery.dueAt);
    }
    const ended = await makeAttempt(this.#options, delivery, webhook);
    life.senders.adapt(webhook.id, answerOf(ended));
    this.#work.track(this.#record(life, delivery, ended));
  }

  async #record(life: Life, delivery: LeasedDelivery, ended: EndedAttempt): Promise<void> {
    const { webhookId, event } = delivery;
    const { webhookRestsUntil, switchOffWebhook } = ended.record.settlement;
    if (webhookRestsUntil !== null) life.rests.begin(webhookId, webhookRestsUntil);
    if (await this.#webhookOf(delivery) === null) cancelRest(ended);
    await this.#work.guarded('recording a delivery', life, () => life.writer.write(ended.record));
    life.senders.letGo([delivery]);
    if (ended.outcome.kind === 'success') this.#noteSuccess(life, webhookId);
    if (switchOffWebhook) this.#options.directory.invalidate(event.accountId);
    if (ended.record.settlement.nextAttemptAt !== null || await this.#isOrdered(delivery)) this.#wakeUp.wake();
  }

  /** Null when it is deleted, undefined when it cannot be read just now. */
  async #webhookOf({ event, webhookId }: LeasedDelivery): Promise<CachedWebhook | null | undefined> {
    try {
      return await this.#options.directory.byId(event.accountId, webhookId);
    } catch {
      return undefined;
    }
  }

  /** Whether another delivery may have waited for the end of this one. */
  async #isOrdered(delivery: LeasedDelivery): Promise<boolean> {
    return (await this.#webhookOf(delivery))?.ordering === 'FIFO';
  }

  /** A success that closed the circuit is seen by the line alone: it is the usual case, for which nothing is read back. */
  #noteSuccess(life: Life, webhookId: string): void {
    if (life.senders.untrip(webhookId)) this.#wakeUp.wake();
  }

  #noteStandings(life: Life, news: readonly StandingNews[]): void {
    life.rests.note(news);
    for (const { accountId, autoDisable } of news) if (autoDisable === 'DISABLE') this.#options.directory.invalidate(accountId);
    announceStandings(this.announcer, news);
    if (news.some(({ circuitChange }) => circuitChange === 'CLOSED')) this.#wakeUp.wake();
  }
}

const limitsOf = ({ maxConcurrency, maxRequestsPerSecond, url }: CachedWebhook): LineLimits =>
  ({ maxConcurrency, host: new URL(url).host, isPaced: maxRequestsPerSecond !== null });

/** What was leased before the webhook was switched off, or got a limit or an order, has to be claimed under the rules of now. */
const mayBeSent = ({ isInTurn }: LeasedDelivery, { isActive, maxRequestsPerSecond, ordering }: CachedWebhook, isPaced: boolean) =>
  isActive && (maxRequestsPerSecond === null || isPaced) && (ordering === 'PARALLEL' || isInTurn);

const isAskedFor = (delivery: LeasedDelivery) => delivery.isManualRequested || delivery.trigger === 'TEST';
