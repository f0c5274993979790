import { createHmac } from 'node:crypto';
import type { SigningSecret } from './secrets.ts';

/**
 * Value of `X-Webhook-Signature`: `sha256=<hex>` of the raw body, keyed with the whole secret string.
 * While a rotation overlaps, one entry for each valid secret, newest first, separated by commas.
 */
export function bodySignature(secrets: readonly SigningSecret[], body: Buffer): string {
  return secrets.map(({ textKey }) => `sha256=${createHmac('sha256', textKey).update(body).digest('hex')}`).join(',');
}
