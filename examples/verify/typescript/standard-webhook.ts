// snippet: STANDARD_WEBHOOKS
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import express from 'express';

// The bytes behind whsec_ are the key.
const key = Buffer.from((process.env.WEBHOOK_SECRET ?? '').replace(/^whsec_/, ''), 'base64');
const toleranceSeconds = 5 * 60;

export function verifyStandardWebhook(rawBody: Buffer, headers: IncomingHttpHeaders, nowSeconds = Date.now() / 1000): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!(Math.abs(nowSeconds - Number(timestamp)) <= toleranceSeconds)) return false;
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  const expected = Buffer.from(`v1,${hmac}`);
  // While a replaced secret still signs, there is one signature for each, with spaces between them.
  return String(signatures).split(' ').some((part) => {
    const given = Buffer.from(part);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

export const app = express();

// express.raw keeps the bytes as received; express.json would lose them. It must stand before any other body parser.
app.post('/webhooks', express.raw({ type: '*/*', limit: '2mb' }), (request, response) => {
  if (!verifyStandardWebhook(request.body, request.headers)) return void response.sendStatus(401);
  const event = JSON.parse(request.body.toString('utf8'));
  console.log(event.eventCode, event.resourceId);
  response.sendStatus(204);
});
// snippet end
