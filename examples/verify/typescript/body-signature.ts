// snippet: HMAC_BODY
import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';

// The whole text, whsec_ included.
const secret = process.env.WEBHOOK_SECRET ?? '';

export function verifyBodySignature(rawBody: Buffer, signature = ''): boolean {
  const hmac = createHmac('sha256', secret).update(rawBody).digest('hex');
  const expected = Buffer.from(`sha256=${hmac}`);
  // While a replaced secret still signs, there is one signature for each, with commas between them.
  return signature.split(',').some((part) => {
    const given = Buffer.from(part.trim());
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

export const app = express();

// express.raw keeps the bytes as received; express.json would lose them. It must stand before any other body parser.
app.post('/webhooks', express.raw({ type: '*/*', limit: '2mb' }), (request, response) => {
  if (!verifyBodySignature(request.body, request.header('X-Webhook-Signature'))) return void response.sendStatus(401);
  const event = JSON.parse(request.body.toString('utf8'));
  console.log(event.eventCode, event.resourceId);
  response.sendStatus(204);
});
// snippet end
