import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import { Line } from './line.ts';

/** Most deliveries that this process holds leases of. */
const MAX_HELD = 10_000;
/** One webhook may have this many places, and more as long as it leaves at least a quarter as many free as it has. */
const HELD_PER_WEBHOOK = 1_000;
const LEFT_FREE = 1 / 4;
/** One webhook may take a quarter of the requests at once in this process. */
const SHARE_OF_ONE_WEBHOOK = 4;
/** Most requests at once to one host, whatever webhooks they belong to. */
const MAX_IN_FLIGHT_PER_HOST = 50;

const NOTHING_REFUSED: { room: boolean; webhookIds: ReadonlySet<string> } = { room: false, webhookIds: new Set() };

export interface SendersOptions {
  /** Most requests at once in this process. */
  concurrency: number;
  /** Makes one attempt; resolves when the request has ended, and never rejects. */
  send: (delivery: LeasedDelivery) => Promise<void>;
  /** There is room again for webhooks that had none. */
  onRoom: () => void;
}

/**
 * Decides who may send next: one line per webhook, served in turn, so that a slow or busy receiver delays only itself.
 * Held are deliveries from the moment room is reserved until `settle`; in flight are requests that have not ended.
 */
export class Senders {
  readonly #options: SendersOptions;
  readonly #lines = new Map<string, Line>();
  readonly #inFlightByHost = new Map<string, number>();
  /** Lines that have something to send and may, in the order of their turns. */
  #turns: Line[] = [];
  #held = 0;
  #inFlight = 0;
  /** What the last claim could not take for want of room. */
  #wasRefused = NOTHING_REFUSED;
  #isStopped = false;
  #pumpIsPlanned = false;
  #onIdle: (() => void) | null = null;

  constructor(options: SendersOptions) {
    this.#options = options;
  }

  get room(): number {
    return this.#isStopped ? 0 : MAX_HELD - this.#held;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get held(): number {
    return this.#held;
  }

  /** Room for a claim, and the webhooks of which nothing more should be claimed now. Tells `onRoom` when that changes for the better. */
  askForRoom(): { room: number; except: string[] } {
    const except = [...this.#lines.values()].filter((line) => this.#isCrowded(line)).map((line) => line.webhookId);
    this.#wasRefused = { room: this.room <= 0, webhookIds: new Set(except) };
    return { room: this.room, except };
  }

  /** Takes room for one delivery, if there is any. */
  reserve(webhookId: string, { evenWhenFull }: { evenWhenFull: boolean }): boolean {
    const line = this.#line(webhookId);
    const hasRoom = this.room > 0 && !this.#isCrowded(line) && !line.isResting;
    if (this.#isStopped || (!hasRoom && !evenWhenFull)) {
      this.#forgetIfIdle(line);
      return false;
    }
    line.held += 1;
    this.#held += 1;
    return true;
  }

  /** Gives up room: the delivery was recorded, handed back or never stored. */
  settle(webhookId: string, count = 1): void {
    const line = this.#line(webhookId);
    line.held -= count;
    this.#held -= count;
    this.#forgetIfIdle(line);
    const { room, webhookIds } = this.#wasRefused;
    if (!(room && this.room > 0) && !(webhookIds.has(webhookId) && !this.#isCrowded(line))) return;
    this.#wasRefused = NOTHING_REFUSED;
    this.#options.onRoom();
  }

  /** Queues deliveries for which room was taken. */
  accept(deliveries: readonly LeasedDelivery[]): void {
    for (const delivery of deliveries) {
      const line = this.#line(delivery.webhookId);
      line.enqueue(delivery);
      this.#giveTurn(line);
    }
    this.#planPump();
  }

  /** Sets how many requests at once the webhook takes, and where they go. */
  setLimits(webhookId: string, { maxConcurrency, host }: { maxConcurrency: number; host: string }): void {
    this.#line(webhookId).setLimits(maxConcurrency, host);
  }

  /** Learns from an answer: less at once after a throttle, slowly more with successes. */
  adapt(webhookId: string, answer: 'success' | 'throttle' | 'other'): void {
    this.#line(webhookId).adapt(answer);
  }

  /** Lets nothing of the webhook be sent for a while; returns what was queued, still held, to be handed back. */
  rest(webhookId: string, ms: number): LeasedDelivery[] {
    const line = this.#line(webhookId);
    line.rest(ms, () => this.#forgetIfIdle(line));
    return line.empty();
  }

  /** Takes out what is queued of one webhook, still held. */
  takeQueued(webhookId: string): LeasedDelivery[] {
    return this.#line(webhookId).empty();
  }

  /** Accepts and starts nothing any more; returns all that is queued, still held. */
  stop(): LeasedDelivery[] {
    this.#isStopped = true;
    this.#turns = [];
    return [...this.#lines.values()].flatMap((line) => line.empty());
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => { this.#onIdle = resolve; });
  }

  #line(webhookId: string): Line {
    let line = this.#lines.get(webhookId);
    if (!line) this.#lines.set(webhookId, line = new Line(webhookId, Math.max(1, Math.floor(this.#options.concurrency / SHARE_OF_ONE_WEBHOOK))));
    return line;
  }

  #isCrowded(line: Line): boolean {
    return line.held >= HELD_PER_WEBHOOK && this.room < line.held * LEFT_FREE;
  }

  #forgetIfIdle(line: Line): void {
    if (line.isForgettable) this.#lines.delete(line.webhookId);
  }

  #giveTurn(line: Line): void {
    if (line.hasTurn || !line.maySend || this.#isStopped) return;
    line.hasTurn = true;
    this.#turns.push(line);
  }

  /** Once per turn of the event loop, so that a batch of a thousand is queued before the first is sent. */
  #planPump(): void {
    if (this.#pumpIsPlanned) return;
    this.#pumpIsPlanned = true;
    queueMicrotask(() => {
      this.#pumpIsPlanned = false;
      this.#pump();
    });
  }

  #pump(): void {
    const waiting: Line[] = [];
    let next = 0;
    for (; next < this.#turns.length && this.#inFlight < this.#options.concurrency; next++) {
      const line = this.#turns[next]!;
      line.hasTurn = false;
      if (!line.maySend) continue;
      if (this.#hostIsBusy(line.host)) {
        waiting.push(line);
        continue;
      }
      this.#start(line);
      this.#giveTurn(line);
    }
    this.#turns.splice(0, next);
    for (const line of waiting) this.#giveTurn(line);
  }

  #hostIsBusy(host: string): boolean {
    return (this.#inFlightByHost.get(host) ?? 0) >= MAX_IN_FLIGHT_PER_HOST;
  }

  #start(line: Line): void {
    const delivery = line.dequeue();
    if (!delivery) return;
    const { host } = line;
    this.#inFlight += 1;
    line.inFlight += 1;
    this.#inFlightByHost.set(host, (this.#inFlightByHost.get(host) ?? 0) + 1);
    void this.#options.send(delivery).finally(() => this.#end(line, host));
  }

  #end(line: Line, host: string): void {
    this.#inFlight -= 1;
    line.inFlight -= 1;
    const toHost = (this.#inFlightByHost.get(host) ?? 1) - 1;
    if (toHost === 0) this.#inFlightByHost.delete(host);
    else this.#inFlightByHost.set(host, toHost);
    this.#forgetIfIdle(line);
    this.#giveTurn(line);
    this.#planPump();
    if (this.#inFlight === 0) this.#onIdle?.();
  }
}
