import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const GENERATED_BYTES = 32;
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** A webhook secret ready to sign with: decoded once, so that the hot path does no base64 work per request. */
export interface SigningSecret {
  readonly id: string;
  /** The whole secret, `whsec_` included. */
  readonly text: string;
  /** Key of the body signature: the whole secret string as UTF-8. */
  readonly textKey: Buffer;
  /** Key of the Standard Webhooks signature: the bytes behind `whsec_`. */
  readonly key: Buffer;
}

/** A new secret: `whsec_` and the base64 of 32 random bytes. */
export function newSecret(): string {
  return PREFIX + randomBytes(GENERATED_BYTES).toString('base64');
}

/** What is wrong with a secret brought by a user, as a sentence; null when it can be used. */
export function checkSecret(secret: string): string | null {
  if (!secret.startsWith(PREFIX)) return 'The secret must start with "whsec_".';
  const encoded = secret.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  // Node's decoder skips what it does not know; a round trip shows whether it understood everything.
  if (bytes.toString('base64') !== encoded) return 'The part of the secret after "whsec_" must be standard base64, padded with "=".';
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    return `The secret must hold ${MIN_BYTES} to ${MAX_BYTES} bytes after base64 decoding; it holds ${bytes.length}.`;
  }
  return null;
}

/** The HMAC key of Standard Webhooks: the bytes that base64-decode from the secret after `whsec_`. */
export function secretKeyBytes(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/** What may be shown of a secret, e.g. `whsec_…x7Qd`. */
export function secretHint(secret: string): string {
  return `${PREFIX}…${secret.slice(-4)}`;
}

/** Decodes a secret for signing. */
export function prepareSecret(id: string, text: string): SigningSecret {
  return { id, text, textKey: Buffer.from(text, 'utf8'), key: secretKeyBytes(text) };
}
