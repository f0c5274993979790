import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { Webhook } from '../storage/entities/webhook.ts';
import { findSecretsIn } from '../storage/repositories/webhook-secrets.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { isDuplicate } from '../storage/store.ts';
import type { Caller } from './caller.ts';
import { checkCreate, createWebhook, type CreateWebhookInput } from './create-webhook.ts';
import type { CommandDeps } from './deps.ts';
import { noteRequest, resultOfEarlier, type KeyedRequest } from './idempotent-request.ts';
import { checkKey } from './publish-event.ts';
import { openSecret } from './webhook-secret.ts';

export interface WebhookCreatedOnce {
  webhook: Webhook;
  /** In clear; null when a repetition comes after the secret was replaced. */
  signingSecret: string | null;
  isIdempotentReplay: boolean;
}

/**
 * Makes a webhook, and only one however often the same caller repeats the request with its key within a day. Whoever repeats it did not
 * get the first answer, so the repetition shows the secret as well, as long as it still signs; the audit log says so.
 */
export async function createWebhookOnce(
  deps: CommandDeps, caller: Caller, { input, idempotencyKey }: { input: CreateWebhookInput; idempotencyKey: string | null },
): Promise<WebhookCreatedOnce> {
  if (idempotencyKey === null) return { ...await createWebhook(deps, caller, input), isIdempotentReplay: false };
  const keyProblems = checkKey(idempotencyKey);
  if (keyProblems.length > 0) throw new RefusedError([...checkCreate(deps, caller, input), ...keyProblems]);
  const request: KeyedRequest = { operation: 'webhookCreate', key: idempotencyKey, content: input };
  const earlier = await resultOfEarlier(deps, caller, request);
  if (earlier !== null) return repeated(deps, caller, earlier);
  try {
    const created = await createWebhook(deps, caller, input, (tx, { id }) => noteRequest(tx, deps, caller, { request, resultId: id }));
    return { ...created, isIdempotentReplay: false };
  } catch (error) {
    const sooner = isDuplicate(error) ? await resultOfEarlier(deps, caller, request) : null;
    if (sooner === null) throw error;
    return repeated(deps, caller, sooner);
  }
}

function repeated(deps: CommandDeps, caller: Caller, id: string): Promise<WebhookCreatedOnce> {
  return deps.store.write(async (tx) => {
    const webhook = await lockWebhook(tx, caller, id);
    if (!webhook) throw new RefusedError([problem('INVALID_STATE', 'The webhook that this key made was deleted. Use a new key to make another.', ['input', 'idempotencyKey'])]);
    const first = (await findSecretsIn(tx, id)).find(({ createdAt }) => createdAt === webhook.createdAt);
    const now = deps.clock();
    if (!first || (first.expiresAt !== null && first.expiresAt <= now)) return { webhook, signingSecret: null, isIdempotentReplay: true };
    await noteAudit(tx, caller, { action: 'webhook.secret.reveal', target: webhook, at: now });
    return { webhook, signingSecret: openSecret(first, deps.keyring), isIdempotentReplay: true };
  });
}
