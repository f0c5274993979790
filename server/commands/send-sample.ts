import type { EnvironmentKey } from '../domain/environments.ts';
import { problem, problemsIn, RefusedError, type UserProblem } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { UNLEASED, type Delivery } from '../storage/entities/delivery.ts';
import type { EventType } from '../storage/entities/event-type.ts';
import type { WebhookEvent } from '../storage/entities/webhook-event.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';
import type { Caller } from './caller.ts';
import { examplePayload, sampleBody, typeOf } from './choose-event.ts';
import type { CommandDeps } from './deps.ts';
import { newDelivery, plan } from './route-event.ts';
import { sendAtOnce, storeForWebhook } from './send-at-once.ts';

export interface SendSampleInput {
  id: string;
  eventType: string;
  /** The default example of the type when omitted. */
  payload?: unknown;
  /** Also what breaks the schema of the type. */
  skipSchemaCheck: boolean;
  /** Planned, ordered and counted as a published event is; otherwise it is sent once and at once, like a test. */
  withRetries: boolean;
}

/** Sends an event of a type to one webhook, whatever that subscribes to. Its body says that it is a sample. */
export async function sendSample(deps: CommandDeps, caller: Caller, input: SendSampleInput): Promise<Delivery> {
  const webhook = await visibleWebhook(deps, caller, input.id);
  const problems = checkWebhook(webhook, input);
  if (!webhook || problems.length > 0) throw new RefusedError([...problems, ...await problemsIn(() => sampleEvent(deps, caller, webhook?.environment ?? 'STAGING', input))]);
  const event = sampleEvent(deps, caller, webhook.environment, input);
  const delivery: Delivery = { ...newDelivery(event, webhook, event.publishedAt), triggeredBy: caller.actorId };
  if (input.withRetries) await sendAsEvent(deps, caller, { event, delivery });
  else await sendAtOnce(deps, caller, { event, delivery: Object.assign(delivery, { trigger: 'TEST' }), action: 'webhook.sample' });
  return delivery;
}

async function visibleWebhook({ directory }: CommandDeps, { accountId, environments }: Caller, id: string): Promise<CachedWebhook | null> {
  const webhook = await directory.byId(accountId, id);
  return webhook && environments.includes(webhook.environment) ? webhook : null;
}

function checkWebhook(webhook: CachedWebhook | null, { withRetries }: SendSampleInput): UserProblem[] {
  if (!webhook) return [problem('NOT_FOUND', 'There is no such webhook.', ['input', 'id'])];
  if (!withRetries || webhook.isActive) return [];
  return [problem('INVALID_STATE', 'The webhook is inactive, so nothing is retried. Activate it, or send the sample without retries.', ['input', 'withRetries'])];
}

async function sendAsEvent(deps: CommandDeps, caller: Caller, { event, delivery }: { event: WebhookEvent; delivery: Delivery }): Promise<void> {
  delivery.leaseOwner = UNLEASED;
  plan(delivery, event.publishedAt);
  await storeForWebhook(deps, caller, { event, delivery, action: 'webhook.sample' });
  deps.intake.wake();
  deps.announceChange();
}

function sampleEvent(deps: CommandDeps, caller: Caller, environment: EnvironmentKey, input: SendSampleInput): WebhookEvent {
  const type = typeOf(deps, caller, input.eventType);
  const payload = input.payload ?? examplePayload(type, null);
  const now = deps.clock();
  const facts = { id: newId('evt'), resourceId: 'sample', environment, occurredAt: now };
  const body = sampleBody(deps, type, facts, payload);
  if (!input.skipSchemaCheck) checkSchema(deps, type, { value: payload, characters: body.length });
  return {
    ...facts, accountId: caller.accountId, code: type.code, schemaVersion: type.schemaVersion, publishedAt: now, body, isTest: true, idempotencyKey: null, contentHash: null, traceparent: null, publishedBy: caller.actorId,
  };
}

function checkSchema({ publisher }: CommandDeps, type: EventType, payload: { value: unknown; characters: number }): void {
  const problems = publisher.checkSchema(type, payload, ['input', 'payload']);
  if (problems.length > 0) throw new RefusedError(problems);
}
