import type { QueryDeepPartialEntity } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { EventType } from '../storage/entities/event-type.ts';
import { isDuplicate } from '../storage/store.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { checkCode, checkGroup, checkSchemaAndExamples, checkTexts, namedExamples } from './event-type-checks.ts';

const MAX_TYPES = 500;
const FIRST_VERSION = '1';

export interface CreateEventTypeInput {
  code: string;
  name: string;
  description: string;
  group: string;
  payloadSchema: unknown;
  examples: readonly unknown[];
}

/** Adds an event type of the account's own. It can be published and subscribed to at once. */
export async function createEventType(deps: CommandDeps, caller: Caller, input: CreateEventTypeInput): Promise<EventType> {
  await deps.catalogue.refresh();
  const problems = [
    ...checkCode(input.code), ...checkTexts(input), ...checkGroup(input.group), ...checkSchemaAndExamples(input.payloadSchema, input.examples),
    ...(deps.catalogue.byCode(caller.accountId, input.code) ? [taken(input.code)] : []),
  ];
  if (problems.length > 0) throw new RefusedError(problems);
  const type = newType(caller, input, deps.clock());
  try {
    await deps.store.write(async (tx) => {
      const own = await tx.countBy(EventType, { accountId: caller.accountId });
      if (own >= MAX_TYPES) throw new RefusedError([problem('LIMIT_REACHED', `An account may have at most ${MAX_TYPES} event types of its own.`)]);
      await tx.insert(EventType, { ...type, position: own } as QueryDeepPartialEntity<EventType>);
      await noteAudit(tx, caller, {
        action: 'eventType.create', target: { id: type.id, name: type.code }, changes: changedFields(null, factsOf(type)), at: type.updatedAt,
      });
    });
  } catch (error) {
    throw isDuplicate(error) ? new RefusedError([taken(input.code)]) : error;
  }
  await deps.catalogue.refresh();
  return type;
}

/** What the audit log shows of a type. */
export const factsOf = ({ name, description, groupKey, schemaVersion, payloadSchema, deprecation }: EventType) =>
  ({ name, description, group: groupKey, schemaVersion, payloadSchema, deprecation });

const taken = (code: string) => problem('TAKEN', `There is an event type "${code}" already. Choose another code, or change that one.`, ['input', 'code']);

function newType({ accountId }: Caller, { code, name, description, group, payloadSchema, examples }: CreateEventTypeInput, now: number): EventType {
  return {
    id: newId('evtype'), accountId, code, name: name.trim(), description: description.trim(), groupKey: group, position: 0, schemaVersion: FIRST_VERSION,
    payloadSchema: payloadSchema as Record<string, unknown>, examples: namedExamples(examples), deprecation: null, version: 1, updatedAt: now,
  };
}
