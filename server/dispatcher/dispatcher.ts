import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../domain/time.ts';
import { groupBy } from '../domain/group-by.ts';
import type { WebhookClient } from '../egress/webhook-client.ts';
import { failpoint } from '../failpoints.ts';
import { claimDue, nextDueAt } from '../storage/claim-due.ts';
import { acquireLane, beat, releaseLane, type HeldLane } from '../storage/lanes.ts';
import { cancelLeased, handBack } from '../storage/lease-rows.ts';
import type { DeliveryIntake, LeasedDelivery } from '../storage/leased-delivery.ts';
import type { StandingNews } from '../storage/standing-rows.ts';
import type { Store } from '../storage/store.ts';
import type { CachedWebhook, WebhookDirectory } from '../storage/webhook-directory.ts';
import { answerOf, cancelRest, makeAttempt, type AttemptDeps, type EndedAttempt } from './attempt.ts';
import { announceStandings } from './announce-standings.ts';
import { Announcer } from './events.ts';
import type { LineLimits } from './line.ts';
import { OpenWork } from './open-work.ts';
import { OutcomeWriter } from './outcome-writer.ts';
import { rescue } from './rescuer.ts';
import { Rests } from './rests.ts';
import { Senders } from './senders.ts';
import { Strays } from './strays.ts';
import { WakeUp } from './wake-up.ts';

const HEARTBEAT_MS = 3 * SECOND_MS;
/** Most deliveries taken by one claim. */
const CLAIM_SIZE = 500;
/** Others may plan work in a shared database without telling us; in a file of our own nobody does. */
const LONGEST_SLEEP_SHARED_MS = SECOND_MS;
const LONGEST_SLEEP_ALONE_MS = 30 * SECOND_MS;
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
interface Life { lane: HeldLane; writer: OutcomeWriter; senders: Senders; rests: Rests; strays: Strays }

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
  #heartbeat: NodeJS.Timeout | null = null;
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
    this.#heartbeat = this.#isAlone ? null : setInterval(() => void this.#beat(), HEARTBEAT_MS).unref();
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
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    await life?.rests.stop();
    this.#life = null;
    if (life && isDrained) await releaseLane(this.#options.store, life.lane);
  }

  async #drain(life: Life): Promise<boolean> {
    const queued = life.senders.stop();
    await this.#work.insist('handing deliveries back', life, () => this.#handBack(life, queued, this.#options.clock()));
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

  get #isAlone(): boolean {
    return this.#options.store.dialect === 'sqlite';
  }

  async #beginLife(): Promise<void> {
    const { store, clock, random, newOwner, concurrency } = this.#options;
    const lane = await acquireLane(store, newOwner());
    const senders = new Senders({ concurrency, send: (delivery) => this.#send(life, delivery), onRoom: () => this.#wakeUp.wake() });
    const rests = new Rests({
      store, senders, clock, giveBack: (deliveries, dueAt) => this.#giveBack(life, deliveries, dueAt),
      onFault: (error) => this.announcer.announce('fault', { doing: 'looking which webhooks rest', error }),
    });
    const writer = new OutcomeWriter({ store, lane, announcer: this.announcer, random, onStandings: (news) => this.#noteStandings(life, news) });
    const life: Life = { lane, writer, senders, rests, strays: new Strays({ store, owner: lane.owner, known: senders.leases }) };
    await rests.start();
    this.#life = life;
    this.#work.track(this.#work.insist('taking over from the dead', life, () => this.#rescue(life)));
  }

  /** Its late outcomes are refused by the lane; the deliveries were taken over by whoever took the lane. */
  #loseLife(life: Life): void {
    if (this.#life !== life) return;
    this.#life = null;
    life.senders.stop();
    void life.rests.stop();
    this.announcer.announce('laneLost', { owner: life.lane.owner });
    this.#wakeUp.wake();
  }

  async #beat(): Promise<void> {
    const life = this.#life;
    if (!life) return;
    await this.#work.guarded('showing that this process is alive', life, async () => {
      await beat(this.#options.store, life.lane);
      if (this.#isRunning) await this.#rescue(life);
      if (await life.strays.handBack(this.#options.clock()) > 0) this.#wakeUp.wake();
    });
  }

  async #rescue(life: Life): Promise<void> {
    const rescued = await rescue({ ...this.#options, writer: life.writer }, life.lane.owner, { evenFresh: this.#isAlone });
    for (const each of rescued) this.announcer.announce('rescued', each);
    if (rescued.length > 0) this.#wakeUp.wake();
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      if (this.#life) await this.#work.guarded('claiming deliveries', this.#life, () => this.#claimOnce(this.#life!));
      else await this.#work.guarded('starting under a new identity', null, () => this.#beginLife());
      // SQLite answers within one turn of the event loop: without this, a busy loop would let nothing else run.
      await setImmediate();
    }
  }

  /** Claims until there is no room or nothing due, then sleeps until there may be. */
  async #claimOnce(life: Life): Promise<void> {
    const { store, clock } = this.#options;
    this.#wakeUp.arm();
    const { room, except } = life.senders.askForRoom();
    const due = room > 0 ? await nextDueAt(store.reader, except) : null;
    const now = clock();
    if (due === null || due > now) return this.#wakeUp.sleep(Math.min(due === null ? Infinity : due - now, this.#longestSleep));
    const claimed = await this.#claim(life, { room, except, now });
    if (claimed.length > 0) this.announcer.announce('claimed', { count: claimed.length });
  }

  get #longestSleep(): number {
    return this.#isAlone ? LONGEST_SLEEP_ALONE_MS : LONGEST_SLEEP_SHARED_MS;
  }

  async #claim(life: Life, { room, except, now }: { room: number; except: readonly string[]; now: number }): Promise<LeasedDelivery[]> {
    const claimed = await this.#options.store.write((tx) =>
      claimDue(tx, { owner: life.lane.owner, now, room: Math.min(CLAIM_SIZE, room), except }));
    if (claimed.length > 0) failpoint('after-claim');
    for (const delivery of claimed) life.senders.reserve(delivery.webhookId, { evenWhenFull: true });
    await this.#enqueue(life, claimed.map((delivery) => (delivery.dueAt > 0 ? delivery : { ...delivery, dueAt: now })));
    return claimed;
  }

  async #enqueue(life: Life, deliveries: readonly LeasedDelivery[]): Promise<void> {
    for (const [webhookId, [first]] of groupBy(deliveries, (delivery) => delivery.webhookId)) {
      const webhook = first && await this.#webhookOf(first);
      if (webhook) life.senders.setLimits(webhookId, limitsOf(webhook));
    }
    if (this.#isRunning) life.senders.accept(deliveries);
    else await this.#work.insist('handing deliveries back', life, () => this.#handBack(life, deliveries, this.#options.clock()));
  }

  /** Never rejects. The place in flight is free when the request has ended; the room is, when the outcome is on disk. */
  async #send(life: Life, delivery: LeasedDelivery): Promise<void> {
    try {
      await this.#attempt(life, delivery);
    } catch (error) {
      this.announcer.announce('fault', { doing: `sending delivery ${delivery.id}`, error });
      this.#work.track(this.#work.insist('putting a delivery off', life, () => this.#handBack(life, [delivery], this.#options.clock() + PUT_OFF_MS)));
    }
  }

  async #attempt(life: Life, delivery: LeasedDelivery): Promise<void> {
    const webhook = await this.#options.directory.byId(delivery.event.accountId, delivery.webhookId);
    if (!webhook || webhook.environment !== delivery.event.environment) return this.#cancel(life, delivery);
    const isUnpaced = webhook.maxRequestsPerSecond !== null && !life.senders.isPaced(webhook.id);
    if ((!webhook.isActive || isUnpaced) && !isAskedFor(delivery)) {
      const waiting = [delivery, ...life.senders.takeQueued(webhook.id)];
      return this.#work.insist('handing deliveries back', life, () => this.#handBack(life, waiting, delivery.dueAt));
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
    if (ended.record.settlement.nextAttemptAt !== null) this.#wakeUp.wake();
  }

  /** Null when it is deleted, undefined when it cannot be read just now. */
  async #webhookOf({ event, webhookId }: LeasedDelivery): Promise<CachedWebhook | null | undefined> {
    try {
      return await this.#options.directory.byId(event.accountId, webhookId);
    } catch {
      return undefined;
    }
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

  /** What is queued goes back, so that it is not kept from other processes and survives a restart. */
  #giveBack(life: Life, deliveries: readonly LeasedDelivery[], dueAt: number): void {
    if (deliveries.length > 0) this.#work.track(this.#work.insist('handing deliveries back', life, () => this.#handBack(life, deliveries, dueAt)));
  }

  async #handBack(life: Life, deliveries: readonly LeasedDelivery[], dueAt: number): Promise<void> {
    if (deliveries.length === 0) return;
    await this.#options.store.write(async (tx) => {
      for (const [webhookId, group] of groupBy(deliveries, (delivery) => delivery.webhookId)) {
        await handBack(tx, { owner: life.lane.owner, webhookId, leases: group, dueAt });
      }
    });
    life.senders.letGo(deliveries);
    this.#wakeUp.wake();
  }

  async #cancel(life: Life, delivery: LeasedDelivery): Promise<void> {
    await this.#options.store.write((tx) => cancelLeased(tx, {
      owner: life.lane.owner, deliveryIds: [delivery.id], now: this.#options.clock(),
    }));
    life.senders.letGo([delivery]);
  }
}

const limitsOf = ({ maxConcurrency, maxRequestsPerSecond, url }: CachedWebhook): LineLimits =>
  ({ maxConcurrency, host: new URL(url).host, isPaced: maxRequestsPerSecond !== null });

const isAskedFor = (delivery: LeasedDelivery) => delivery.isManualRequested || delivery.trigger === 'TEST';
