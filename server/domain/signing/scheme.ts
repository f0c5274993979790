/** Signature schemes of a request; see docs/delivery.md for what each one signs. */
export const ALL_SCHEMES = ['HMAC_BODY', 'STANDARD_WEBHOOKS', 'RSA_ACCOUNT'] as const;

export type SignatureScheme = (typeof ALL_SCHEMES)[number];

/** Header that carries each scheme's signature. */
export const SIGNATURE_HEADERS: Readonly<Record<SignatureScheme, string>> = {
  HMAC_BODY: 'X-Webhook-Signature',
  STANDARD_WEBHOOKS: 'webhook-signature',
  RSA_ACCOUNT: 'N-Signature',
};
