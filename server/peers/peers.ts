import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { readNews, writeNews, type News, type NewsListener } from './news.ts';

/** News of a kind that come within this time share a message: the first is told at once, the others at its end. */
const GATHER_MS = 10;
/** Messages on their way to Redis; while it is slow, what is more is left out, and the others find it by looking. */
const MAX_UNDERWAY = 100;
const CONNECT_TIMEOUT_MS = 3_000;
/** How often it is asked whether it still answers, and how soon it must: one that hangs, or is cut off without a word, closes nothing. */
const ASK_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface PeersOptions {
  /** `redis://...` or `rediss://...`. */
  readonly url: string;
  /** The same for all processes on one database, and for no others. */
  readonly prefix: string;
  readonly onNews: NewsListener;
  /** Redis can be reached, or cannot any more. */
  readonly onState: (state: { isUp: boolean; error: Error | null }) => void;
}

/**
 * The other processes on the same database, reached through Redis. It wakes those who sleep and holds nothing: while Redis is down or
 * slow, everybody finds what is new by looking at the database now and then. Nobody ever waits for it.
 */
export class Peers {
  readonly name = 'peers';
  readonly #options: PeersOptions;
  readonly #channel: string;
  readonly #self = randomUUID();
  readonly #speaking: Redis;
  readonly #listening: Redis;
  /** By kind: null while the time to gather runs, the newest news that came meanwhile after that. */
  readonly #gathering = new Map<string, News | null>();
  #underway = 0;
  #asking: NodeJS.Timeout | null = null;
  #isSubscribed = false;
  #isUp: boolean | null = null;
  #isStopping = false;

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#channel = `${options.prefix}:news`;
    this.#speaking = this.#connection('speaking');
    this.#listening = this.#connection('listening');
    this.#listening.on('message', (_channel: string, text: string) => this.#hear(text));
    this.#listening.on('ready', () => void this.#subscribe()).on('close', () => { this.#isSubscribed = false; });
    this.#speaking.on('ready', () => this.#noteUp());
  }

  get isUp(): boolean {
    return this.#isUp === true;
  }

  /** Does not wait for Redis. */
  start(): void {
    for (const redis of [this.#speaking, this.#listening]) redis.connect().catch(() => undefined);
    this.#asking = setInterval(() => {
      for (const redis of [this.#speaking, this.#listening]) void this.#ask(redis);
    }, ASK_EVERY_MS).unref();
  }

  stop(): void {
    this.#isStopping = true;
    if (this.#asking) clearInterval(this.#asking);
    for (const redis of [this.#speaking, this.#listening]) redis.disconnect();
  }

  /** Tells the others, soon and if it can. */
  tell(news: News): void {
    const name = news.kind === 'webhooks' ? `${news.kind} ${news.accountId}` : news.kind;
    if (this.#gathering.has(name)) {
      this.#gathering.set(name, news);
      return;
    }
    this.#gathering.set(name, null);
    this.#publish(news);
    setTimeout(() => {
      const more = this.#gathering.get(name);
      this.#gathering.delete(name);
      if (more) this.tell(more);
    }, GATHER_MS).unref();
  }

  #publish(news: News): void {
    if (this.#speaking.status !== 'ready' || this.#underway >= MAX_UNDERWAY) return;
    this.#underway += 1;
    const done = () => { this.#underway -= 1; };
    this.#speaking.publish(this.#channel, writeNews(this.#self, news)).then(done, done);
  }

  #hear(text: string): void {
    const heard = readNews(text);
    if (heard && heard.sender !== this.#self) this.#options.onNews(heard.news);
  }

  /** What was told while nobody listened here is made up for by looking. */
  async #subscribe(): Promise<void> {
    try {
      await this.#listening.subscribe(this.#channel);
      this.#isSubscribed = true;
      this.#noteUp();
      this.#options.onNews(null);
    } catch (error) {
      this.#setState(false, error as Error);
      this.#listening.disconnect(true);
    }
  }

  /** A connection without an answer is made anew, and is up again when Redis has answered on it. */
  async #ask(redis: Redis): Promise<void> {
    if (redis.status !== 'ready') return;
    const isAnswered = await Promise.race([redis.ping().then(() => true, () => false), delay(ANSWER_WITHIN_MS, false, { ref: false })]);
    if (isAnswered || this.#isStopping) return;
    this.#setState(false, new Error(`Redis did not answer within ${ANSWER_WITHIN_MS} ms.`));
    redis.disconnect(true);
  }

  #connection(role: string): Redis {
    const redis = new Redis(this.#options.url, {
      lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0, autoResubscribe: false, connectTimeout: CONNECT_TIMEOUT_MS,
      connectionName: `keybell-${role}`,
      retryStrategy: (times) => (this.#isStopping ? null : Math.min(FIRST_PAUSE_MS * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS)),
    });
    let lastError: Error | null = null;
    redis.on('error', (error: Error) => { lastError = error; });
    redis.on('close', () => this.#setState(false, lastError));
    return redis;
  }

  /** Up is who can both speak and hear. */
  #noteUp(): void {
    if (this.#isSubscribed && this.#speaking.status === 'ready') this.#setState(true, null);
  }

  #setState(isUp: boolean, error: Error | null): void {
    if (this.#isStopping || this.#isUp === isUp) return;
    this.#isUp = isUp;
    this.#options.onState({ isUp, error });
  }
}
