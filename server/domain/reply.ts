import type { FailureCode } from './failure-code.ts';

/** Phases of one exchange in milliseconds, by the monotonic clock; null when a phase did not happen (a reused connection, a failure before it). */
export interface ReplyTiming {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the request handed to the connection until the response's headers. */
  readonly firstByteMs: number | null;
  readonly downloadMs: number | null;
  readonly totalMs: number;
}

/** The receiver's status line and headers arrived; the body may be cut. */
export interface ResponseReply {
  readonly kind: 'response';
  readonly statusCode: number;
  readonly reason: string;
  /** E.g. `1.1`. */
  readonly httpVersion: string;
  readonly headers: [name: string, value: string][];
  /** At most the first 16 kB. */
  readonly body: Buffer;
  /** Bytes of the body that were read, at most 64 kB. */
  readonly bodySize: number;
  /** `body` is not the whole answer. */
  readonly isTruncated: boolean;
  readonly remoteAddress: string | null;
  readonly timing: ReplyTiming;
}

/** No usable response. */
export interface FailureReply {
  readonly kind: 'failure';
  readonly code: FailureCode;
  /** One sentence that may be shown to the webhook's owner. */
  readonly message: string;
  readonly detail: Record<string, unknown> | null;
  readonly remoteAddress: string | null;
  readonly timing: ReplyTiming;
}

/** What came of a POST of which nothing left this server. */
export function notSent(facts: Pick<FailureReply, 'code' | 'message' | 'detail'>): FailureReply {
  const timing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, downloadMs: null, totalMs: 0 };
  return { kind: 'failure', ...facts, remoteAddress: null, timing };
}

/** What came of one POST. */
export type Reply = ResponseReply | FailureReply;
