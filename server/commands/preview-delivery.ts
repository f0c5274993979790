import { problem, RefusedError } from '../domain/errors.ts';
import { MASKED_VALUE } from '../domain/header-mask.ts';
import { SIGNATURE_HEADERS } from '../domain/signing/scheme.ts';
import { KeyUnavailableError } from '../storage/encryption.ts';
import type { Caller } from './caller.ts';
import { chooseEvent, type EventChoice } from './choose-event.ts';
import type { CommandDeps } from './deps.ts';
import type { RequestPreview } from './request-preview.ts';

export interface PreviewDeliveryInput extends EventChoice { webhookId: string }

export interface DeliveryPreview { url: string; request: RequestPreview }

const SIGNATURE_NAMES: ReadonlySet<string> = new Set(Object.values(SIGNATURE_HEADERS));

/**
 * What a webhook would send of an event. Signatures are shown to those who may also have it sent: to others this would be a way to
 * have a payload of their choice signed.
 */
export async function previewDelivery(deps: CommandDeps, caller: Caller, input: PreviewDeliveryInput, maySign: boolean): Promise<DeliveryPreview> {
  const webhook = await deps.directory.byId(caller.accountId, input.webhookId);
  if (!webhook || !caller.environments.includes(webhook.environment)) {
    throw new RefusedError([problem('NOT_FOUND', 'There is no such webhook.', ['input', 'webhookId'])]);
  }
  const event = await chooseEvent(deps, caller, input, webhook.environment);
  const request = await deps.prepareRequest({ id: 'dlv_preview', attemptCount: 0, event }, webhook).catch(refuseUnreadable);
  return { url: webhook.url, request: maySign ? request : { ...request, headers: request.headers.map(withoutSignature) } };
}

/** What the attempt of a delivery would fail with, too. */
function refuseUnreadable(error: unknown): never {
  if (!(error instanceof KeyUnavailableError)) throw error;
  throw new RefusedError([problem('INVALID_STATE', `Nothing can be sent to this webhook just now. ${error.message}`, ['input', 'webhookId'])]);
}

const withoutSignature = ([name, value]: [string, string]): [string, string] => [name, SIGNATURE_NAMES.has(name) ? MASKED_VALUE : value];
