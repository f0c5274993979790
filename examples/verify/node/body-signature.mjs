// snippet: HMAC_BODY
import { createHmac, timingSafeEqual } from 'node:crypto';

// The whole text, whsec_ included.
const secret = process.env.WEBHOOK_SECRET;

// rawBody: the bytes as received, before any JSON parser. signature: the header X-Webhook-Signature.
export function verifyBodySignature(rawBody, signature = '') {
  const hmac = createHmac('sha256', secret).update(rawBody).digest('hex');
  const expected = Buffer.from(`sha256=${hmac}`);
  // While a replaced secret still signs, there is one signature for each, with commas between them.
  return signature.split(',').some((part) => {
    const given = Buffer.from(part.trim());
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
// snippet end
