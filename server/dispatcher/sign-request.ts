import { timestampSeconds } from '../domain/envelope.ts';
import { rsaSignature, type RsaSigningKey } from '../domain/signing/account-rsa.ts';
import { bodySignature } from '../domain/signing/body-hmac.ts';
import { SIGNATURE_HEADERS, type SignatureScheme } from '../domain/signing/scheme.ts';
import { standardSignature, standardSignedPrefix } from '../domain/signing/standard-webhooks.ts';
import type { AccountKeys } from '../storage/account-keys.ts';
import type { StoredSignature } from '../storage/entities/delivery-attempt.ts';
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

interface SigningInput {
  event: LeasedEvent;
  webhook: CachedWebhook;
  body: Buffer;
  /** The body is this webhook's alone, not the event's. */
  isOwnBody: boolean;
  startedAt: number;
  keys: AccountKeys;
}

/** The signatures of one request, one for each scheme of the webhook, in the order of its schemes. */
export async function signRequest(input: SigningInput): Promise<StoredSignature[]> {
  const secrets = input.webhook.secrets.filter((secret) => secret.expiresAt === null || secret.expiresAt > input.startedAt);
  const signatures: StoredSignature[] = [];
  for (const scheme of input.webhook.signatureSchemes) signatures.push(await sign(scheme, input, secrets));
  return signatures;
}

async function sign(scheme: SignatureScheme, input: SigningInput, secrets: readonly DatedSecret[]): Promise<StoredSignature> {
  const header = SIGNATURE_HEADERS[scheme];
  const keyId = secrets.map((secret) => secret.id).join(' ');
  switch (scheme) {
    case 'HMAC_BODY':
      return { scheme, header, value: bodySignature(secrets, input.body), keyId, signedPrefix: null };
    case 'STANDARD_WEBHOOKS': {
      const timestamp = timestampSeconds(input.startedAt);
      const value = standardSignature(secrets, input.event.id, timestamp, input.body);
      return { scheme, header, value, keyId, signedPrefix: standardSignedPrefix(input.event.id, timestamp) };
    }
    case 'RSA_ACCOUNT': {
      const key = await input.keys.active(input.event.accountId);
      return { scheme, header, value: await rsaSignatureOf(input, key), keyId: key.id, signedPrefix: null };
    }
  }
}

/** The body is the same for all webhooks and attempts of an event, so one RSA signature of a key serves them all. */
function rsaSignatureOf({ event, body, isOwnBody }: SigningInput, key: RsaSigningKey): Promise<string> {
  if (isOwnBody) return rsaSignature(key, body);
  let signature = rsaSignatures.get(event);
  if (signature?.keyId !== key.id) {
    signature = { keyId: key.id, value: rsaSignature(key, body) };
    rsaSignatures.set(event, signature);
  }
  return signature.value;
}
