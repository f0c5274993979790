// Prints for each recorded request whether the snippets accept it. The first argument is the table of requests.
import { readFileSync } from 'node:fs';

const [table, scheme] = process.argv.slice(2);
const verifiers = {
  HMAC_BODY: async () => {
    const { verifyBodySignature } = await import('./body-signature.mjs');
    return ({ body, headers }) => verifyBodySignature(body, headers['x-webhook-signature']);
  },
  STANDARD_WEBHOOKS: async () => {
    const { verifyStandardWebhook } = await import('./standard-webhook.mjs');
    return ({ body, headers, now }) => verifyStandardWebhook(body, headers, now);
  },
  RSA_ACCOUNT: async () => {
    const { verifyAccountSignature } = await import('./account-signature.mjs');
    return ({ body, headers }) => verifyAccountSignature(body, headers['n-signature']);
  },
};

const isAuthentic = await verifiers[scheme]();
for (const line of readFileSync(table, 'utf8').trim().split('\n')) {
  const [name, now, body, id, timestamp, standard, hmac, rsa] = line.split('\t');
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': standard, 'x-webhook-signature': hmac, 'n-signature': rsa };
  process.stdout.write(`${name} ${isAuthentic({ body: Buffer.from(body, 'base64'), headers, now: Number(now) }) ? 'accepted' : 'refused'}\n`);
}
