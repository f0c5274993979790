import { checkContentFilter, ContentFilter, FilteredEvent } from '../domain/content-filter.ts';
import { buildBody, checkPayload } from '../domain/envelope.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import type { EventType } from '../storage/entities/event-type.ts';
import { findEventBodies, findEvents } from '../storage/repositories/events.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** Either a stored event or an event type with an example of it or a payload. */
export interface PreviewFilterInput {
  expression: string;
  eventId?: string | null;
  eventType?: string | null;
  /** Key of an example of the type; the first when omitted. */
  example?: string | null;
  /** Instead of an example. */
  payload?: unknown;
}

export interface FilterPreview {
  /** Null when the filter has no answer. */
  isMatch: boolean | null;
  /** Why it has none. */
  failure: string | null;
  /** Units, at most. */
  cost: number;
}

/** What a filter says about an event, without saving it. */
export async function previewFilter(deps: CommandDeps, caller: Caller, input: PreviewFilterInput): Promise<FilterPreview> {
  const problems = checkContentFilter(input.expression, ['input', 'expression']);
  if (problems.length > 0) throw new RefusedError(problems);
  const filter = new ContentFilter(input.expression);
  const event = new FilteredEvent(await bodyOf(deps, caller, input));
  const verdict = filter.judge(event);
  const failure = verdict.outcome === 'FAILED' ? `${verdict.reason}.` : null;
  return { isMatch: failure === null ? verdict.outcome === 'ACCEPTED' : null, failure, cost: Math.ceil(filter.costFor(event)) };
}

function bodyOf(deps: CommandDeps, caller: Caller, { eventId, eventType, example, payload }: PreviewFilterInput): Promise<string> | string {
  if ((eventId == null) === (eventType == null)) {
    throw refused(problem(eventId == null ? 'REQUIRED' : 'INVALID', 'Give either eventId or eventType.', ['input', 'eventType']));
  }
  if (eventId != null) return storedBody(deps, caller, eventId);
  const type = deps.catalogue.byCode(caller.accountId, eventType!);
  if (!type) throw refused(problem('UNKNOWN_EVENT_TYPE', `There is no event type "${eventType!.slice(0, 80)}".`, ['input', 'eventType']));
  return sampleBody(deps, type, payload ?? examplePayload(type, example ?? null));
}

async function storedBody({ store }: CommandDeps, caller: Caller, eventId: string): Promise<string> {
  const [event] = await findEvents(store, caller, [eventId]);
  if (!event) throw refused(problem('NOT_FOUND', 'There is no such event.', ['input', 'eventId']));
  const body = (await findEventBodies(store, [event.id])).get(event.id);
  if (body == null) throw refused(problem('CONTENT_EXPIRED', 'The payload of this event is past its retention.', ['input', 'eventId']));
  return body;
}

function examplePayload(type: EventType, key: string | null): unknown {
  const example = key === null ? type.examples[0] : type.examples.find((each) => each.key === key);
  if (example) return example.payload;
  throw refused(problem('NOT_FOUND', `The event type ${type.code} has no ${key === null ? 'example' : 'such example'}; give a payload.`, ['input', 'example']));
}

function sampleBody({ clock, settings }: CommandDeps, type: EventType, payload: unknown): string {
  const payloadText = JSON.stringify(payload);
  const fault = checkPayload(payloadText, settings.maxPayloadBytes, ['input', 'payload']);
  if (fault) throw refused(fault);
  return buildBody({
    eventId: 'evt_sample', occurredAt: clock(), eventCode: type.code, resourceId: 'sample', environment: 'PRODUCTION',
    schemaVersion: type.schemaVersion, isSample: true, payloadText,
  });
}

const refused = (fault: UserProblem) => new RefusedError([fault]);
