import type { Dispatcher } from 'undici';
import type { Reply, ReplyTiming } from '../domain/reply.ts';
import type { FailureFacts } from './connect-failure.ts';
import type { ConnectProgress } from './guarded-connect.ts';
import { exchangeFailure, timeoutFailure } from './exchange-failure.ts';

/** So much of an answer is read; the socket is then closed. */
export const MAX_READ_BYTES = 64 * 1024;
/** So much of it is kept. */
export const MAX_STORED_BYTES = 16 * 1024;

const EMPTY = Buffer.alloc(0);
const NOT_CONNECTED: ReplyTiming = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null, totalMs: 0 };

interface ResponseHead {
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: [name: string, value: string][];
}

/**
 * One request and what comes back, as undici calls it: collects the response within its limits and settles once,
 * with whatever is known at that moment. Once the headers are there the answer is a response, whatever happens to its body.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #settle: (reply: Reply) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  #isSettled = false;
  #controller: Dispatcher.DispatchController | null = null;
  #progressNow: (() => ConnectProgress) | null = null;
  #progressAtDispatch: ConnectProgress | null = null;
  #wasConnected = false;
  #sentAt: number | null = null;
  #headAt: number | null = null;
  #head: ResponseHead | null = null;
  #chunks: Buffer[] = [];
  #bodySize = 0;

  /** @param timeoutMs from now to the last byte of the body */
  constructor(timeoutMs: number, settle: (reply: Reply) => void) {
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#runOutOfTime(), timeoutMs);
  }

  /** Told which connection the request was given to, before anything is sent. */
  ranBy(progressNow: () => ConnectProgress): void {
    this.#progressNow = progressNow;
    this.#progressAtDispatch = progressNow();
    this.#wasConnected = this.#progressAtDispatch.phase === 'ready';
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The time ran out while the connection was being made: nothing has been sent yet, and nothing shall be.
    if (this.#isSettled) controller.abort(new Error('The request was given up.'));
    else this.#sentAt = performance.now();
  }

  onResponseStart(controller: Dispatcher.DispatchController, statusCode: number, _headers: object, reason = ''): void {
    if (statusCode < 200) return;
    this.#headAt = performance.now();
    this.#head = { statusCode, reason, headers: headerPairs(controller.rawHeaders) };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = MAX_STORED_BYTES - this.#stored;
    // A copy: the chunk is a view of a buffer of the socket, which would stay in memory as long as the reply.
    if (room > 0) this.#chunks.push(Buffer.from(chunk.subarray(0, room)));
    this.#bodySize += Math.min(chunk.length, MAX_READ_BYTES - this.#bodySize);
    if (this.#bodySize < MAX_READ_BYTES) return;
    this.#finishWithResponse(true);
    controller.abort(new Error('The response is longer than what is read.'));
  }

  onResponseEnd(): void {
    this.#finishWithResponse(this.#bodySize > MAX_STORED_BYTES);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#head) this.#finishWithResponse(true);
    else this.#finish(this.#failure(exchangeFailure(error)));
  }

  get #stored(): number {
    return Math.min(this.#bodySize, MAX_STORED_BYTES);
  }

  #runOutOfTime(): void {
    if (this.#head) this.#finishWithResponse(true);
    else this.#finish(this.#failure(timeoutFailure(this.#sentAt === null ? this.#progressNow?.().phase : 'sent')));
    this.#controller?.abort(new Error('The time for the request is over.'));
  }

  #finishWithResponse(isTruncated: boolean): void {
    if (!this.#head) return;
    this.#finish({
      kind: 'response',
      ...this.#head,
      // undici does not tell the version of the answer; HTTP/1.1 is what was spoken.
      httpVersion: '1.1',
      body: this.#chunks.length === 0 ? EMPTY : Buffer.concat(this.#chunks),
      bodySize: this.#bodySize,
      isTruncated,
      remoteAddress: this.#progressNow?.().shownAddress ?? null,
      timing: this.#timing(),
    });
  }

  #failure(facts: FailureFacts): Reply {
    return { kind: 'failure', ...facts, remoteAddress: this.#progressNow?.().shownAddress ?? null, timing: this.#timing() };
  }

  /** Phases of making the connection belong to the request that waited for it, not to later ones. */
  #timing(): ReplyTiming {
    const now = performance.now();
    const progress = this.#progressNow?.() ?? null;
    const madeForThis = progress !== null && !(this.#wasConnected && progress === this.#progressAtDispatch);
    const { dnsMs, connectMs, tlsMs } = madeForThis ? progress : NOT_CONNECTED;
    return {
      dnsMs: rounded(dnsMs),
      connectMs: rounded(connectMs),
      tlsMs: rounded(tlsMs),
      firstByteMs: this.#headAt === null || this.#sentAt === null ? null : rounded(this.#headAt - this.#sentAt),
      downloadMs: this.#headAt === null ? null : rounded(now - this.#headAt),
      totalMs: rounded(now - this.#startedAt) ?? 0,
    };
  }

  #finish(reply: Reply): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#settle(reply);
  }
}

/** Whole milliseconds would make every phase of a fast receiver 0. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}

/** Names as sent, values as Latin-1 (RFC 9110, 5.5). */
function headerPairs(raw: Dispatcher.DispatchController['rawHeaders']): [string, string][] {
  if (!Array.isArray(raw)) return [];
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index]!.toString('latin1'), raw[index + 1]!.toString('latin1')]);
  return pairs;
}
