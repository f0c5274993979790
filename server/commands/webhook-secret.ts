import { newId } from '../domain/ids.ts';
import { secretHint } from '../domain/signing/secrets.ts';
import type { Keyring } from '../storage/encryption.ts';
import type { WebhookSecret } from '../storage/entities/webhook.ts';

/** The row of a webhook's new current secret, sealed. */
export function secretRow(
  secret: string, { webhook, keyring, now }: { webhook: { id: string; accountId: string }; keyring: Keyring; now: number },
): WebhookSecret {
  const id = newId('sec');
  return {
    id, accountId: webhook.accountId, webhookId: webhook.id, hint: secretHint(secret),
    secretSealed: keyring.seal(secret, { purpose: 'webhook_secret', rowId: id }),
    createdAt: now, expiresAt: null, lastRevealedAt: null,
  };
}

/** The secret in clear. */
export function openSecret(row: WebhookSecret, keyring: Keyring): string {
  return keyring.open(row.secretSealed, { purpose: 'webhook_secret', rowId: row.id });
}
