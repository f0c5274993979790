import { registerEnumType } from 'type-graphql';
import { ALL_SCHEMES } from '../../domain/signing/scheme.ts';
import { enumOf } from '../enums.ts';

export const SignatureScheme = enumOf(ALL_SCHEMES);

registerEnumType(SignatureScheme, {
  name: 'SignatureScheme',
  description: 'Signature schemes on every request.',
  valuesConfig: {
    HMAC_BODY: { description: "`X-Webhook-Signature`: HMAC-SHA256 of the raw body with the webhook's secret." },
    STANDARD_WEBHOOKS: {
      description: '`webhook-signature`: Standard Webhooks, HMAC-SHA256 of `id.timestamp.body`, multiple signatures while secrets overlap.',
    },
    RSA_ACCOUNT: { description: '`N-Signature`: RSASSA-PKCS1-v1_5 with SHA-256 of the raw body with the account key.' },
  },
});
