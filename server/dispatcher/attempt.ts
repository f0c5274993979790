import { settle, type AttemptKind, type Settlement } from '../domain/delivery.ts';
import { withoutEchoes } from '../domain/echo-mask.ts';
import { maskResponseHeaders } from '../domain/header-mask.ts';
import { newId } from '../domain/ids.ts';
import { judge, type AttemptOutcome } from '../domain/outcome.ts';
import { notSent, type Reply } from '../domain/reply.ts';
import type { WebhookClient } from '../egress/webhook-client.ts';
import { failpoint } from '../failpoints.ts';
import type { AttemptRecord } from '../storage/attempt-record.ts';
import { KeyUnavailableError } from '../storage/encryption.ts';
import type { AttemptContent, DeliveryAttempt } from '../storage/entities/delivery-attempt.ts';
import type { LeasedDelivery } from '../storage/leased-delivery.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';
import { maskSecretHeaders, prepareRequest, type PreparedRequest, type RequestDeps } from './prepare-request.ts';

export interface AttemptDeps extends RequestDeps {
  client: WebhookClient;
  /** Name of this process in the log. */
  worker: string;
  random: () => number;
}

interface Request extends PreparedRequest { id: string; kind: AttemptKind }

/** An attempt that has ended, not yet recorded. */
export interface EndedAttempt { record: AttemptRecord; outcome: AttemptOutcome }

/** Makes one attempt: sign, send, judge, settle. It never throws for anything the receiver does. */
export async function makeAttempt(deps: AttemptDeps, delivery: LeasedDelivery, webhook: CachedWebhook): Promise<EndedAttempt> {
  const prepared = await prepareRequest(deps, delivery, webhook).catch(keyFaultOf);
  const isMade = !(prepared instanceof KeyUnavailableError);
  const request: Request = { ...isMade ? prepared : noRequest(deps, delivery), id: newId('att'), kind: kindOf(delivery) };
  const reply = isMade
    ? withoutEchoes(await deps.client.post({ url: webhook.url, headers: request.headers, body: request.body, timeoutMs: webhook.timeoutMs }), secretValuesOf(webhook))
    : notSent({ code: 'SECRET_UNREADABLE', message: `Nothing was sent. ${prepared.message}`, detail: null });
  failpoint('after-response');
  const endedAt = deps.clock();
  const outcome = judge(reply, endedAt);
  const settlement = settleAttempt(delivery, { kind: request.kind, outcome, webhook, now: endedAt, random: deps.random });
  return { record: recordOf(deps, { delivery, webhook, request, reply, outcome, settlement, endedAt }), outcome };
}

const secretValuesOf = ({ customHeaders }: CachedWebhook): string[] => customHeaders.filter(({ isSecret }) => isSecret).map(({ value }) => value);

/** Other faults pass: they are not of this delivery, as when the database cannot be asked for a key. */
function keyFaultOf(error: unknown): KeyUnavailableError {
  if (error instanceof KeyUnavailableError) return error;
  throw error;
}

/** Stands where a request would, had there been the keys to make one. */
const noRequest = ({ clock }: AttemptDeps, { attemptCount }: LeasedDelivery): PreparedRequest =>
  ({ number: attemptCount + 1, startedAt: clock(), headers: [], body: Buffer.alloc(0), ownBody: '', keyIds: {} });

export function kindOf(delivery: LeasedDelivery): AttemptKind {
  if (delivery.isManualRequested) return 'MANUAL';
  return delivery.policyStep === 0 && delivery.attemptCount === 0 ? 'INITIAL' : 'RETRY';
}

/** Where the delivery stands afterwards. Without a webhook, which was deleted meanwhile, nothing more is planned. */
export function settleAttempt(
  delivery: LeasedDelivery,
  { kind, outcome, webhook, now, random }: {
    kind: AttemptKind; outcome: AttemptOutcome; webhook: Pick<CachedWebhook, 'retryPolicy'>; now: number; random: () => number;
  },
): Settlement {
  return settle({
    status: delivery.status, kind, trigger: delivery.trigger, number: delivery.attemptCount + 1, policyStep: delivery.policyStep, policy: webhook.retryPolicy, outcome,
    nextAttemptAt: delivery.nextAttemptAt, completedAt: delivery.completedAt, now, random,
  });
}

function recordOf(deps: AttemptDeps, { delivery, webhook, request, reply, outcome, settlement, endedAt }: {
  delivery: LeasedDelivery; webhook: CachedWebhook; request: Request; reply: Reply; outcome: AttemptOutcome; settlement: Settlement; endedAt: number;
}): AttemptRecord {
  const attempt = attemptOf(delivery, {
    id: request.id, url: webhook.url, webhookName: webhook.name, number: request.number, kind: request.kind, startedAt: request.startedAt, endedAt,
    durationMs: Math.round(reply.timing.totalMs), outcome,
  });
  return { attempt, content: contentOf(deps, { delivery, webhook, request, reply, outcome }), settlement, revision: delivery.revision };
}

/** The row of an ended attempt; its place in the log is given when it is written. */
export function attemptOf(delivery: LeasedDelivery, { id, url, webhookName, number, kind, startedAt, endedAt, durationMs, outcome }: {
  id: string; url: string; webhookName: string; number: number; kind: AttemptKind; startedAt: number; endedAt: number; durationMs: number; outcome: AttemptOutcome;
}): DeliveryAttempt {
  const { event } = delivery;
  return {
    id, lane: 0, seq: 0, accountId: event.accountId, deliveryId: delivery.id, eventId: event.id, webhookId: delivery.webhookId,
    webhookName, url, environment: event.environment, eventCode: event.code, resourceId: event.resourceId, trigger: delivery.trigger,
    number, kind, status: outcome.kind === 'success' ? 'SUCCEEDED' : 'FAILED', startedAt, completedAt: endedAt, durationMs,
    statusCode: outcome.statusCode, failureCode: outcome.kind === 'success' ? null : outcome.code,
  };
}

function contentOf(deps: AttemptDeps, { delivery, webhook, request, reply, outcome }: {
  delivery: LeasedDelivery; webhook: CachedWebhook; request: Request; reply: Reply; outcome: AttemptOutcome;
}): AttemptContent {
  const { dnsMs, connectMs, tlsMs, firstByteMs, downloadMs } = reply.timing;
  const response = reply.kind === 'response' ? reply : null;
  return {
    attemptId: request.id,
    requestHeaders: maskSecretHeaders(request.headers, webhook),
    requestBody: request.ownBody,
    requestBodySize: request.body.length,
    signatures: request.keyIds,
    responseReason: response?.reason.slice(0, 255) ?? null,
    httpVersion: response?.httpVersion ?? null,
    responseHeaders: response ? maskResponseHeaders(response.headers) : null,
    responseBody: response && response.body.length > 0 ? response.body : null,
    responseBodySize: response?.bodySize ?? 0,
    isResponseTruncated: response?.isTruncated ?? false,
    failureMessage: outcome.kind === 'failure' ? outcome.message : null,
    failureDetail: reply.kind === 'failure' ? reply.detail : null,
    timing: { queueMs: Math.max(0, request.startedAt - delivery.dueAt), dnsMs, connectMs, tlsMs, firstByteMs, downloadMs },
    worker: deps.worker,
    remoteAddress: reply.remoteAddress,
  };
}

/** What the senders learn from it. */
export function answerOf({ outcome }: EndedAttempt): 'success' | 'throttle' | 'other' {
  if (outcome.kind === 'success') return 'success';
  return outcome.isThrottle ? 'throttle' : 'other';
}

/** The webhook was deleted while the request ran: what came back is recorded, and nothing follows. */
export function cancelRest({ record }: EndedAttempt): void {
  const { settlement, attempt } = record;
  if (settlement.nextAttemptAt === null) return;
  record.settlement = { ...settlement, status: 'CANCELLED', nextAttemptAt: null, completedAt: attempt.completedAt };
}
