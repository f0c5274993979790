import type { ChangeWebhookInput } from '../../commands/change-webhook.ts';
import type { CreateWebhookInput } from '../../commands/create-webhook.ts';
import { problem, RefusedError } from '../../domain/errors.ts';
import { ALL_SCHEMES } from '../../domain/signing/scheme.ts';
import { DEFAULT_CONCURRENCY } from '../../domain/webhook-input.ts';
import { toRetryPolicy } from './retry-policy.input.ts';
import type { WebhookCreateInput, WebhookUpdateInput } from './webhook.input.ts';

/** What the command needs of an input of webhookCreate. */
export function toCreation({ timeout, retryPolicy, idempotencyKey: _key, ...input }: WebhookCreateInput): CreateWebhookInput {
  return {
    ...input,
    description: input.description ?? null,
    signingSecret: input.signingSecret ?? null,
    customHeaders: input.customHeaders ?? [],
    retryPolicy: retryPolicy ? toRetryPolicy(retryPolicy) : null,
    timeoutMs: timeout ?? null,
    contentFilter: input.contentFilter ?? null,
    maxRequestsPerSecond: input.maxRequestsPerSecond ?? null,
  };
}

/** What the command needs of an input of webhookUpdate: null clears what can be empty and brings the default back to the rest. */
export function toChange({ timeout, retryPolicy, ...input }: WebhookUpdateInput): ChangeWebhookInput {
  refuseNull(input);
  return {
    ...input,
    name: cleared(input.name, ''),
    url: cleared(input.url, ''),
    environment: input.environment ?? undefined,
    isActive: input.isActive ?? undefined,
    events: cleared(input.events, []),
    customHeaders: cleared(input.customHeaders, []),
    payloadFormat: cleared(input.payloadFormat, 'STANDARD'),
    maxConcurrency: cleared(input.maxConcurrency, DEFAULT_CONCURRENCY),
    ordering: cleared(input.ordering, 'PARALLEL'),
    signatureSchemes: cleared(input.signatureSchemes, [...ALL_SCHEMES]),
    retryPolicy: retryPolicy ? toRetryPolicy(retryPolicy) : retryPolicy,
    timeoutMs: timeout,
  };
}

const cleared = <T>(value: T | null | undefined, empty: T): T | undefined => (value === null ? empty : value);

/** These have no empty value and no default. */
function refuseNull(input: Pick<WebhookUpdateInput, 'environment' | 'isActive'>): void {
  const problems = (['environment', 'isActive'] as const)
    .filter((name) => input[name] === null)
    .map((name) => problem('REQUIRED', `${name} cannot be null; leave it out to keep it.`, ['input', name]));
  if (problems.length > 0) throw new RefusedError(problems);
}
