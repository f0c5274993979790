import { problem, type UserProblem } from '../domain/errors.ts';
import type { BulkScope } from './bulk-scope.ts';
import { beginOperation, type BegunOperation } from './bulk-operations.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

const MAX_REQUESTS_PER_SECOND = 10_000;

export interface ReplayDeliveriesInput {
  scope: BulkScope;
  /** Only FAILED and SKIPPED ones. */
  onlyUnsuccessful: boolean;
  /** Send to this webhook instead of the original one. */
  targetWebhookId?: string | null;
  maxRequestsPerSecond?: number | null;
  /** Of `estimateBulk`; required for a filter. */
  estimateToken?: string | null;
  idempotencyKey: string;
}

/** Begins to repeat deliveries, each as a new one with its own retries; the originals stay as they are. */
export async function replayDeliveries(deps: CommandDeps, caller: Caller, input: ReplayDeliveriesInput): Promise<BegunOperation> {
  const { scope, onlyUnsuccessful, estimateToken, idempotencyKey } = input;
  const targetWebhookId = input.targetWebhookId ?? null;
  const maxRequestsPerSecond = input.maxRequestsPerSecond ?? null;
  const problems = [...checkPace(maxRequestsPerSecond), ...(targetWebhookId === null ? [] : await checkTarget(deps, caller, targetWebhookId))];
  return beginOperation(deps, caller, {
    kind: 'REPLAY', scope, estimateToken, idempotencyKey, problems, options: { onlyUnsuccessful, targetWebhookId, maxRequestsPerSecond },
  });
}

function checkPace(perSecond: number | null): UserProblem[] {
  if (perSecond === null || (perSecond >= 1 && perSecond <= MAX_REQUESTS_PER_SECOND)) return [];
  const message = `maxRequestsPerSecond must be between 1 and ${MAX_REQUESTS_PER_SECOND}; it is ${perSecond}.`;
  return [problem('INVALID', message, ['input', 'maxRequestsPerSecond'])];
}

async function checkTarget(deps: CommandDeps, caller: Caller, webhookId: string): Promise<UserProblem[]> {
  const webhook = await deps.directory.byId(caller.accountId, webhookId);
  const isVisible = webhook && caller.environments.includes(webhook.environment);
  return isVisible ? [] : [problem('NOT_FOUND', 'There is no such webhook.', ['input', 'targetWebhookId'])];
}
