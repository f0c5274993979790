import { buildBody, checkPayload, payloadText } from '../domain/envelope.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import type { EventType } from '../storage/entities/event-type.ts';
import type { LeasedEvent } from '../storage/leased-delivery.ts';
import { findEventBodies, findEvents } from '../storage/repositories/events.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** Either a stored event, or an event type with an example of it or a payload. */
export interface EventChoice {
  eventId?: string | null;
  eventType?: string | null;
  /** Key of an example of the type; the first when omitted. */
  example?: string | null;
  /** Instead of an example. */
  payload?: unknown;
}

/** What a sample is made with. */
export interface SampleFacts { id: string; resourceId: string; environment: EnvironmentKey; occurredAt: number }

/** The event that a preview is asked about; a sample is as of now. */
export async function chooseEvent(deps: CommandDeps, caller: Caller, choice: EventChoice, environment: EnvironmentKey): Promise<LeasedEvent> {
  const { eventId, eventType } = choice;
  if ((eventId == null) === (eventType == null)) {
    throw refused(problem(eventId == null ? 'REQUIRED' : 'INVALID', 'Give either eventId or eventType.', ['input', 'eventType']));
  }
  if (eventId != null) return storedEvent(deps, caller, eventId);
  const type = typeOf(deps, caller, eventType!);
  const facts = { id: 'evt_sample', resourceId: 'sample', environment, occurredAt: deps.clock() };
  const body = sampleBody(deps, type, facts, choice.payload ?? examplePayload(type, choice.example ?? null));
  return { ...facts, accountId: caller.accountId, code: type.code, body };
}

export function typeOf({ catalogue }: CommandDeps, caller: Caller, code: string): EventType {
  const type = catalogue.byCode(caller.accountId, code);
  if (!type) throw refused(problem('UNKNOWN_EVENT_TYPE', `There is no event type "${code.slice(0, 80)}".`, ['input', 'eventType']));
  return type;
}

/** @param key null for the first */
export function examplePayload(type: EventType, key: string | null): unknown {
  const example = key === null ? type.examples[0] : type.examples.find((each) => each.key === key);
  if (example) return example.payload;
  throw refused(problem('NOT_FOUND', `The event type ${type.code} has no ${key === null ? 'example' : 'such example'}; give a payload.`, ['input', 'example']));
}

/** A body that says of itself that it is a sample. */
export function sampleBody({ settings }: CommandDeps, type: EventType, facts: SampleFacts, payload: unknown): string {
  const path = ['input', 'payload'];
  const text = payloadText(payload);
  if (text === null) throw refused(problem('INVALID', 'The payload is nested far too deep.', path));
  const fault = checkPayload(text, settings.maxPayloadBytes, path);
  if (fault) throw refused(fault);
  return buildBody({ ...facts, eventId: facts.id, eventCode: type.code, schemaVersion: type.schemaVersion, isSample: true, payloadText: text });
}

async function storedEvent({ store }: CommandDeps, caller: Caller, eventId: string): Promise<LeasedEvent> {
  const [event] = await findEvents(store, caller, [eventId]);
  if (!event) throw refused(problem('NOT_FOUND', 'There is no such event.', ['input', 'eventId']));
  const body = (await findEventBodies(store, [event.id])).get(event.id);
  if (body == null) throw refused(problem('CONTENT_EXPIRED', 'The payload of this event is past its retention.', ['input', 'eventId']));
  return { ...event, body };
}

const refused = (fault: UserProblem) => new RefusedError([fault]);
