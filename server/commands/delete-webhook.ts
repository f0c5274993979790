import { RefusedError } from '../domain/errors.ts';
import { restorableUntil } from '../domain/restoring.ts';
import { Webhook } from '../storage/entities/webhook.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { cancelWaiting, forgetFailures, noteWebhookChange, pauseQueue } from '../storage/webhook-rows.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { noSuchWebhook } from './webhook-checks.ts';

export interface DeletedWebhook {
  id: string;
  /** Deliveries that waited. */
  cancelledDeliveries: number;
  /** Ms since the epoch. */
  restorableUntil: number;
}

/** Deletes a webhook and cancels what waits for it; its deliveries stay in the log. It can be restored for a time. */
export async function deleteWebhook(deps: CommandDeps, caller: Caller, id: string): Promise<DeletedWebhook> {
  const now = deps.clock();
  const cancelledDeliveries = await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    const webhook = await lockWebhook(tx, caller, id);
    if (!webhook) throw new RefusedError([noSuchWebhook()]);
    const change = { deletedAt: now, updatedAt: now, version: webhook.version + 1 };
    await tx.update(Webhook, { id }, change);
    const cancelled = await cancelWaiting(tx, id, now);
    await forgetFailures(tx, id);
    await pauseQueue(tx, id);
    await logWebhookChange(tx, webhook, { kind: 'DELETED', at: now });
    await noteWebhookAudit(tx, caller, { action: 'webhook.delete', before: webhook, after: { ...webhook, ...change }, at: now });
    return cancelled;
  });
  deps.directory.invalidate(caller.accountId);
  deps.announceChange();
  return { id, cancelledDeliveries, restorableUntil: restorableUntil(now) };
}
