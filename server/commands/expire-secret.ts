import { redacted } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { WebhookSecret, type Webhook } from '../storage/entities/webhook.ts';
import { findSecretsIn } from '../storage/repositories/webhook-secrets.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { noteWebhookChange } from '../storage/webhook-rows.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { noSuchWebhook } from './webhook-checks.ts';

/** Ends the overlap of a replaced secret: from the next attempt on it signs no more. */
export async function expireSecret(deps: CommandDeps, caller: Caller, { id, secretId }: { id: string; secretId: string }): Promise<Webhook> {
  const now = deps.clock();
  const webhook = await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    const found = await lockWebhook(tx, caller, id);
    if (!found) throw new RefusedError([noSuchWebhook()]);
    const secret = (await findSecretsIn(tx, id)).find((each) => each.id === secretId);
    refuseUnlessOverlapping(secret, now);
    await tx.update(WebhookSecret, { id: secretId }, { expiresAt: now });
    await logWebhookChange(tx, found, { kind: 'UPDATED', at: now });
    await noteWebhookAudit(tx, caller, { action: 'webhook.secret.expire', before: found, after: found, at: now, more: [redacted(`signingSecrets.${secretId}`)] });
    return found;
  });
  deps.directory.invalidate(caller.accountId);
  return webhook;
}

function refuseUnlessOverlapping(secret: WebhookSecret | undefined, now: number): void {
  const path = ['input', 'secretId'];
  if (!secret || (secret.expiresAt !== null && secret.expiresAt <= now)) {
    throw new RefusedError([problem('NOT_FOUND', 'The webhook has no such secret that still signs.', path)]);
  }
  if (secret.expiresAt === null) {
    throw new RefusedError([problem('INVALID_STATE', 'This is the current secret: requests need one. Rotate it with an overlap of PT0S instead.', path)]);
  }
}
