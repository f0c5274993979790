// snippet: RSA_ACCOUNT
import { createPublicKey, verify } from 'node:crypto';
import express from 'express';

// The public key sk_01JD0000000000000000000000 of the account; the key set has the next one before it signs.
const publicKey = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    n: '0QjbUMLIRdZekgp8FVMkQetLCasfNjSo3IyW9i9Q5prkPOQ7HabSGnleUcKtGdRyiR5V-0kdhsWfgs3Xh9dtbuHQz-Jv8JQOtsoKjpz6GBQq7jJnDpL6aEeR3FL03mJcW4c7nz9yXuU8Ih6yP1UJeO0FFPMML9IyKsyG0CxUZANNcm9hudgC5J140W5cL4cEZwyhLdejKUq_Y7KH5FdyO1ImpC97dqfjL2EQUlFn02FUITV8UEO4Rro_t88GT3M_ZsRpF_cghywdgOoSgfVa45e2pDVyCAWnGXHL1Jj-Zb-iI8cMWxuSc3pKIDkBCyP5IcR2wnP_RO16OB9Jynm6XQ',
    e: 'AQAB',
  },
});

export function verifyAccountSignature(rawBody: Buffer, signature = ''): boolean {
  return verify('sha256', rawBody, publicKey, Buffer.from(signature, 'base64'));
}

export const app = express();

// express.raw keeps the bytes as received; express.json would lose them. It must stand before any other body parser.
app.post('/webhooks', express.raw({ type: '*/*', limit: '2mb' }), (request, response) => {
  if (!verifyAccountSignature(request.body, request.header('N-Signature'))) return void response.sendStatus(401);
  const event = JSON.parse(request.body.toString('utf8'));
  console.log(event.eventCode, event.resourceId);
  response.sendStatus(204);
});
// snippet end
