import { Pool } from 'undici';

/*
 * What a loop that stores nothing and signs nothing reaches with requests of the same size: the measure of the server's throughput.
 * Arguments: URL, body bytes, requests in flight, seconds. Sends requests per second.
 */
const [url, bytes, concurrency, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: concurrency });
const body = 'x'.repeat(bytes);
/** As many and as long as those of a delivery. */
const headers = {
  'Content-Type': 'application/json', 'Accept-Encoding': 'identity', 'User-Agent': 'bare-loop/0.0',
  'webhook-id': `evt_${'0'.repeat(26)}`, 'webhook-timestamp': '1700000000', 'X-Webhook-Event': 'telemetry.received', 'X-Webhook-Environment': 'PRODUCTION',
  'X-Webhook-Listener': `wh_${'0'.repeat(26)}`, 'X-Webhook-Delivery': `dlv_${'0'.repeat(26)}`, 'X-Webhook-Attempt': '1',
  'X-Webhook-Signature': `sha256=${'0'.repeat(64)}`, 'webhook-signature': `v1,${'0'.repeat(44)}`,
};

async function run(until) {
  let count = 0;
  while (performance.now() < until) {
    const response = await pool.request({ path: pathname, method: 'POST', headers, body });
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
