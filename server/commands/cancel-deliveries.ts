import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import { isFinal } from '../domain/delivery.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { cancelDeliveries as cancelRows } from '../storage/bulk-rows.ts';
import { Delivery } from '../storage/entities/delivery.ts';
import { beginOperation, type BegunOperation } from './bulk-operations.ts';
import type { BulkScope } from './bulk-scope.ts';
import { auditTarget } from './audit-delivery.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** Stops a delivery that waits: nothing more is sent. One that is cancelled already stays as it is. */
export async function cancelDelivery(deps: CommandDeps, caller: Caller, id: string): Promise<Delivery> {
  const delivery = await deps.store.write((tx) => cancelOne(tx, caller, { id, now: deps.clock() }));
  deps.intake.wake();
  deps.announceChange();
  return delivery;
}

/** Tries first and looks then: a claim may come in between two looks, but not into the one statement. */
async function cancelOne(tx: EntityManager, caller: Caller, { id, now }: { id: string; now: number }): Promise<Delivery> {
  const before = await tx.findOneBy(Delivery, { id, accountId: caller.accountId });
  if (!before || !caller.environments.includes(before.environment)) throw refusal('NOT_FOUND', 'There is no such delivery.');
  const cancelled = await cancelRows(tx, [id], now);
  const delivery = await tx.findOneByOrFail(Delivery, { id });
  if (cancelled > 0) await noteAudit(tx, caller, { action: 'delivery.cancel', target: auditTarget(delivery), at: now });
  if (cancelled > 0 || delivery.status === 'CANCELLED') return delivery;
  if (isFinal(delivery.status)) throw refusal('INVALID_STATE', `The delivery has ended already: it is ${delivery.status}.`);
  throw refusal('INVALID_STATE', 'An attempt of this delivery is running, and cannot be taken back. Wait for its result.');
}

const refusal = (code: 'NOT_FOUND' | 'INVALID_STATE', message: string) => new RefusedError([problem(code, message, ['input', 'id'])]);

export interface CancelDeliveriesInput {
  scope: BulkScope;
  /** Of `estimateBulk`; required for a filter. */
  estimateToken?: string | null;
  idempotencyKey: string;
}

/** Begins to stop deliveries that wait. What is being sent cannot be taken back; the operation reports it. */
export function cancelDeliveries(deps: CommandDeps, caller: Caller, input: CancelDeliveriesInput): Promise<BegunOperation> {
  return beginOperation(deps, caller, {
    kind: 'CANCEL', ...input, options: { onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null },
  });
}
