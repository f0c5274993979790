import { createHmac } from 'node:crypto';
import { Pool } from 'undici';

/*
 * What a loop that stores nothing reaches with requests of the same size: the measure of the server's throughput. It signs each
 * request as a delivery is signed, or, for comparison, sends one that was signed once.
 * Arguments: URL, body bytes, requests in flight, seconds, whether to sign ('signing' or 'plain'). Sends requests per second.
 */
const [url, mode] = [process.argv[2], process.argv[6]];
const [bytes, concurrency, seconds] = process.argv.slice(3, 6).map(Number);
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: concurrency });
const body = 'x'.repeat(bytes);
const secret = Buffer.alloc(32, 1);
const [id, timestamp] = [`evt_${'0'.repeat(26)}`, '1700000000'];
/** As many and as long as those of a delivery. */
const unsigned = {
  'Content-Type': 'application/json', 'Accept-Encoding': 'identity', 'User-Agent': 'bare-loop/0.0',
  'webhook-id': id, 'webhook-timestamp': timestamp, 'X-Webhook-Event': 'telemetry.received', 'X-Webhook-Environment': 'PRODUCTION',
  'X-Webhook-Listener': `wh_${'0'.repeat(26)}`, 'X-Webhook-Delivery': `dlv_${'0'.repeat(26)}`, 'X-Webhook-Attempt': '1',
};

const hmac = (text, encoding) => createHmac('sha256', secret).update(text).digest(encoding);
const sign = () => ({
  ...unsigned, 'X-Webhook-Signature': `sha256=${hmac(body, 'hex')}`, 'webhook-signature': `v1,${hmac(`${id}.${timestamp}.${body}`, 'base64')}`,
});
const signedOnce = sign();
const headers = mode === 'signing' ? sign : () => signedOnce;

async function run(until) {
  let count = 0;
  while (performance.now() < until) {
    const response = await pool.request({ path: pathname, method: 'POST', headers: headers(), body });
    await response.body.dump();
    count++;
  }
  return count;
}

const together = async (ms) => {
  const until = performance.now() + ms;
  const counts = await Promise.all(Array.from({ length: concurrency }, () => run(until)));
  return counts.reduce((sum, count) => sum + count, 0);
};

await together(1_000); // warm-up
const count = await together(seconds * 1_000);
process.send({ perSecond: count / seconds });
await pool.close();
process.disconnect();
