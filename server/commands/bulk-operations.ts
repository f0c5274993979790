import { changedFields } from '../domain/audit.ts';
import { isOver, type BulkKind } from '../domain/bulk-operation.ts';
import { problem, problemsIn, RefusedError, type UserProblem } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { lockOpenOperation, moveOperation } from '../storage/bulk-rows.ts';
import { newestId } from '../storage/bulk-targets.ts';
import { BulkOperation, type BulkPlan } from '../storage/entities/bulk-operation.ts';
import { countOpenOperations, findOperation, findOperationByKey } from '../storage/repositories/bulk-operations.ts';
import { isDuplicate } from '../storage/store.ts';
import type { AccountWebhooks } from '../storage/webhook-directory.ts';
import { checkToken, digest } from './bulk-estimate.ts';
import { selectionOf, type BulkScope } from './bulk-scope.ts';
import { describePlan } from './bulk-words.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { checkKey } from './publish-event.ts';

/** More at once would only wait for each other. */
const MAX_OPEN_OPERATIONS = 20;

export interface BulkRequest {
  kind: BulkKind;
  scope: BulkScope;
  estimateToken?: string | null;
  idempotencyKey: string;
  /** What is wrong besides, to be told with what is wrong here. */
  problems?: readonly UserProblem[];
  /** What is asked for besides the scope. */
  options: Omit<BulkPlan, 'selection'>;
}

export interface BegunOperation { bulkOperation: BulkOperation; isIdempotentReplay: boolean }

/** Stores an operation for the runner to work through. The same key begins nothing new, whatever has come of the estimate. */
export async function beginOperation(deps: CommandDeps, caller: Caller, request: BulkRequest): Promise<BegunOperation> {
  const problems = [...request.problems ?? [], ...checkKey(request.idempotencyKey)];
  if (problems.length > 0) throw new RefusedError([...await problemsIn(() => selectionOf(deps, caller, request)), ...problems]);
  const earlier = await repeated(deps, caller, request);
  if (earlier) return earlier;
  const operation = await newOperation(deps, caller, request);
  try {
    await deps.store.write(async (tx) => {
      await tx.insert(BulkOperation, operation as object);
      await noteAudit(tx, caller, { action: ACTIONS[operation.kind], target: targetOf(operation), changes: changedFields(null, notedOf(request)), at: operation.createdAt });
    });
  } catch (error) {
    const sooner = isDuplicate(error) ? await repeated(deps, caller, request) : null;
    if (!sooner) throw error;
    return sooner;
  }
  return { bulkOperation: operation, isIdempotentReplay: false };
}

const ACTIONS: Readonly<Record<BulkKind, string>> = { REPLAY: 'deliveries.replay', CANCEL: 'deliveries.cancel', EXPORT: 'deliveryAttempts.export' };

/** What the audit log has of a request; of an export only what it can have. */
const notedOf = ({ options }: BulkRequest) => ({ ...(options.export ?? options) });

const targetOf = ({ id, scopeDescription }: BulkOperation) => ({ id, name: scopeDescription });

async function repeated(deps: CommandDeps, caller: Caller, request: BulkRequest): Promise<BegunOperation | null> {
  const known = await findOperationByKey(deps.store.reader, caller.accountId, request.idempotencyKey);
  if (!known) return null;
  const isVisible = await findOperation(deps.store, caller, known.id) !== null;
  if (isVisible && known.contentHash === contentHash(request)) return { bulkOperation: known, isIdempotentReplay: true };
  throw new RefusedError([problem('IDEMPOTENCY_KEY_REUSED', 'This key began another operation. Use a new key for each.', ['input', 'idempotencyKey'])]);
}

const contentHash = ({ kind, scope, options }: BulkRequest) => digest({ kind, scope, options });

async function newOperation(deps: CommandDeps, caller: Caller, request: BulkRequest): Promise<BulkOperation> {
  const { kind, scope, options, estimateToken = null, idempotencyKey } = request;
  const selection = await selectionOf(deps, caller, { kind, scope });
  await checkToken(deps, caller, { token: estimateToken, question: { kind, scope }, selection });
  if (await countOpenOperations(deps.store, caller.accountId) >= MAX_OPEN_OPERATIONS) {
    throw new RefusedError([problem('LIMIT_REACHED', `${MAX_OPEN_OPERATIONS} operations are open already. Wait until one has ended, or stop one.`)]);
  }
  const webhooks = await deps.directory.ofAccount(caller.accountId);
  const plan: BulkPlan = { selection, ...options };
  const now = deps.clock();
  return {
    id: newId('bulk'), accountId: caller.accountId, kind, status: 'QUEUED', plan, environments: [...caller.environments],
    scopeDescription: describePlan(plan, nameFor(caller, webhooks)),
    upTo: await newestId(deps.store, caller.accountId, selection), position: '',
    totalCount: selection.kind === 'ids' ? selection.ids.length : 0, succeededCount: 0, skips: {}, paceAt: now, turnAt: now,
    idempotencyKey, contentHash: contentHash(request), fault: null, createdBy: caller.actorId, createdAt: now, completedAt: null, revision: 1,
  };
}

/** Names webhooks to somebody; those that they may not see are called by their id. */
const nameFor = ({ environments }: Caller, webhooks: AccountWebhooks) => (id: string): string => {
  const webhook = webhooks.byId(id);
  return webhook && environments.includes(webhook.environment) ? webhook.name : id;
};

/** Asks the runner to stop: what was handled stays handled. One that is being stopped already stays as it is. */
export async function stopOperation(deps: CommandDeps, caller: Caller, id: string): Promise<BulkOperation> {
  if (!await findOperation(deps.store, caller, id)) throw refusal('NOT_FOUND', 'There is no such operation.');
  const operation = await deps.store.write(async (tx) => {
    const open = await lockOpenOperation(tx, id);
    if (!open || open.status === 'CANCELLING') return open;
    const now = deps.clock();
    await moveOperation(tx, open, { status: 'CANCELLING', turnAt: now });
    await noteAudit(tx, caller, { action: 'bulkOperation.cancel', target: targetOf(open), at: now });
    return { ...open, status: 'CANCELLING' as const, revision: open.revision + 1 };
  });
  if (operation) {
    deps.announceChange();
    return operation;
  }
  const ended = await findOperation(deps.store, caller, id);
  if (ended?.status === 'CANCELLED') return ended;
  throw refusal('INVALID_STATE', `The operation has ended already: it is ${ended && isOver(ended.status) ? ended.status : 'gone'}.`);
}

const refusal = (code: 'NOT_FOUND' | 'INVALID_STATE', message: string) => new RefusedError([problem(code, message, ['input', 'id'])]);
