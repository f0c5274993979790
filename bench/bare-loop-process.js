import { Pool } from 'undici';

/*
 * What a loop that stores nothing and signs nothing reaches: the measure of the server's throughput.
 * Arguments: URL, body bytes, requests in flight, seconds. Sends requests per second.
 */
const [url, bytes, concurrency, seconds] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: concurrency });
const body = 'x'.repeat(bytes);
const headers = { 'content-type': 'application/json', 'accept-encoding': 'identity', 'user-agent': 'bare-loop' };

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
