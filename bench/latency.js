import { connect, createWebhook, eventOf, payloadOf, publish } from './api.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const EVENTS_PER_SECOND = 200;
const SECONDS = 20;
const WARM_UP_SECONDS = 3;
const PAYLOAD_BYTES = 1_024;
const SETTLE_MS = 500;

/** Single publishes at a steady pace: from sending each to its request at the receiver. */
export async function latency() {
  const receiver = await startReceiver();
  const server = await startServer();
  const api = connect(server);
  try {
    await createWebhook(api, receiver.url, { maxConcurrency: 50 });
    const payload = await payloadOf(api, PAYLOAD_BYTES);
    await publishAtPace(api, payload, WARM_UP_SECONDS);
    const sent = await publishAtPace(api, payload, SECONDS);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const arrivals = new Map((await receiver.arrivals()).map(({ eventId, at }) => [eventId, at]));
    const times = sent.filter(({ id }) => arrivals.has(id)).map(({ id, at }) => Number(arrivals.get(id) - at) / 1e6).sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
    console.log(`latency at ${EVENTS_PER_SECOND} events/s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms, ${times.length} of ${sent.length} arrived`);
  } finally {
    await api.close();
    await server.stop();
    receiver.stop();
  }
}

/** Sends by the clock whether or not earlier ones are answered, so that a slow server cannot hide its delays. */
async function publishAtPace(api, payload, seconds) {
  const startedAt = performance.now();
  const pending = [];
  for (let index = 0; index < seconds * EVENTS_PER_SECOND; index++) {
    const waitMs = startedAt + index * (1_000 / EVENTS_PER_SECOND) - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    pending.push(publish(api, eventOf(payload)));
  }
  return Promise.all(pending);
}
