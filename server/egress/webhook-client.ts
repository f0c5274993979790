import type { Pool } from 'undici';
import { notSent, type Reply } from '../domain/reply.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import { AddressPolicy } from './address-policy.ts';
import { BLOCKED, codeOf } from './connect-failure.ts';
import { Exchange } from './exchange.ts';
import type { ConnectGuard } from './guarded-connect.ts';
import { openOriginPool, type PostOptions } from './origin-pool.ts';
import { HostResolver, type ResolveHost } from './resolve-host.ts';

export interface WebhookClientOptions {
  readonly allowHttp: boolean;
  /** Networks that may be called although they are not public, e.g. `127.0.0.1/32`. */
  readonly allowCidrs: readonly string[];
  readonly connectionsPerOrigin?: number;
  readonly resolve?: ResolveHost;
  /** Certificates of the authorities to trust, PEM; Node's own list when omitted. */
  readonly ca?: string | Buffer;
}

export interface WebhookPost {
  readonly url: string;
  /** In sending order; `Host` and `Content-Length` are added. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | string;
  /** From name resolution to the last byte of the answer. */
  readonly timeoutMs: number;
}

interface Origin {
  readonly pool: Pool;
  running: number;
  /** By the monotonic clock, ms. */
  lastUsedAt: number;
}

const CONNECTIONS_PER_ORIGIN = 50;
const IDLE_ORIGIN_MS = MINUTE_MS;
const CLOSE_WAIT_MS = 2 * SECOND_MS;
const SWEEP_INTERVAL_MS = 15 * SECOND_MS;

/** One POST in, one Reply out. Follows no redirect, decompresses nothing, ignores proxies of the environment. */
export class WebhookClient {
  readonly #allowHttp: boolean;
  readonly #connections: number;
  readonly #guard: ConnectGuard;
  readonly #origins = new Map<string, Origin>();
  readonly #sweeper: NodeJS.Timeout;
  #running = 0;
  /** Replies of this turn of the event loop, with those who wait for them. */
  #replies: { reply: Reply; resolve: (reply: Reply) => void }[] = [];
  /** Set by `close`; called when the last request has ended. */
  #onIdle: (() => void) | null = null;

  constructor({ allowHttp, allowCidrs, connectionsPerOrigin = CONNECTIONS_PER_ORIGIN, resolve = new HostResolver().resolve, ca }: WebhookClientOptions) {
    this.#allowHttp = allowHttp;
    this.#connections = connectionsPerOrigin;
    this.#guard = { policy: new AddressPolicy(allowCidrs), resolve, ca };
    this.#sweeper = setInterval(() => this.#closeIdleOrigins(), SWEEP_INTERVAL_MS).unref();
  }

  /** Sends one request. Never rejects: what goes wrong is a Reply too. */
  post(post: WebhookPost): Promise<Reply> {
    const url = this.#parse(post.url);
    if (!url) return Promise.resolve(notSent(BLOCKED));
    if (this.#onIdle) return Promise.resolve(notSent({ code: 'INTERNAL', message: 'This server is stopping.', detail: null }));
    return new Promise((resolve) => {
      try {
        this.#send(url, post, resolve);
      } catch (error) {
        resolve(notSent({ code: 'INTERNAL', message: 'The request could not be made.', detail: { errorCode: codeOf(error) } }));
      }
    });
  }

  /** Takes no more requests, gives running ones a moment to finish, then cuts all connections. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      if (this.#running === 0) resolve();
      else setTimeout(resolve, CLOSE_WAIT_MS);
    });
    // Destroyed, not closed: a pool also waits for connections whose request was given up long ago.
    await Promise.all([...this.#origins.values()].map(({ pool }) => pool.destroy()));
    this.#origins.clear();
  }

  #parse(text: string): URL | null {
    const url = parseUrl(text);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && this.#allowHttp) ? url : null;
  }

  #send(url: URL, { headers, body, timeoutMs }: WebhookPost, resolve: (reply: Reply) => void): void {
    const origin = this.#originOf(url.origin);
    const exchange = new Exchange(timeoutMs, (reply) => {
      this.#ended(origin);
      this.#handOn(reply, resolve);
    });
    this.#running++;
    origin.running++;
    const options: PostOptions = { path: url.pathname + url.search, method: 'POST', headers: flattened(headers), body, exchange };
    origin.pool.dispatch(options, exchange);
  }

  /** Replies that come in one turn of the event loop go on together, each step for all of them, which is kinder to the caches of the processor. */
  #handOn(reply: Reply, resolve: (reply: Reply) => void): void {
    this.#replies.push({ reply, resolve });
    if (this.#replies.length === 1) setImmediate(() => this.#resolveReplies());
  }

  #resolveReplies(): void {
    const replies = this.#replies;
    this.#replies = [];
    for (const { reply, resolve } of replies) resolve(reply);
  }

  #ended(origin: Origin): void {
    origin.running--;
    origin.lastUsedAt = performance.now();
    if (--this.#running === 0) this.#onIdle?.();
  }

  #originOf(name: string): Origin {
    const known = this.#origins.get(name);
    if (known) return known;
    const origin = { pool: openOriginPool(name, this.#connections, this.#guard), running: 0, lastUsedAt: performance.now() };
    this.#origins.set(name, origin);
    return origin;
  }

  #closeIdleOrigins(): void {
    const limit = performance.now() - IDLE_ORIGIN_MS;
    for (const [name, { pool, running, lastUsedAt }] of this.#origins) {
      if (running > 0 || lastUsedAt > limit) continue;
      this.#origins.delete(name);
      pool.destroy().catch(() => undefined);
    }
  }
}

/** One parse instead of `URL.canParse` and another: this runs for every request. */
function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** `Array.prototype.flat` takes several times as long. */
function flattened(headers: WebhookPost['headers']): string[] {
  const flat: string[] = [];
  for (const [name, value] of headers) flat.push(name, value);
  return flat;
}
