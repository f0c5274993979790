import { requestHeaders } from '../domain/envelope.ts';
import { MASKED_VALUE } from '../domain/header-mask.ts';
import { formatBody } from '../domain/payload-format.ts';
import type { AccountKeys } from '../storage/account-keys.ts';
import type { SigningKeyIds } from '../storage/entities/delivery-attempt.ts';
import type { LeasedDelivery, LeasedEvent } from '../storage/leased-delivery.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';
import { bytesOf, isSignedByAccount, signByAccount, signRequest, type AccountSignature, type Message } from './sign-request.ts';

export interface RequestDeps {
  keys: AccountKeys;
  userAgent: string;
  /** Where users reach the console, for links in chat messages. */
  publicUrl: () => string;
  clock: () => number;
}

/** What is sent, signed as of `startedAt`. */
export interface PreparedRequest {
  /** Number of the attempt it is for. */
  number: number;
  startedAt: number;
  /** In the order of sending; custom ones at the end, with their values. */
  headers: [name: string, value: string][];
  body: Buffer;
  /** Null when the event's own body is sent. */
  ownBody: string | null;
  keyIds: SigningKeyIds;
}

/** What a request is made for. */
type NextAttempt = Pick<LeasedDelivery, 'id' | 'attemptCount' | 'event'>;

/** Makes the next request of a delivery: body, headers, signatures. Throws a KeyUnavailableError when a secret or key for it cannot be read. */
export async function prepareRequest(deps: RequestDeps, delivery: NextAttempt, webhook: CachedWebhook): Promise<PreparedRequest> {
  if (webhook.keyFault) throw webhook.keyFault;
  const message = messageOf(deps, delivery.event, webhook);
  const byAccount = isSignedByAccount(webhook) ? await signByAccount(message, deps.keys) : null;
  return requestOf(deps, delivery, message, byAccount);
}

/** The request that would be sent next, for people to look at: nothing is sent or stored. */
export async function previewRequest(deps: RequestDeps, delivery: NextAttempt, webhook: CachedWebhook): Promise<{ headers: [name: string, value: string][]; body: string }> {
  const { headers, body } = await prepareRequest(deps, delivery, webhook);
  return { headers: maskSecretHeaders(headers, webhook), body: body.toString() };
}

/** The headers as people may see them: without the values of secret ones. */
export function maskSecretHeaders(headers: [string, string][], { customHeaders }: CachedWebhook): [string, string][] {
  if (!customHeaders.some((header) => header.isSecret)) return headers;
  const firstCustom = headers.length - customHeaders.length;
  return headers.map(([name, value], index) => [name, customHeaders[index - firstCustom]?.isSecret ? MASKED_VALUE : value]);
}

function messageOf(deps: RequestDeps, event: LeasedEvent, webhook: CachedWebhook): Message {
  const ownBody = ownBodyOf(deps, event, webhook);
  return { event, webhook, startedAt: deps.clock(), ownBody, body: ownBody === null ? bytesOf(event) : Buffer.from(ownBody) };
}

function requestOf({ userAgent }: RequestDeps, delivery: NextAttempt, message: Message, byAccount: AccountSignature | null): PreparedRequest {
  const { event, webhook, startedAt, body, ownBody } = message;
  const number = delivery.attemptCount + 1;
  const signed = signRequest(message, byAccount);
  const headers = requestHeaders({
    userAgent, eventId: event.id, eventCode: event.code, environment: event.environment, webhookId: webhook.id,
    deliveryId: delivery.id, attemptNumber: number, startedAt,
  });
  headers.push(...signed.headers);
  for (const { name, value } of webhook.customHeaders) headers.push([name, value]);
  return { number, startedAt, headers, body, ownBody, keyIds: signed.keyIds };
}

/** A body for chat services is made for its webhook alone; null when the event's own body is sent. */
function ownBodyOf(deps: RequestDeps, event: LeasedEvent, { payloadFormat }: CachedWebhook): string | null {
  if (payloadFormat === 'STANDARD') return null;
  const { id, code, resourceId, environment, occurredAt, body } = event;
  return formatBody(payloadFormat, body, {
    eventCode: code, resourceId, environment, occurredAt, eventUrl: `${deps.publicUrl()}/admin/webhook-deliveries?search=${id}`,
  });
}
