// snippet: STANDARD_WEBHOOKS
import { createHmac, timingSafeEqual } from 'node:crypto';

// The bytes behind whsec_ are the key.
const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
const toleranceSeconds = 5 * 60;

// rawBody: the bytes as received, before any JSON parser. headers: with names in lower case, as Node gives them.
export function verifyStandardWebhook(rawBody, headers, nowSeconds = Date.now() / 1000) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  if (!(Math.abs(nowSeconds - Number(timestamp)) <= toleranceSeconds)) return false;
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  const expected = Buffer.from(`v1,${hmac}`);
  // While a replaced secret still signs, there is one signature for each, with spaces between them.
  return signatures.split(' ').some((part) => {
    const given = Buffer.from(part);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
// snippet end
