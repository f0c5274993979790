import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import { Webhook } from '../storage/entities/webhook.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { noteWebhookChange, pauseQueue, resumeQueue } from '../storage/webhook-rows.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { noSuchWebhook } from './webhook-checks.ts';

const MAX_WEBHOOKS_AT_ONCE = 100;

/** Switches webhooks on or off, all of them or none. One that is on already has its circuit closed and its failures forgotten. */
export async function switchWebhooks(deps: CommandDeps, caller: Caller, { ids, isActive }: { ids: readonly string[]; isActive: boolean }): Promise<Webhook[]> {
  if (ids.length === 0) throw new RefusedError([problem('REQUIRED', 'Name at least one webhook.', ['input', 'ids'])]);
  if (ids.length > MAX_WEBHOOKS_AT_ONCE) {
    throw new RefusedError([problem('TOO_MANY', `At most ${MAX_WEBHOOKS_AT_ONCE} webhooks can be switched at once.`, ['input', 'ids'])]);
  }
  const webhooks = await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    const found = await lockAll(tx, caller, ids);
    const now = deps.clock();
    for (const [id, webhook] of found) found.set(id, await switchOne(tx, caller, webhook, { isActive, now }));
    return [...new Set(ids)].map((id) => found.get(id)!);
  });
  deps.directory.invalidate(caller.accountId);
  if (isActive) deps.intake.wake();
  return webhooks;
}

/** Webhooks by id, always in the order of ids, so that two callers cannot wait for each other: for these, nor for their queues. */
async function lockAll(tx: EntityManager, caller: Caller, ids: readonly string[]): Promise<Map<string, Webhook>> {
  const found = new Map<string, Webhook>();
  for (const id of [...new Set(ids)].sort()) {
    const webhook = await lockWebhook(tx, caller, id);
    if (webhook) found.set(id, webhook);
  }
  const missing = ids.flatMap((id, index) => (found.has(id) ? [] : [noSuchWebhook(['input', 'ids', String(index)])]));
  if (missing.length > 0) throw new RefusedError(missing);
  return found;
}

async function switchOne(tx: EntityManager, caller: Caller, webhook: Webhook, { isActive, now }: { isActive: boolean; now: number }): Promise<Webhook> {
  const status = isActive ? 'ACTIVE' : 'INACTIVE';
  if (webhook.status === status) {
    if (!isActive) return webhook;
    await resumeQueue(tx, webhook.id);
    await logWebhookChange(tx, webhook, { kind: 'UPDATED', at: now });
    await noteWebhookAudit(tx, caller, { action: 'webhook.activate', before: webhook, after: webhook, at: now });
    return webhook;
  }
  const change = { status, statusReason: 'MANUAL', statusChangedAt: now, updatedAt: now, version: webhook.version + 1 } as const;
  await tx.update(Webhook, { id: webhook.id }, change);
  await switchQueue(tx, webhook.id, isActive);
  await logWebhookChange(tx, webhook, { kind: 'UPDATED', at: now });
  const after = { ...webhook, ...change };
  await noteWebhookAudit(tx, caller, { action: isActive ? 'webhook.activate' : 'webhook.deactivate', before: webhook, after, at: now });
  return after;
}

/** Lets a webhook's queue run, or keeps what waits in it waiting. */
export function switchQueue(tx: EntityManager, webhookId: string, isActive: boolean): Promise<void> {
  return isActive ? resumeQueue(tx, webhookId) : pauseQueue(tx, webhookId);
}
