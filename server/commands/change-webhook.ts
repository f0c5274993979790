import type { EntityManager } from 'typeorm';
import { checkContentFilter, storedFilter } from '../domain/content-filter.ts';
import type { DeliveryOrdering } from '../domain/delivery-ordering.ts';
import type { EnvironmentKey } from '../domain/environments.ts';
import { problem, RefusedError, type UserProblem } from '../domain/errors.ts';
import type { PayloadFormat } from '../domain/payload-format.ts';
import { checkRetryPolicy, type RetryPolicy } from '../domain/retry-policy.ts';
import type { SignatureScheme } from '../domain/signing/scheme.ts';
import { targetUrlText } from '../domain/target-url.ts';
import { checkDescription, checkMaxConcurrency, checkMaxRequestsPerSecond, checkName, checkSignatureSchemes, checkTimeout } from '../domain/webhook-input.ts';
import { Webhook } from '../storage/entities/webhook.ts';
import { closeLine, openLine } from '../storage/place-rows.ts';
import { lockWebhook } from '../storage/repositories/webhooks.ts';
import { logWebhookChange } from '../storage/webhook-log-rows.ts';
import { cancelWaiting, noteWebhookChange, resumeQueue } from '../storage/webhook-rows.ts';
import { noteWebhookAudit, webhookChanges } from './audit-webhook.ts';
import { checkHeaders, sealHeaders, type HeaderInput } from './custom-headers.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { switchQueue } from './switch-webhooks.ts';
import { checkEnvironment, checkEvents, checkUrl, noSuchWebhook } from './webhook-checks.ts';

/** What is left out stays as it is; null goes back to the default. */
export interface ChangeWebhookInput {
  id: string;
  /** The version that the caller has seen; anything goes when it is left out. */
  expectedVersion?: number | null;
  name?: string;
  url?: string;
  environment?: EnvironmentKey;
  events?: readonly string[];
  description?: string | null;
  isActive?: boolean;
  payloadFormat?: PayloadFormat;
  customHeaders?: readonly HeaderInput[];
  retryPolicy?: RetryPolicy | null;
  timeoutMs?: number | null;
  maxConcurrency?: number;
  maxRequestsPerSecond?: number | null;
  ordering?: DeliveryOrdering;
  signatureSchemes?: readonly SignatureScheme[];
  contentFilter?: string | null;
}

/** Somebody else changed the webhook since the caller read it. */
export interface StaleWebhookProblem extends UserProblem {
  current: Webhook;
}

/** Changes a webhook; what it says holds from the next attempt on. */
export async function changeWebhook(deps: CommandDeps, caller: Caller, input: ChangeWebhookInput): Promise<Webhook> {
  const webhook = await deps.store.write(async (tx) => {
    await noteWebhookChange(tx, caller.accountId);
    const old = await lockWebhook(tx, caller, input.id);
    if (!old) throw new RefusedError([noSuchWebhook()]);
    const problems = [...checkVersion(old, input), ...checkChange(deps, caller, old, input)];
    if (problems.length > 0) throw new RefusedError(problems);
    const changed = await applyChange(tx, deps, old, input);
    await logWebhookChange(tx, changed, { kind: 'UPDATED', at: changed.updatedAt, former: old });
    if (webhookChanges(old, changed).length > 0) await noteWebhookAudit(tx, caller, { action: 'webhook.update', before: old, after: changed, at: changed.updatedAt });
    return changed;
  });
  deps.directory.invalidate(caller.accountId);
  if (input.isActive || input.url !== undefined || input.ordering !== undefined) deps.intake.wake();
  return webhook;
}

function checkVersion(current: Webhook, { expectedVersion }: ChangeWebhookInput): StaleWebhookProblem[] {
  if (expectedVersion == null || expectedVersion === current.version) return [];
  const message = `The webhook was changed since you read it: it has version ${current.version}, not ${expectedVersion}.`;
  return [{ ...problem('STALE_VERSION', message, ['input', 'expectedVersion']), current }];
}

function checkChange(deps: CommandDeps, caller: Caller, old: Webhook, input: ChangeWebhookInput): UserProblem[] {
  return [
    ...(input.name === undefined ? [] : checkName(input.name)),
    ...(input.url === undefined ? [] : checkUrl(input.url, deps.settings)),
    ...(input.environment === undefined ? [] : checkEnvironment(input.environment, caller)),
    ...(input.events === undefined ? [] : checkEvents(input.events, caller, deps.catalogue, old.eventPatterns)),
    ...(input.description == null ? [] : checkDescription(input.description)),
    ...(input.customHeaders === undefined ? [] : checkHeaders(input.customHeaders, old.customHeaders)),
    ...(input.retryPolicy == null ? [] : checkRetryPolicy(input.retryPolicy)),
    ...(input.timeoutMs == null ? [] : checkTimeout(input.timeoutMs)),
    ...(input.maxConcurrency === undefined ? [] : checkMaxConcurrency(input.maxConcurrency)),
    ...(input.maxRequestsPerSecond == null ? [] : checkMaxRequestsPerSecond(input.maxRequestsPerSecond)),
    ...(input.signatureSchemes === undefined ? [] : checkSignatureSchemes(input.signatureSchemes)),
    ...(storedFilter(input.contentFilter) ? checkContentFilter(input.contentFilter!) : []),
  ];
}

async function applyChange(tx: EntityManager, deps: CommandDeps, old: Webhook, input: ChangeWebhookInput): Promise<Webhook> {
  const now = deps.clock();
  const { id: _id, expectedVersion: _version, name, url, events, isActive, customHeaders, signatureSchemes, contentFilter, ...rest } = input;
  const isSwitched = isActive !== undefined && isActive !== (old.status === 'ACTIVE');
  const change: Partial<Webhook> = {
    ...given(rest),
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(url === undefined ? {} : { url: targetUrlText(url) }),
    ...(events === undefined ? {} : { eventPatterns: [...new Set(events)] }),
    ...(signatureSchemes === undefined ? {} : { signatureSchemes: [...new Set(signatureSchemes)] }),
    ...given({ contentFilter: storedFilter(contentFilter) }),
    ...(customHeaders === undefined ? {} : { customHeaders: sealHeaders(customHeaders, { keyring: deps.keyring, webhookId: old.id, stored: old.customHeaders }) }),
    ...(isSwitched ? { status: isActive ? 'ACTIVE' : 'INACTIVE', statusReason: 'MANUAL', statusChangedAt: now } : {}),
    version: old.version + 1,
    updatedAt: now,
  };
  await tx.update(Webhook, { id: old.id }, change as never);
  const webhook = { ...old, ...change };
  await moveQueue(tx, old, webhook);
  return webhook;
}

/** Does to what waits, and to what is known of the receiver, what the change means for them. */
async function moveQueue(tx: EntityManager, old: Webhook, webhook: Webhook): Promise<void> {
  const isActive = webhook.status === 'ACTIVE';
  if (webhook.status !== old.status) await switchQueue(tx, webhook.id, isActive);
  // What the old address did says nothing of the new one. An inactive webhook forgets it when it is switched on.
  else if (isActive && webhook.url !== old.url) await resumeQueue(tx, webhook.id);
  // What waits belongs to the environment that the webhook leaves, and must not reach where it goes.
  if (webhook.environment !== old.environment) await cancelWaiting(tx, webhook.id, webhook.updatedAt);
  if (webhook.ordering === old.ordering) return;
  if (webhook.ordering === 'FIFO') await openLine(tx, webhook.id, webhook.updatedAt);
  else await closeLine(tx, webhook.id);
}

/** The members that were given at all. */
function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
