import type { SignatureScheme } from './snippets.queries.ts';

const HEADERS: Readonly<Record<SignatureScheme, string>> = {
  HMAC_BODY: 'X-Webhook-Signature',
  STANDARD_WEBHOOKS: 'webhook-signature',
  RSA_ACCOUNT: 'N-Signature',
};

/** Header that carries the signature of a scheme. */
export const schemeHeader = (scheme: SignatureScheme): string => HEADERS[scheme];
