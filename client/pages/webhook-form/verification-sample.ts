/** Complete code for Node that checks `X-Webhook-Signature`; the secret comes from the environment, never from the code. */
export const VERIFICATION_SAMPLE = `import { createHmac, timingSafeEqual } from 'node:crypto';

// The whole text, whsec_ included.
const secret = process.env.WEBHOOK_SECRET;

// rawBody: the bytes as received, before any JSON parser.
// signature: the value of the header X-Webhook-Signature.
export function isAuthentic(rawBody, signature) {
  const hmac = createHmac('sha256', secret).update(rawBody).digest('hex');
  const expected = Buffer.from('sha256=' + hmac);
  // While a replaced secret still signs, there is one signature for each.
  return signature.split(',').some((part) => {
    const given = Buffer.from(part.trim());
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
`;
