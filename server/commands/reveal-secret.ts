import { problem, RefusedError } from '../domain/errors.ts';
import { requireProof } from '../domain/proof.ts';
import { WebhookSecret } from '../storage/entities/webhook.ts';
import { findSecretsIn } from '../storage/repositories/webhook-secrets.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { noSuchWebhook } from './webhook-checks.ts';
import { openSecret } from './webhook-secret.ts';

interface ProvenCaller extends Caller {
  /** When the caller last gave a password or a code, ms since epoch. */
  readonly provenAt: number | null;
}

/** Shows a secret that still signs, the current one unless another is named, and notes when. A session that was left open is not enough. */
export async function revealSecret(deps: CommandDeps, caller: ProvenCaller, { id, secretId }: { id: string; secretId: string | null }): Promise<string> {
  const now = deps.clock();
  requireProof(caller, now);
  const secret = await deps.store.write(async (tx) => {
    const webhook = await lockWebhook(tx, caller, id);
    if (!webhook) throw new RefusedError([noSuchWebhook()]);
    const alive = (await findSecretsIn(tx, id)).filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
    const found = secretId === null ? alive[0] : alive.find((each) => each.id === secretId);
    if (!found) throw new RefusedError([problem('NOT_FOUND', 'The webhook has no such secret that still signs.', ['input', 'secretId'])]);
    await tx.update(WebhookSecret, { id: found.id }, { lastRevealedAt: now });
    await noteWebhookAudit(tx, caller, { action: 'webhook.secret.reveal', before: webhook, after: webhook, at: now });
    return found;
  });
  return openSecret(secret, deps.keyring);
}
