import type { Dispatcher } from 'undici';
import type { Reply, ReplyTiming } from '../domain/reply.ts';
import type { FailureFacts } from './connect-failure.ts';
import type { Connection } from './connection.ts';
import { AnswerFailure, exchangeFailure, timeoutFailure } from './exchange-failure.ts';
import type { ConnectProgress } from './guarded-connect.ts';
import { failpoint, failpointSoon } from '../failpoints.ts';

/** So much of an answer is read; the socket is then closed. */
export const MAX_READ_BYTES = 64 * 1024;
/** So much of it is kept. */
export const MAX_STORED_BYTES = 16 * 1024;
/** So much may the names and values of its headers take together. */
const MAX_HEADER_BYTES = 16 * 1024;

const SWITCHING_PROTOCOLS = 101;
const LAST_STATUS = 599;
const MAX_REASON_LENGTH = 255;
const CONTROL_CHARACTERS = /\p{Cc}/gu;

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
  /** By the monotonic clock, ms. */
  readonly deadline: number;
  readonly #settle: (reply: Reply) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  #isSettled = false;
  #connection: Connection | null = null;
  #progressAtDispatch: ConnectProgress | null = null;
  #wasConnected = false;
  #sentAt: number | null = null;
  #headAt: number | null = null;
  #head: ResponseHead | null = null;
  #chunks: Buffer[] = [];
  #bodySize = 0;

  /** @param timeoutMs from now to the last byte of the body */
  constructor(timeoutMs: number, settle: (reply: Reply) => void) {
    this.deadline = this.#startedAt + timeoutMs;
    this.#settle = settle;
    // When the whole process stood still, the answer may lie in the socket: it is read before the time is called over.
    this.#timer = setTimeout(() => setImmediate(() => this.#runOutOfTime()), timeoutMs);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Told which connection the request was given to, before anything is sent. */
  ranBy(connection: Connection): void {
    this.#connection = connection;
    this.#progressAtDispatch = connection.progress;
    this.#wasConnected = connection.progress.phase === 'ready';
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // The time ran out while the connection was being made: nothing has been sent yet, and nothing shall be.
    if (this.#isSettled) controller.abort(new Error('The request was given up.'));
    else {
      failpoint('after-connect');
      failpointSoon('mid-body');
      failpointSoon('after-request', 10);
      this.#sentAt = performance.now();
      this.#connection?.beginAnswer();
    }
  }

  onResponseStart(controller: Dispatcher.DispatchController, statusCode: number, _headers: object, reason = ''): void {
    // undici refuses a switch of protocols only when it comes with a header, and takes 0 to 99 for interim answers.
    if (statusCode < 100 || statusCode === SWITCHING_PROTOCOLS) {
      this.#refuse(`The receiver answered ${shownStatus(statusCode)}, which is no answer to a POST.`);
      return;
    }
    if (statusCode < 200) return;
    const raw = rawHeaders(controller);
    if (sizeOf(raw) > MAX_HEADER_BYTES) {
      this.#refuse(`The headers of the answer are larger than ${MAX_HEADER_BYTES / 1024} kB.`);
      return;
    }
    this.#connection?.noteHead();
    this.#headAt = performance.now();
    this.#head = { statusCode, reason: shownReason(reason), headers: headerPairs(raw) };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = MAX_STORED_BYTES - this.#stored;
    // A copy: the chunk is a view of a buffer of the socket, which would stay in memory as long as the reply.
    if (room > 0) this.#chunks.push(Buffer.from(chunk.subarray(0, room)));
    this.#bodySize += Math.min(chunk.length, MAX_READ_BYTES - this.#bodySize);
    if (this.#bodySize < MAX_READ_BYTES) return;
    this.#finishWithResponse(true);
    this.#connection?.cut();
  }

  onResponseEnd(): void {
    this.#finishWithResponse(this.#bodySize > MAX_STORED_BYTES);
    if (!this.#keptTheRules) this.#connection?.cut();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#head) this.#finishWithResponse(true);
    else this.#finish(this.#failure(exchangeFailure(error)));
  }

  /** Whether the receiver took the whole request before it answered, and answered something that HTTP knows: it may be trusted with another request. */
  get #keptTheRules(): boolean {
    return this.#head !== null && this.#head.statusCode <= LAST_STATUS && this.#connection?.isSending === false;
  }

  get #stored(): number {
    return Math.min(this.#bodySize, MAX_STORED_BYTES);
  }

  #runOutOfTime(): void {
    if (this.#isSettled) return;
    if (this.#head) this.#finishWithResponse(true);
    else this.#finish(this.#failure(timeoutFailure(this.#sentAt === null ? this.#connection?.progress.phase : 'sent')));
    // Before that the request waits for a connection; it is dropped when it gets one.
    if (this.#sentAt !== null) this.#connection?.cut();
  }

  #refuse(message: string): void {
    this.#finish(this.#failure(new AnswerFailure(message).facts));
    this.#connection?.cut();
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
      remoteAddress: this.#connection?.progress.shownAddress ?? null,
      timing: this.#timing(),
    });
  }

  #failure(facts: FailureFacts): Reply {
    return { kind: 'failure', ...facts, remoteAddress: this.#connection?.progress.shownAddress ?? null, timing: this.#timing() };
  }

  /** Phases of making the connection belong to the request that waited for it, not to later ones. */
  #timing(): ReplyTiming {
    const now = performance.now();
    const progress = this.#connection?.progress ?? null;
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

/** Three digits, as on the wire. */
const shownStatus = (statusCode: number): string => String(statusCode).padStart(3, '0');

/** The reason phrase is any text: it becomes part of sentences, so it is kept short and on one line. */
function shownReason(reason: string): string {
  return reason.slice(0, MAX_REASON_LENGTH).replace(CONTROL_CHARACTERS, '\ufffd');
}

/** Names and values in turn, as undici has them. */
function rawHeaders({ rawHeaders: raw }: Dispatcher.DispatchController): Buffer[] {
  return Array.isArray(raw) ? raw as Buffer[] : [];
}

function sizeOf(buffers: readonly Buffer[]): number {
  let size = 0;
  for (const { length } of buffers) size += length;
  return size;
}

/** Names as sent, values as Latin-1 (RFC 9110, 5.5). */
function headerPairs(raw: readonly Buffer[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index]!.toString('latin1'), raw[index + 1]!.toString('latin1')]);
  return pairs;
}
