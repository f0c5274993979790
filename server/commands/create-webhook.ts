import type { EntityManager } from 'typeorm';
import { redacted } from '../domain/audit.ts';
import { checkContentFilter, storedFilter } from '../domain/content-filter.ts';
import type { DeliveryOrdering } from '../domain/delivery-ordering.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import type { PayloadFormat } from '../domain/payload-format.ts';
import { checkRetryPolicy, type RetryPolicy } from '../domain/retry-policy.ts';
import type { SignatureScheme } from '../domain/signing/scheme.ts';
import { newSecret } from '../domain/signing/secrets.ts';
import { targetUrlText } from '../domain/target-url.ts';
import { checkDescription, checkMaxConcurrency, checkMaxRequestsPerSecond, checkName, checkSignatureSchemes, checkTimeout } from '../domain/webhook-input.ts';
import { Webhook } from '../storage/entities/webhook.ts';
import { insertSecret } from '../storage/repositories/webhook-secrets.ts';
import { countWebhooks } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { noteWebhookChange, openQueue } from '../storage/webhook-rows.ts';
import { noteWebhookAudit } from './audit-webhook.ts';
import { checkHeaders, sealHeaders, type HeaderInput } from './custom-headers.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { SCHEMA_VERSION } from './load-catalogue.ts';
import { checkEnvironment, checkEvents, checkOwnSecret, checkUrl } from './webhook-checks.ts';
import { secretRow } from './webhook-secret.ts';

export const MAX_WEBHOOKS_PER_ENVIRONMENT = 10_000;

export interface CreateWebhookInput {
  name: string;
  url: string;
  environment: EnvironmentKey;
  /** Codes or patterns. */
  events: readonly string[];
  description: string | null;
  isActive: boolean;
  /** Null has one made. */
  signingSecret: string | null;
  payloadFormat: PayloadFormat;
  customHeaders: readonly HeaderInput[];
  /** Null uses the default, also of the timeout. */
  retryPolicy: RetryPolicy | null;
  timeoutMs: number | null;
  maxConcurrency: number;
  /** Null is unlimited. */
  maxRequestsPerSecond: number | null;
  ordering: DeliveryOrdering;
  signatureSchemes: readonly SignatureScheme[];
  /** Null or blank lets every event through. */
  contentFilter: string | null;
}

export interface CreatedWebhook {
  webhook: Webhook;
  /** In clear, to be shown this once. */
  signingSecret: string;
}

/**
 * Makes a webhook with its secret and its queue. Names may repeat: two receivers can well be called the same.
 *
 * @param alongside written in the same transaction
 */
export async function createWebhook(
  deps: CommandDeps, caller: Caller, input: CreateWebhookInput, alongside?: (tx: EntityManager, webhook: Webhook) => Promise<void>,
): Promise<CreatedWebhook> {
  const problems = checkCreate(deps, caller, input);
  if (problems.length > 0) throw new RefusedError(problems);
  const now = deps.clock();
  const webhook = newWebhook(deps, caller, input, now);
  const signingSecret = input.signingSecret ?? newSecret();
  const secret = secretRow(signingSecret, { webhook, keyring: deps.keyring, now });
  await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    if (await countWebhooks(tx, webhook) >= MAX_WEBHOOKS_PER_ENVIRONMENT) throw new RefusedError([tooManyWebhooks()]);
    await tx.insert(Webhook, webhook);
    await insertSecret(tx, secret);
    await openQueue(tx, webhook);
    await logWebhookChange(tx, webhook, { kind: 'CREATED', at: now });
    await alongside?.(tx, webhook);
    await noteWebhookAudit(tx, caller, { action: 'webhook.create', before: null, after: webhook, at: now, more: [redacted('signingSecret')] });
  });
  deps.directory.invalidate(caller.accountId);
  return { webhook, signingSecret };
}

export function checkCreate(deps: CommandDeps, caller: Caller, input: CreateWebhookInput): UserProblem[] {
  return [
    ...checkName(input.name),
    ...checkUrl(input.url, deps.settings),
    ...checkEnvironment(input.environment, caller),
    ...checkEvents(input.events, caller, deps.catalogue),
    ...checkDescription(input.description),
    ...checkOwnSecret(input.signingSecret),
    ...checkHeaders(input.customHeaders),
    ...(input.retryPolicy ? checkRetryPolicy(input.retryPolicy) : []),
    ...(input.timeoutMs === null ? [] : checkTimeout(input.timeoutMs)),
    ...checkMaxConcurrency(input.maxConcurrency),
    ...(input.maxRequestsPerSecond === null ? [] : checkMaxRequestsPerSecond(input.maxRequestsPerSecond)),
    ...checkSignatureSchemes(input.signatureSchemes),
    ...(storedFilter(input.contentFilter) ? checkContentFilter(input.contentFilter!) : []),
  ];
}

function newWebhook(deps: CommandDeps, caller: Caller, input: CreateWebhookInput, now: number): Webhook {
  const id = newId('wh');
  return {
    id, accountId: caller.accountId, name: input.name.trim(), description: input.description || null,
    url: targetUrlText(input.url), environment: input.environment,
    status: input.isActive ? 'ACTIVE' : 'INACTIVE', statusReason: 'MANUAL', statusChangedAt: now,
    eventPatterns: [...new Set(input.events)], payloadFormat: input.payloadFormat, schemaVersion: SCHEMA_VERSION,
    customHeaders: sealHeaders(input.customHeaders, { keyring: deps.keyring, webhookId: id }),
    retryPolicy: input.retryPolicy, timeoutMs: input.timeoutMs, maxConcurrency: input.maxConcurrency,
    maxRequestsPerSecond: input.maxRequestsPerSecond, ordering: input.ordering,
    signatureSchemes: [...new Set(input.signatureSchemes)],
    contentFilter: storedFilter(input.contentFilter), version: 1, createdBy: caller.actorId, createdAt: now, updatedAt: now, deletedAt: null,
  };
}

export const tooManyWebhooks = (path: string[] | null = ['input', 'environment']): UserProblem =>
  problem('LIMIT_REACHED', `An environment may have at most ${MAX_WEBHOOKS_PER_ENVIRONMENT} webhooks.`, path);
