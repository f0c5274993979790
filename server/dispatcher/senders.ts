import { memoryOf, type LeasedDelivery } from '../storage/leased-delivery.ts';
import { HeldBodies } from './held-bodies.ts';
import { InFlight, type Request } from './in-flight.ts';
import { Line, type LineLimits } from './line.ts';

/** Most deliveries that this process holds leases of. */
const MAX_HELD = 10_000;
/** One webhook may have this many places, and more as long as it leaves at least a quarter as many free as it has. */
const HELD_PER_WEBHOOK = 1_000;
const LEFT_FREE = 1 / 4;
/**
 * Most memory for the bodies of what is held, and what one webhook may have of it in the same way. Room for all 10,000 with bodies as
 * large as they usually are, and a small part of it with bodies of a megabyte, so that a process with half a gigabyte is enough.
 */
const MAX_HELD_BYTES = 256 * 1024 * 1024;
const HELD_BYTES_PER_WEBHOOK = 32 * 1024 * 1024;
/** One webhook may take a quarter of the requests at once in this process. */
const SHARE_OF_ONE_WEBHOOK = 4;

const NOTHING_REFUSED: { room: boolean; webhookIds: ReadonlySet<string> } = { room: false, webhookIds: new Set() };

export interface SendersOptions {
  /** Places for requests in this process; those that last long give theirs up, see InFlight. */
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
  /** What was accepted and not let go. */
  readonly leases = new Set<LeasedDelivery>();
  readonly #options: SendersOptions;
  readonly #lines = new Map<string, Line>();
  readonly #inFlight: InFlight;
  /** Lines that have something to send and may, in the order of their turns. */
  #turns: Line[] = [];
  #held = 0;
  readonly #bodies = new HeldBodies();
  /** What the last claim could not take for want of room. */
  #wasRefused = NOTHING_REFUSED;
  #isStopped = false;
  #pumpIsPlanned = false;
  #onIdle: (() => void) | null = null;

  constructor(options: SendersOptions) {
    this.#options = options;
    this.#inFlight = new InFlight(options.concurrency, () => this.#planPump());
  }

  /** Deliveries. There is room for one, whatever its size, as long as there are any bytes left. */
  get room(): number {
    return this.#isStopped || this.#bytes <= 0 ? 0 : MAX_HELD - this.#held;
  }

  /** Memory left for bodies. */
  get #bytes(): number {
    return MAX_HELD_BYTES - this.#bodies.bytes;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  get held(): number {
    return this.#held;
  }

  /** Room for a claim, and the webhooks of which nothing more should be claimed now. Tells `onRoom` when that changes for the better. */
  askForRoom(): { room: number; bytes: number; except: string[] } {
    const except = [...this.#lines.values()].filter((line) => this.#isCrowded(line) || isBehind(line)).map((line) => line.webhookId);
    this.#wasRefused = { room: this.room <= 0, webhookIds: new Set(except) };
    return { room: this.room, bytes: this.#bytes, except };
  }

  /** Takes room for one delivery, if there is any. */
  reserve(webhookId: string, { evenWhenFull }: { evenWhenFull: boolean }): boolean {
    const line = this.#line(webhookId);
    const hasRoom = this.room > 0 && !this.#isCrowded(line) && !line.isHeldBack;
    if (this.#isStopped || (!hasRoom && !evenWhenFull)) {
      this.#forgetIfIdle(line);
      return false;
    }
    line.held += 1;
    this.#held += 1;
    return true;
  }

  /** These were recorded, handed back or cancelled: nothing of them is leased any more. */
  letGo(deliveries: readonly LeasedDelivery[]): void {
    for (const delivery of deliveries) {
      if (this.leases.delete(delivery)) this.#forgetBody(delivery);
      this.settle(delivery.webhookId);
    }
  }

  /** Gives up room: the delivery was recorded, handed back or never stored. */
  settle(webhookId: string, count = 1): void {
    const line = this.#line(webhookId);
    line.held -= count;
    this.#held -= count;
    this.#forgetIfIdle(line);
    this.#tellOfRoom(line);
  }

  /** Queues deliveries for which room was taken. */
  accept(deliveries: readonly LeasedDelivery[]): void {
    for (const delivery of deliveries) {
      this.leases.add(delivery);
      this.#bodies.add(delivery);
      const line = this.#line(delivery.webhookId);
      line.heldBytes += memoryOf(delivery.event);
      line.enqueue(delivery);
      this.#giveTurn(line);
    }
    this.#planPump();
  }

  /** Sets how many requests the webhook takes, and where they go. */
  setLimits(webhookId: string, limits: LineLimits): void {
    this.#line(webhookId).setLimits(limits);
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

  /** The circuit of the webhook is open: from now on nothing is born leased; returns what was queued, still held. */
  trip(webhookId: string): LeasedDelivery[] {
    const line = this.#line(webhookId);
    line.isTripped = true;
    return line.empty();
  }

  /** The circuit is closed; false when it was so before. */
  untrip(webhookId: string): boolean {
    const line = this.#lines.get(webhookId);
    if (!line?.isTripped) return false;
    line.isTripped = false;
    this.#forgetIfIdle(line);
    return true;
  }

  /** The webhook rests, or its circuit is open. */
  isHeldBack(webhookId: string): boolean {
    return this.#lines.get(webhookId)?.isHeldBack ?? false;
  }

  /** Webhooks whose circuit is open. */
  get tripped(): string[] {
    return [...this.#lines.values()].filter((line) => line.isTripped).map((line) => line.webhookId);
  }

  /** Whether what is queued of the webhook was given out under its rate limit. */
  isPaced(webhookId: string): boolean {
    return this.#line(webhookId).isPaced;
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
    if (this.#inFlight.size > 0) await new Promise<void>((resolve) => { this.#onIdle = resolve; });
  }

  #line(webhookId: string): Line {
    let line = this.#lines.get(webhookId);
    if (!line) this.#lines.set(webhookId, line = new Line(webhookId, Math.max(1, Math.floor(this.#options.concurrency / SHARE_OF_ONE_WEBHOOK))));
    return line;
  }

  #forgetBody(delivery: LeasedDelivery): void {
    this.#bodies.remove(delivery);
    this.#line(delivery.webhookId).heldBytes -= memoryOf(delivery.event);
  }

  #isCrowded({ held, heldBytes }: Line): boolean {
    return (held >= HELD_PER_WEBHOOK && this.room < held * LEFT_FREE) || (heldBytes >= HELD_BYTES_PER_WEBHOOK && this.#bytes < heldBytes * LEFT_FREE);
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
    for (; next < this.#turns.length && this.#inFlight.hasPlace; next++) {
      const line = this.#turns[next]!;
      line.hasTurn = false;
      if (!line.maySend) continue;
      if (this.#inFlight.isBusy(line.host)) {
        waiting.push(line);
        continue;
      }
      this.#start(line);
      this.#giveTurn(line);
    }
    this.#turns.splice(0, next);
    for (const line of waiting) this.#giveTurn(line);
  }

  #tellOfRoom(line: Line): void {
    const { room, webhookIds } = this.#wasRefused;
    if (!(room && this.room > 0) && !(webhookIds.has(line.webhookId) && !this.#isCrowded(line) && !isBehind(line))) return;
    this.#wasRefused = NOTHING_REFUSED;
    this.#options.onRoom();
  }

  #start(line: Line): void {
    const delivery = line.dequeue();
    if (!delivery) return;
    if (line.isPaced) this.#tellOfRoom(line);
    const request = this.#inFlight.begin(line.host);
    line.inFlight += 1;
    void this.#options.send(delivery).finally(() => this.#end(line, request));
  }

  #end(line: Line, request: Request): void {
    this.#inFlight.end(request);
    line.inFlight -= 1;
    this.#forgetIfIdle(line);
    this.#giveTurn(line);
    this.#planPump();
    if (this.#inFlight.size === 0) this.#onIdle?.();
  }
}

/** What was counted against a rate limit some time ago and still waits here would go out together with what is counted later. */
const isBehind = (line: Line) => line.isPaced && !line.isEmpty;
