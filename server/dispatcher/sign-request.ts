import { timestampSeconds } from '../domain/envelope.ts';
import { rsaSignature, type RsaSigningKey } from '../domain/signing/account-rsa.ts';
import { bodySignature } from '../domain/signing/body-hmac.ts';
import { SIGNATURE_HEADERS } from '../domain/signing/scheme.ts';
import { standardSignature } from '../domain/signing/standard-webhooks.ts';
import type { AccountKeys } from '../storage/account-keys.ts';
import type { SigningKeyIds } from '../storage/entities/delivery-attempt.ts';
import type { LeasedEvent } from '../storage/leased-delivery.ts';
import type { CachedWebhook, DatedSecret } from '../storage/webhook-directory.ts';

const bodies = new WeakMap<LeasedEvent, Buffer>();
const rsaSignatures = new WeakMap<LeasedEvent, { keyId: string; value: Promise<string> }>();

/** The bytes of an event's body, made once for all its deliveries in memory. */
export function bytesOf(event: LeasedEvent): Buffer {
  let body = bodies.get(event);
  if (!body) bodies.set(event, body = Buffer.from(event.body));
  return body;
}

/** What is signed, for whom and when. */
export interface Message {
  event: LeasedEvent;
  webhook: CachedWebhook;
  body: Buffer;
  /** Text of the body when it is this webhook's alone; null when it is the event's. */
  ownBody: string | null;
  startedAt: number;
}

/** The signature headers of one request, in the order of its webhook's schemes, and which keys made them. */
export interface Signed { headers: [name: string, value: string][]; keyIds: SigningKeyIds }

/** An RSA signature and the key that made it. */
export interface AccountSignature { keyId: string; value: string }

/** Signs with the webhook's secrets; `byAccount` is what `signByAccount` gave, if the webhook wants that. */
export function signRequest({ event, webhook, body, startedAt }: Message, byAccount: AccountSignature | null): Signed {
  const secrets = webhook.secrets.filter((secret) => secret.expiresAt === null || secret.expiresAt > startedAt);
  const secretIds = secrets.map((secret) => secret.id).join(' ');
  const signed: Signed = { headers: [], keyIds: {} };
  for (const scheme of webhook.signatureSchemes) {
    const { keyId, value } = scheme === 'RSA_ACCOUNT' ? byAccount! : { keyId: secretIds, value: secretSignature(scheme, secrets) };
    signed.headers.push([SIGNATURE_HEADERS[scheme], value]);
    signed.keyIds[scheme] = keyId;
  }
  return signed;

  function secretSignature(scheme: 'HMAC_BODY' | 'STANDARD_WEBHOOKS', valid: readonly DatedSecret[]): string {
    return scheme === 'HMAC_BODY' ? bodySignature(valid, body) : standardSignature(valid, event.id, timestampSeconds(startedAt), body);
  }
}

export const isSignedByAccount = ({ signatureSchemes }: CachedWebhook) => signatureSchemes.includes('RSA_ACCOUNT');

/** Signs with the key that the account uses at the start of the attempt, in the thread pool. */
export async function signByAccount({ event, body, ownBody, startedAt }: Message, keys: AccountKeys): Promise<AccountSignature> {
  const key = await keys.active(event.accountId, startedAt);
  return { keyId: key.id, value: await (ownBody === null ? sharedSignature(event, key, body) : rsaSignature(key, body)) };
}

/** The body is the same for all webhooks and attempts of an event, so one RSA signature of a key serves them all. */
function sharedSignature(event: LeasedEvent, key: RsaSigningKey, body: Buffer): Promise<string> {
  let signature = rsaSignatures.get(event);
  if (signature?.keyId !== key.id) rsaSignatures.set(event, signature = { keyId: key.id, value: rsaSignature(key, body) });
  return signature.value;
}
