import { loadavg } from 'node:os';
import { connect, createWebhook, payloadOf } from './api.js';
import { describeDelays, publishAtPace } from './pace.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const EVENTS_PER_SECOND = 20;
const SECONDS = 20;
const WARM_UP_SECONDS = 3;
const PAYLOAD_BYTES = 1_024;
/** Longer than servers wait before they look for each other's work. */
const SETTLE_MS = 3_000;

/** Two servers on one database, of which only the second sends: from publishing at the first to the request that the second makes, without Redis and with it. */
export async function peers() {
  const { BENCH_DATABASE_URL: database, BENCH_REDIS_URL: redis } = process.env;
  if (!database) return console.log('peers: left out. Two servers need an empty MySQL or MariaDB, named by BENCH_DATABASE_URL, and BENCH_REDIS_URL for the part with Redis.');
  await measure('without Redis', {});
  if (redis) await measure('with Redis', { REDIS_URL: redis });
}

async function measure(name, settings) {
  const receiver = await startReceiver();
  const publishing = await startServer({ settings: { ...settings, DISPATCHER_CONCURRENCY: '0' } });
  const sending = await startServer({ settings });
  const api = connect(publishing);
  try {
    await createWebhook(api, receiver.url, { maxConcurrency: 50 });
    const payload = await payloadOf(api, PAYLOAD_BYTES);
    await publishAtPace(api, payload, { seconds: WARM_UP_SECONDS, perSecond: EVENTS_PER_SECOND });
    const sent = await publishAtPace(api, payload, { seconds: SECONDS, perSecond: EVENTS_PER_SECOND });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    console.log(`peers, ${name}, ${EVENTS_PER_SECOND} events/s: ${await describeDelays(receiver, sent)}, load ${loadavg()[0].toFixed(1)}`);
  } finally {
    await api.close();
    await sending.stop();
    await publishing.stop();
    receiver.stop();
  }
}
