import { describe, expect, it } from 'vitest';
import { explainComputed } from '../../../client/components/signature-checker/explain-computed.ts';
import { pastedHeaders } from '../../../client/components/signature-checker/pasted-headers.ts';
import { BODY, decoded, given, hmac, ID, OTHER_SECRET, SECONDS, SECRET, signedText } from './request.ts';

describe('pasted headers', () => {
  const expected = { id: ID, timestamp: String(SECONDS), standard: 'v1,YWJj=', body: 'sha256=ab12', rsa: null };

  it.each([
    ['lines of a request', `POST /hook HTTP/1.1\nWebhook-Id: ${ID}\nwebhook-timestamp:${SECONDS}\nwebhook-signature: v1,YWJj=\nx-webhook-signature: sha256=ab12`],
    ['a curl command', `curl \\\n -H 'webhook-id: ${ID}' \\\n -H "webhook-timestamp: ${SECONDS}" \\\n -H 'webhook-signature: v1,YWJj=' \\\n -H 'X-Webhook-Signature: sha256=ab12'`],
    ['a printed object', `{\n  'webhook-id': '${ID}',\n  'webhook-timestamp': '${SECONDS}',\n  'webhook-signature': 'v1,YWJj=',\n  'x-webhook-signature': 'sha256=ab12',\n}`],
    ['variables of an environment', `HTTP_WEBHOOK_ID=${ID}\nHTTP_WEBHOOK_TIMESTAMP=${SECONDS}\nHTTP_WEBHOOK_SIGNATURE=v1,YWJj=\nHTTP_X_WEBHOOK_SIGNATURE=sha256=ab12`],
    ['values alone', `${ID}\n${SECONDS}\nv1,YWJj=\nsha256=ab12`],
  ])('are read from %s', (_form, text) => {
    expect(pastedHeaders(text)).toEqual(expected);
  });
});

describe('a signature that the receiver’s code computed', () => {
  const explained = async (value: string, input = {}) => {
    const report = await explainComputed(value, given(input));
    return report && [report.scheme, ...report.findings.map(({ code }) => code)];
  };

  it.each([
    ['is right', hmac(decoded(SECRET), signedText(BODY), 'base64'), ['STANDARD_WEBHOOKS']],
    ['is right for the raw body', hmac(SECRET, BODY, 'hex'), ['HMAC_BODY']],
    ['lacks id and timestamp', hmac(decoded(SECRET), BODY, 'base64'), ['STANDARD_WEBHOOKS', 'signedPrefixMissing']],
    ['is hex for base64', hmac(decoded(SECRET), signedText(BODY), 'hex'), ['STANDARD_WEBHOOKS', 'hexForBase64']],
    ['was made without the prefix', hmac(SECRET.slice(6), BODY, 'hex'), ['HMAC_BODY', 'secretWithoutPrefix']],
  ])('%s', async (_how, value, expected) => {
    expect(await explained(value)).toEqual(expected);
  });

  it('is not explained by guesses', async () => {
    expect(await explained(hmac(OTHER_SECRET, BODY, 'hex'))).toBeNull();
    expect(await explained('nonsense')).toBeNull();
  });
});
