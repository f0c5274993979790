import { hash } from 'node:crypto';
import { buildBody, checkPayload, parsePayload, payloadText } from '../domain/envelope.ts';
import { wireName, type EnvironmentKey } from '../domain/environments.ts';
import { problem, type UserProblem } from '../domain/errors.ts';
import { closestCode } from '../domain/event-type.ts';
import { newId } from '../domain/ids.ts';
import { formatDateTime } from '../domain/time.ts';
import type { EventType } from '../storage/entities/event-type.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import type { EventCatalogue } from '../storage/event-catalogue.ts';
import type { Caller } from './caller.ts';
import type { PayloadSchemas, Violation } from './payload-schemas.ts';
import type { PublishQueue, StoredEvent } from './publish-queue.ts';

const MAX_RESOURCE_ID_LENGTH = 200;
export const MAX_KEY_LENGTH = 200;
/** W3C Trace Context, version 00. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const VISIBLE_TEXT = /^[^\p{Cc}\p{Cs}]+$/u;

/** An event as its publisher gives it. Exactly one of `payload` and `rawPayload`. */
export interface PublishInput {
  type: string;
  environment: EnvironmentKey;
  resourceId: string;
  payload?: unknown;
  /** JSON text, sent byte for byte. */
  rawPayload?: string | null;
  /** Ms since the epoch; now when omitted. */
  occurredAt?: number | null;
  idempotencyKey: string;
  traceparent?: string | null;
}

/** A payload that breaks its schema tells where. */
export interface SchemaProblem extends UserProblem { violations: Violation[] }

/** Problems have paths relative to the event. */
export type PublishResult = StoredEvent;

interface PublisherDeps {
  catalogue: EventCatalogue;
  schemas: PayloadSchemas;
  queue: PublishQueue;
  maxPayloadBytes: number;
  clock: () => number;
}

/** Checks events and stores them; the results have the order of the input. Nothing is stored of what is refused. */
export class Publisher {
  readonly #deps: PublisherDeps;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  async publish(caller: Caller, inputs: readonly PublishInput[], mode: 'ATOMIC' | 'PARTIAL'): Promise<PublishResult[]> {
    const now = this.#deps.clock();
    if (inputs.some(({ type }) => !this.#deps.catalogue.byCode(caller.accountId, type))) await this.#deps.catalogue.refresh();
    const firstUnknown = inputs.find(({ type }) => !this.#deps.catalogue.byCode(caller.accountId, type));
    const checked = inputs.map((input) => this.#check(caller, input, { now, suggests: input === firstUnknown }));
    const isRefused = mode === 'ATOMIC' && checked.some((each) => each.problems.length > 0);
    const events = isRefused ? [] : checked.flatMap((each) => each.event ?? []);
    const stored = events.length > 0 ? await this.#deps.queue.store(caller.accountId, events, mode === 'ATOMIC') : [];
    let next = 0;
    return checked.map(({ event, problems }) => (isRefused || !event ? notStored(problems) : stored[next++]!));
  }

  #check(caller: Caller, input: PublishInput, { now, suggests }: { now: number; suggests: boolean }): { event: WebhookEvent | null; problems: UserProblem[] } {
    const type = this.#deps.catalogue.byCode(caller.accountId, input.type);
    const payload = readPayload(input, this.#deps.maxPayloadBytes);
    const problems = [
      ...(type ? checkSunset(type, now) : [this.#unknownType(caller, input.type, suggests)]), ...checkFacts(caller, input), ...payload.problems,
      ...(type && payload.text !== null ? this.checkSchema(type, { value: payload.value, characters: payload.text.length }, [typeof input.rawPayload === 'string' ? 'rawPayload' : 'payload']) : []),
    ];
    if (problems.length > 0 || !type || payload.text === null) return { event: null, problems };
    return { event: newEvent(caller, input, { type, payloadText: payload.text, now }), problems };
  }

  /** Looking for a code that is near takes time, so it is done for the first one of a request. */
  #unknownType(caller: Caller, code: string, suggests: boolean): UserProblem {
    const suggestion = suggests ? closestCode(code, this.#deps.catalogue.codes(caller.accountId)) : null;
    return problem('UNKNOWN_EVENT_TYPE', `There is no event type "${code.slice(0, 80)}".${suggestion ? ` Did you mean "${suggestion}"?` : ''}`, ['type']);
  }

  /** What in a payload breaks the schema of its type: no problem or one, at `path`. */
  checkSchema(type: EventType, payload: { value: unknown; characters: number }, path: readonly string[]): SchemaProblem[] {
    const violations = this.#deps.schemas.check(type.id, type.payloadSchema, payload.value, payload.characters);
    const [first] = violations;
    if (!first) return [];
    const message = `The payload does not match the schema of ${type.code}: ${first.instancePointer || 'the payload'} ${first.message}.`;
    return [{ ...problem('PAYLOAD_SCHEMA_VIOLATION', message, path), violations }];
  }
}

function checkSunset({ code, deprecation }: EventType, now: number): UserProblem[] {
  if (deprecation?.sunsetAt == null || deprecation.sunsetAt > now) return [];
  return [problem('INVALID_STATE', `${code} is not sent any more since ${formatDateTime(deprecation.sunsetAt)}: ${deprecation.reason}`, ['type'])];
}

const notStored = (problems: UserProblem[]): PublishResult => ({ event: null, matchedWebhookCount: 0, isIdempotentReplay: false, problems });

interface Payload { text: string | null; value: unknown; problems: UserProblem[] }

function readPayload({ payload, rawPayload }: PublishInput, maxBytes: number): Payload {
  const isRaw = typeof rawPayload === 'string';
  if (isRaw === (payload !== undefined && payload !== null)) {
    const message = isRaw ? 'Give either payload or rawPayload, not both.' : 'Give the payload, as payload or as rawPayload.';
    return { text: null, value: null, problems: [problem(isRaw ? 'INVALID' : 'REQUIRED', message, ['payload'])] };
  }
  const text = isRaw ? rawPayload : payloadText(payload);
  if (text === null) return { text: null, value: null, problems: [problem('INVALID', 'The payload is nested far too deep.', ['payload'])] };
  const { value, problem: fault } = isRaw
    ? parsePayload(text, maxBytes, ['rawPayload'])
    : { value: payload, problem: checkPayload(text, maxBytes, ['payload']) };
  return fault ? { text: null, value: null, problems: [fault] } : { text, value, problems: [] };
}

function checkFacts(caller: Caller, input: PublishInput): UserProblem[] {
  const problems = [
    checkText(input.resourceId, 'resourceId', MAX_RESOURCE_ID_LENGTH), checkText(input.idempotencyKey, 'idempotencyKey', MAX_KEY_LENGTH),
  ].flatMap((each) => each ?? []);
  if (!caller.environments.includes(input.environment)) {
    problems.push(problem('INVALID', `This API key may not publish to ${wireName(input.environment)}.`, ['environment']));
  }
  if (input.traceparent && !TRACEPARENT.test(input.traceparent)) {
    problems.push(problem('INVALID', 'traceparent is not a W3C trace context, such as 00-<32 hex>-<16 hex>-01.', ['traceparent']));
  }
  return problems;
}

export function checkKey(key: string): UserProblem[] {
  const fault = checkText(key, 'idempotencyKey', MAX_KEY_LENGTH);
  return fault ? [{ ...fault, path: ['input', 'idempotencyKey'] }] : [];
}

export function checkText(value: string, name: string, maxLength: number): UserProblem | null {
  if (value.trim() === '') return problem('REQUIRED', `${name} must not be empty.`, [name]);
  if (value.length > maxLength) return problem('TOO_LONG', `${name} has ${value.length} characters; at most ${maxLength} are allowed.`, [name]);
  if (value !== value.trim()) return problem('INVALID', `${name} must not begin or end with white space.`, [name]);
  return VISIBLE_TEXT.test(value) ? null : problem('INVALID', `${name} must not contain control characters.`, [name]);
}

function newEvent(caller: Caller, input: PublishInput, { type, payloadText, now }: { type: EventType; payloadText: string; now: number }): WebhookEvent {
  const id = newId('evt');
  const occurredAt = input.occurredAt ?? now;
  return {
    id, accountId: caller.accountId, environment: input.environment, code: type.code, schemaVersion: type.schemaVersion,
    resourceId: input.resourceId, occurredAt, publishedAt: now,
    body: buildBody({
      eventId: id, occurredAt, eventCode: type.code, resourceId: input.resourceId, environment: input.environment,
      schemaVersion: type.schemaVersion, isSample: false, payloadText,
    }),
    isTest: false, idempotencyKey: input.idempotencyKey, contentHash: contentHash(input, payloadText),
    traceparent: input.traceparent ?? null, publishedBy: caller.actorId,
  };
}

/** Over what the publisher decides; a time that was left out is not part of it, for a repetition comes later. */
function contentHash(input: PublishInput, payloadText: string): string {
  return hash('sha256', JSON.stringify([input.type, input.environment, input.resourceId, input.occurredAt ?? null]) + payloadText);
}
