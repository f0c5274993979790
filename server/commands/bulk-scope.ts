import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import type { BulkKind } from '../domain/bulk-operation.ts';
import type { AttemptFilter } from '../storage/attempt-filter.ts';
import type { DeliveryFilter } from '../storage/delivery-filter.ts';
import type { BulkSelection } from '../storage/entities/bulk-operation.ts';
import { findDeliveries } from '../storage/repositories/deliveries.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

const MAX_IDS = 1000;

/** Ms since the epoch; `until` is now when it is left out. */
export interface FailedSince { webhookId: string; since: number; until?: number | null }

/** Deliveries to work on, as the caller names them. Exactly one member. */
export interface BulkScope {
  ids?: readonly string[] | null;
  filter?: DeliveryFilter | null;
  failedSince?: FailedSince | null;
  missedSince?: FailedSince | null;
  /** Of an export, and of nothing else. */
  attempts?: AttemptFilter;
}

const MEMBERS = ['ids', 'filter', 'failedSince', 'missedSince'] as const;

/** What a scope selects; refuses one that is not clear, and ids that name nothing the caller may see. */
export async function selectionOf(deps: CommandDeps, caller: Caller, { kind, scope }: { kind: BulkKind; scope: BulkScope }): Promise<BulkSelection> {
  if (kind === 'EXPORT') return { kind: 'attempts', filter: scope.attempts ?? {} };
  const given = MEMBERS.filter((member) => scope[member] != null);
  const [member] = given;
  if (member === undefined || given.length > 1) throw refused([problem('INVALID', `Give exactly one of ${MEMBERS.join(', ')}.`, PATH)]);
  if (scope.ids) return { kind: 'ids', ids: await checkIds(deps, caller, scope.ids) };
  if (scope.filter) return { kind: 'filter', filter: scope.filter };
  if (kind === 'CANCEL') throw refused([problem('INVALID', `${member} names what has failed or was never sent; nothing of it can be cancelled. Use ids or filter.`, [...PATH, member])]);
  const kindOfSpan = scope.failedSince ? 'failedSince' : 'missedSince';
  return { kind: kindOfSpan, ...await checkSpan(deps, caller, { span: (scope.failedSince ?? scope.missedSince)!, member: kindOfSpan }) };
}

const PATH = ['input', 'scope'];
const refused = (problems: UserProblem[]) => new RefusedError(problems);

/** Each once, in order: an operation goes through them by its position. */
async function checkIds(deps: CommandDeps, caller: Caller, ids: readonly string[]): Promise<string[]> {
  const path = [...PATH, 'ids'];
  if (ids.length === 0) throw refused([problem('REQUIRED', 'Name at least one delivery.', path)]);
  if (ids.length > MAX_IDS) throw refused([problem('TOO_MANY', `At most ${MAX_IDS} deliveries can be named; these are ${ids.length}. Use a filter.`, path)]);
  const found = new Set((await findDeliveries(deps.store, caller, ids)).map(({ id }) => id));
  const missing = ids.flatMap((id, index) => (found.has(id) ? [] : [problem('NOT_FOUND', 'There is no such delivery.', [...path, String(index)])]));
  if (missing.length > 0) throw refused(missing);
  return [...found].sort();
}

async function checkSpan(deps: CommandDeps, caller: Caller, { span, member }: { span: FailedSince; member: string }) {
  const until = span.until ?? deps.clock();
  const webhook = await deps.directory.byId(caller.accountId, span.webhookId);
  if (!webhook || !caller.environments.includes(webhook.environment)) {
    throw refused([problem('NOT_FOUND', 'There is no such webhook.', [...PATH, member, 'webhookId'])]);
  }
  if (span.since >= until) throw refused([problem('INVALID', 'The start must be before the end, and in the past.', [...PATH, member, 'since'])]);
  return { webhookId: span.webhookId, since: span.since, until };
}
