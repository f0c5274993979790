import type { FailureCode } from './failure-code.ts';
import type { Reply, ResponseReply } from './reply.ts';
import { SECOND_MS } from './time.ts';

export { FAILURE_CODES, remedyFor, statusMeaning, type FailureCode } from './failure-code.ts';

export interface SuccessOutcome {
  readonly kind: 'success';
  readonly statusCode: number;
}

export interface FailureOutcome {
  readonly kind: 'failure';
  readonly code: FailureCode;
  readonly statusCode: number | null;
  /** What a valid `Retry-After` of a 429 or 503 asked for, from now on; null without one. */
  readonly retryAfterMs: number | null;
  /** The receiver is overloaded: wait longer and send less at once. */
  readonly isThrottle: boolean;
  /** A later attempt can end otherwise. */
  readonly isRetryable: boolean;
  /** What happened, in one sentence. */
  readonly message: string;
}

/** What an attempt came to. */
export type AttemptOutcome = SuccessOutcome | FailureOutcome;

const GONE = 410;
const TOO_MANY_REQUESTS = 429;
const SERVICE_UNAVAILABLE = 503;
const THROTTLE_STATUSES = new Set([TOO_MANY_REQUESTS, 502, SERVICE_UNAVAILABLE, 504]);
const THROTTLE_CODES: ReadonlySet<FailureCode> = new Set<FailureCode>(['CONNECT_TIMEOUT', 'RESPONSE_TIMEOUT']);
const MAX_SHOWN_LOCATION = 300;

const DELAY_SECONDS = /^\d{1,9}$/;
const IMF_FIXDATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** What a reply means for the delivery. The status line and headers decide; what happened to the body afterwards does not. */
export function judge(reply: Reply, now: number): AttemptOutcome {
  if (reply.kind === 'response') return judgeResponse(reply, now);
  return {
    kind: 'failure',
    code: reply.code,
    statusCode: null,
    retryAfterMs: null,
    isThrottle: THROTTLE_CODES.has(reply.code),
    isRetryable: true,
    message: reply.message,
  };
}

function judgeResponse(reply: ResponseReply, now: number): AttemptOutcome {
  const { statusCode } = reply;
  if (statusCode >= 200 && statusCode <= 299) return { kind: 'success', statusCode };
  const code = failureCodeOf(statusCode);
  return {
    kind: 'failure',
    code,
    statusCode,
    retryAfterMs: retryAfterOf(reply, now),
    isThrottle: THROTTLE_STATUSES.has(statusCode),
    isRetryable: statusCode !== GONE,
    message: messageOf(reply, code),
  };
}

function failureCodeOf(statusCode: number): FailureCode {
  if (statusCode === GONE) return 'HTTP_GONE';
  if (statusCode === TOO_MANY_REQUESTS) return 'HTTP_RATE_LIMITED';
  if (statusCode >= 300 && statusCode <= 399) return 'HTTP_REDIRECT';
  if (statusCode >= 400 && statusCode <= 499) return 'HTTP_CLIENT_ERROR';
  if (statusCode >= 500 && statusCode <= 599) return 'HTTP_SERVER_ERROR';
  return 'PROTOCOL_ERROR';
}

function retryAfterOf({ statusCode, headers }: ResponseReply, now: number): number | null {
  if (statusCode !== TOO_MANY_REQUESTS && statusCode !== SERVICE_UNAVAILABLE) return null;
  const value = headerValue(headers, 'retry-after');
  return value === null ? null : parseRetryAfter(value, now);
}

/**
 * Milliseconds from now that a `Retry-After` asks to wait (RFC 9110, 10.2.3): seconds, or an IMF-fixdate.
 * Anything else counts as absent; a date in the past is 0.
 */
export function parseRetryAfter(value: string, nowMs: number): number | null {
  if (DELAY_SECONDS.test(value)) return Number(value) * SECOND_MS;
  if (!IMF_FIXDATE.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function messageOf(reply: ResponseReply, code: FailureCode): string {
  const answer = `The receiver answered ${reply.statusCode}${reply.reason ? ` ${reply.reason}` : ''}`;
  if (code === 'PROTOCOL_ERROR') return `${answer}, which is not a valid final status.`;
  if (code !== 'HTTP_REDIRECT') return `${answer}.`;
  const location = headerValue(reply.headers, 'location')?.slice(0, MAX_SHOWN_LOCATION);
  return location ? `${answer} with the location ${location}; redirects are not followed.` : `${answer}; redirects are not followed.`;
}

function headerValue(headers: readonly [string, string][], name: string): string | null {
  return headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? null;
}
