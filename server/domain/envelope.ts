import { wireName, type EnvironmentKey } from './environments.ts';
import { problem, type UserProblem } from './errors.ts';
import { isNestedDeeper } from './json-depth.ts';
import { formatDateTime, SECOND_MS } from './time.ts';

export const MAX_PAYLOAD_DEPTH = 64;

/** What the body of an event is made of. */
export interface EnvelopeParts {
  readonly eventId: string;
  /** Ms since epoch. */
  readonly occurredAt: number;
  readonly eventCode: string;
  readonly resourceId: string;
  readonly environment: EnvironmentKey;
  readonly schemaVersion: string;
  readonly isSample: boolean;
  /** JSON text, put into the body as it is. */
  readonly payloadText: string;
}

/**
 * The body that every webhook of an event receives. It is put together as text, because a payload that went through
 * `JSON.parse` would lose big integers, duplicate keys and white space, and signatures would no longer fit.
 */
export function buildBody(parts: EnvelopeParts): string {
  return `{"eventId":${JSON.stringify(parts.eventId)}`
    + `,"eventDate":"${formatDateTime(parts.occurredAt)}"`
    + `,"eventCode":${JSON.stringify(parts.eventCode)}`
    + `,"resourceId":${JSON.stringify(parts.resourceId)}`
    + `,"environment":"${wireName(parts.environment)}"`
    + `,"schemaVersion":${JSON.stringify(parts.schemaVersion)}`
    + (parts.isSample ? ',"sample":true' : '')
    + `,"payload":${parts.payloadText}}`;
}

/** A payload as JSON text; null when it is nested deeper than `JSON.stringify` can go, which is far beyond what is allowed. */
export function payloadText(payload: unknown): string | null {
  try {
    return JSON.stringify(payload);
  } catch {
    return null;
  }
}

/** A payload that came as text: what it says, or what is wrong with it. */
export function parsePayload(text: string, maxBytes: number, path: readonly string[] | null = null): { value: unknown; problem: UserProblem | null } {
  const fault = checkPayload(text, maxBytes, path);
  if (fault) return { value: null, problem: fault };
  try {
    return { value: JSON.parse(text), problem: null };
  } catch {
    return { value: null, problem: problem('INVALID', 'The payload is not valid JSON.', path) };
  }
}

/** Whether JSON text keeps the limits of a payload: size in UTF-8 bytes, nesting, being Unicode. */
export function checkPayload(text: string, maxBytes: number, path: readonly string[] | null = null): UserProblem | null {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > maxBytes) return problem('PAYLOAD_TOO_LARGE', `The payload has ${bytes} bytes; at most ${maxBytes} are allowed.`, path);
  // A lone surrogate has no UTF-8 form: the bytes sent would not be the text that was given.
  if (!text.isWellFormed()) return problem('INVALID', 'The payload contains half of a surrogate pair, which is not valid Unicode.', path);
  return isNestedDeeper(text, MAX_PAYLOAD_DEPTH) ? problem('INVALID', `The payload is nested deeper than ${MAX_PAYLOAD_DEPTH} levels.`, path) : null;
}

/** Facts of one attempt that travel in headers, because the body is the same for all attempts. */
export interface RequestFacts {
  /** Value of `User-Agent`, e.g. `Keybell/0.1.0`. */
  readonly userAgent: string;
  readonly eventId: string;
  readonly eventCode: string;
  readonly environment: EnvironmentKey;
  readonly webhookId: string;
  readonly deliveryId: string;
  /** Number from 1. */
  readonly attemptNumber: number;
  /** Start of this attempt in ms since epoch. */
  readonly startedAt: number;
}

/** Unix seconds as `webhook-timestamp` and the Standard Webhooks signature carry them. */
export function timestampSeconds(startedAt: number): number {
  return Math.floor(startedAt / SECOND_MS);
}

/** Headers of one attempt in sending order; signatures and custom headers follow them. */
export function requestHeaders(facts: RequestFacts): [name: string, value: string][] {
  return [
    ['Content-Type', 'application/json'],
    ['Accept-Encoding', 'identity'],
    ['User-Agent', facts.userAgent],
    ['webhook-id', facts.eventId],
    ['webhook-timestamp', String(timestampSeconds(facts.startedAt))],
    ['X-Webhook-Event', facts.eventCode],
    ['X-Webhook-Environment', wireName(facts.environment)],
    ['X-Webhook-Listener', facts.webhookId],
    ['X-Webhook-Delivery', facts.deliveryId],
    ['X-Webhook-Attempt', String(facts.attemptNumber)],
  ];
}
