import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import { RESTORABLE_MS, restorableSince } from '../domain/restoring.ts';
import { DAY_MS } from '../domain/time.ts';
import { Webhook } from '../storage/entities/webhook.ts';
import { countWebhooks, lockDeletedWebhook, lockWebhook } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { noteWebhookChange, pauseQueue } from '../storage/webhook-rows.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import type { Caller } from './caller.ts';
import { MAX_WEBHOOKS_PER_ENVIRONMENT, tooManyWebhooks } from './create-webhook.ts';
import type { CommandDeps } from './deps.ts';

/**
 * Undoes the deletion of a webhook. It comes back inactive, with its secrets, so that nothing is sent before somebody has looked at it;
 * what the deletion cancelled stays cancelled.
 */
export async function restoreWebhook(deps: CommandDeps, caller: Caller, id: string): Promise<Webhook> {
  const now = deps.clock();
  const webhook = await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    const deleted = await lockDeletedWebhook(tx, caller, { id, deletedSince: restorableSince(now) });
    if (!deleted) throw await notRestorable(tx, caller, id);
    if (await countWebhooks(tx, deleted) >= MAX_WEBHOOKS_PER_ENVIRONMENT) throw new RefusedError([tooManyWebhooks(null)]);
    return restoreRow(tx, caller, { deleted, now });
  });
  deps.directory.invalidate(caller.accountId);
  deps.announceChange();
  return webhook;
}

async function restoreRow(tx: EntityManager, caller: Caller, { deleted, now }: { deleted: Webhook; now: number }): Promise<Webhook> {
  const wasActive = deleted.status === 'ACTIVE';
  const change = {
    deletedAt: null, updatedAt: now, version: deleted.version + 1,
    ...(wasActive ? { status: 'INACTIVE', statusReason: 'MANUAL', statusChangedAt: now } as const : {}),
  };
  await tx.update(Webhook, { id: deleted.id }, change);
  await pauseQueue(tx, deleted.id);
  // To those who follow, it is new.
  await logWebhookChange(tx, deleted, { kind: 'CREATED', at: now });
  const restored = { ...deleted, ...change };
  await noteWebhookAudit(tx, caller, { action: 'webhook.restore', before: deleted, after: restored, at: now });
  return restored;
}

async function notRestorable(tx: EntityManager, caller: Caller, id: string): Promise<RefusedError> {
  const path = ['input', 'id'];
  if (await lockWebhook(tx, caller, id)) return new RefusedError([problem('INVALID_STATE', 'The webhook is not deleted.', path)]);
  const message = `There is no deleted webhook with this id. A webhook can be restored for ${RESTORABLE_MS / DAY_MS} days after its deletion.`;
  return new RefusedError([problem('NOT_FOUND', message, path)]);
}
