import { In, type EntityManager } from 'typeorm';
import { redacted } from '../domain/audit.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import { newSecret } from '../domain/signing/secrets.ts';
import { MAX_SECRET_OVERLAP_MS } from '../domain/webhook-settings.ts';
import { WebhookSecret, type Webhook } from '../storage/entities/webhook.ts';
import { findSecretsIn, insertSecret } from '../storage/repositories/webhook-secrets.ts';
import { findSettings } from '../storage/repositories/webhook-settings.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { noteWebhookChange } from '../storage/webhook-rows.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { checkOwnSecret, noSuchWebhook } from './webhook-checks.ts';
import { openSecret, secretRow } from './webhook-secret.ts';

/** Every overlapping secret adds a signature to every request, and receivers try them all. */
const MAX_OVERLAPPING = 3;

export interface RotateSecretInput {
  id: string;
  /** How long the old secret goes on signing; 0 ends every old one at once, and null takes what the account settled. */
  overlapMs: number | null;
  /** Null has one made. */
  signingSecret: string | null;
}

export interface RotatedSecret {
  webhook: Webhook;
  /** In clear, to be shown this once. */
  signingSecret: string;
  /** Ms since the epoch. */
  previousSecretExpiresAt: number;
}

/** Gives a webhook a new secret; the old one also signs until the overlap ends, so that receivers can follow in their own time. */
export async function rotateSecret(deps: CommandDeps, caller: Caller, input: RotateSecretInput): Promise<RotatedSecret> {
  const problems = [...checkOverlap(input.overlapMs), ...checkOwnSecret(input.signingSecret)];
  if (problems.length > 0) throw new RefusedError(problems);
  const signingSecret = input.signingSecret ?? newSecret();
  const now = deps.clock();
  const { webhook, overlapMs } = await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    const found = await lockWebhook(tx, caller, input.id);
    if (!found) throw new RefusedError([noSuchWebhook()]);
    const old = await findSecretsIn(tx, found.id);
    refuseSame(deps, old, signingSecret);
    const overlapMs = input.overlapMs ?? (await findSettings(tx, caller.accountId)).secretOverlapMs;
    await endOldSecrets(tx, old, { now, overlapMs });
    await insertSecret(tx, secretRow(signingSecret, { webhook: found, keyring: deps.keyring, now }));
    await logWebhookChange(tx, found, { kind: 'UPDATED', at: now });
    await noteWebhookAudit(tx, caller, { action: 'webhook.secret.rotate', before: found, after: found, at: now, more: [redacted('signingSecret')] });
    return { webhook: found, overlapMs };
  });
  deps.directory.invalidate(caller.accountId);
  return { webhook, signingSecret, previousSecretExpiresAt: now + overlapMs };
}

function checkOverlap(overlapMs: number | null): UserProblem[] {
  if (overlapMs === null || overlapMs <= MAX_SECRET_OVERLAP_MS) return [];
  return [problem('INVALID', 'The overlap must be between PT0S and P7D.', ['input', 'overlap'])];
}

function refuseSame({ keyring }: CommandDeps, old: readonly WebhookSecret[], secret: string): void {
  if (!old.some((row) => openSecret(row, keyring) === secret)) return;
  throw new RefusedError([problem('INVALID', 'The webhook has this secret already; a rotation needs another one.', ['input', 'signingSecret'])]);
}

async function endOldSecrets(tx: EntityManager, old: readonly WebhookSecret[], { now, overlapMs }: { now: number; overlapMs: number }): Promise<void> {
  const alive = old.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const kept = overlapMs === 0 ? [] : alive.slice(0, MAX_OVERLAPPING);
  const ended = old.filter((secret) => !kept.includes(secret));
  await tx.delete(WebhookSecret, { id: In(ended.map(({ id }) => id)) });
  for (const { id, expiresAt } of kept) await tx.update(WebhookSecret, { id }, { expiresAt: expiresAt ?? now + overlapMs });
}
