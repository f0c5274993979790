import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { EventType, type Deprecation } from '../storage/entities/event-type.ts';
import { lockEventType } from '../storage/repositories/event-types.ts';
import type { Caller } from './caller.ts';
import { factsOf } from './create-event-type.ts';
import type { CommandDeps } from './deps.ts';
import { checkSchemaAndExamples, checkTexts, namedExamples } from './event-type-checks.ts';

const MAX_REASON_LENGTH = 500;

/** What is left out stays as it is. */
export interface ChangeEventTypeInput {
  code: string;
  name?: string;
  description?: string;
  payloadSchema?: unknown;
  /** Replaces all. */
  examples?: readonly unknown[];
}

export interface DeprecateEventTypeInput extends Deprecation { code: string }

/** Changes a type of the account's own. Another payload schema is a new schema version, which events published from then on name. */
export function changeEventType(deps: CommandDeps, caller: Caller, input: ChangeEventTypeInput): Promise<EventType> {
  return change(deps, caller, { code: input.code, action: 'eventType.update' }, (type) => {
    const { name = type.name, description = type.description, payloadSchema = type.payloadSchema } = input;
    const examples = input.examples ?? type.examples.map(({ payload }) => payload);
    refuse([...checkTexts({ name, description }), ...checkSchemaAndExamples(payloadSchema, examples)]);
    const isSameSchema = isDeepStrictEqual(payloadSchema, type.payloadSchema);
    return {
      name: name.trim(), description: description.trim(), payloadSchema: payloadSchema as Record<string, unknown>,
      schemaVersion: isSameSchema ? type.schemaVersion : String(Number(type.schemaVersion) + 1),
      examples: input.examples ? namedExamples(input.examples) : type.examples,
    };
  });
}

/** Stops offering a type. Webhooks that have it keep getting its events, until its sunset if it has one: from then on they are refused. */
export function deprecateEventType(deps: CommandDeps, caller: Caller, { code, reason, replacement, sunsetAt }: DeprecateEventTypeInput): Promise<EventType> {
  return change(deps, caller, { code, action: 'eventType.deprecate' }, () => {
    const known = replacement === null ? null : deps.catalogue.byCode(caller.accountId, replacement);
    refuse([
      ...(reason.trim() === '' ? [problem('REQUIRED', 'Say why, and what to use instead.', ['input', 'reason'])] : []),
      ...(reason.length > MAX_REASON_LENGTH ? [problem('TOO_LONG', `The reason may have at most ${MAX_REASON_LENGTH} characters.`, ['input', 'reason'])] : []),
      ...(replacement !== null && (!known || known.deprecation || replacement === code)
        ? [problem('UNKNOWN_EVENT_TYPE', 'The replacement must be another event type that is not deprecated.', ['input', 'replacement'])] : []),
    ]);
    return { deprecation: { reason: reason.trim(), replacement, sunsetAt } };
  });
}

type ChangedColumns = Partial<Pick<EventType, 'name' | 'description' | 'payloadSchema' | 'schemaVersion' | 'examples' | 'deprecation'>>;

/** Decided before the transaction, because checking examples takes its time; whoever changed the type meanwhile goes first. */
async function change(
  deps: CommandDeps, caller: Caller, { code, action }: { code: string; action: string }, decide: (type: EventType) => ChangedColumns,
): Promise<EventType> {
  await deps.catalogue.refresh();
  const seen = deps.catalogue.byCode(caller.accountId, code);
  if (!seen || seen.accountId !== caller.accountId) throw new RefusedError([notOwn(code, seen)]);
  const columns = decide(seen);
  const changed = await deps.store.write(async (tx) => {
    const type = await lockEventType(tx, caller.accountId, code);
    if (type?.version !== seen.version) throw new RefusedError([changedMeanwhile()]);
    return applyChange(tx, caller, { type, columns, action, now: deps.clock() });
  });
  await deps.catalogue.refresh();
  return changed;
}

async function applyChange(
  tx: EntityManager, caller: Caller, { type, columns, action, now }: { type: EventType; columns: ChangedColumns; action: string; now: number },
): Promise<EventType> {
  const changed: EventType = { ...type, ...columns, version: type.version + 1, updatedAt: now };
  const changes = changedFields(factsOf(type), factsOf(changed));
  if (changes.length === 0 && isDeepStrictEqual(type.examples, changed.examples)) return type;
  const row = { ...columns, version: changed.version, updatedAt: now } as QueryDeepPartialEntity<EventType>;
  await tx.update(EventType, { id: type.id }, row);
  await noteAudit(tx, caller, { action, target: { id: type.id, name: type.code }, changes, at: now });
  return changed;
}

const changedMeanwhile = () => problem('INVALID_STATE', 'Somebody else changed this event type at the same moment. Look at it again, then repeat your change.', ['input', 'code']);

function notOwn(code: string, builtIn: EventType | null): UserProblem {
  return builtIn
    ? problem('INVALID_STATE', `${code} is a built-in event type, which is the same for all accounts. Make one of your own with another code.`, ['input', 'code'])
    : problem('NOT_FOUND', 'There is no such event type.', ['input', 'code']);
}

function refuse(problems: UserProblem[]): void {
  if (problems.length > 0) throw new RefusedError(problems);
}
