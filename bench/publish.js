import { connect, createWebhook, eventOf, payloadOf, publish } from './api.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const CONCURRENCY = 50;
const WARM_UP = 5_000;
const EVENTS = 20_000;
const PAYLOAD_BYTES = 1_024;

/**
 * Single `eventPublish` requests over 50 kept-alive connections, each waiting for its answer before it sends the next; once with no
 * webhook that wants the events and once with one that gets them all. The server has all cores, but what it can do on one follows from
 * the CPU time it used, which neighbours on the machine do not change.
 */
export async function publishing() {
  const receiver = await startReceiver();
  const server = await startServer();
  const api = connect(server, { connections: CONCURRENCY });
  try {
    const payload = await payloadOf(api, PAYLOAD_BYTES);
    await publishAll(api, payload, WARM_UP);
    await measure('no webhook', { api, server, payload });
    await createWebhook(api, receiver.url, { maxConcurrency: CONCURRENCY });
    await publishAll(api, payload, WARM_UP);
    await measure('one webhook', { api, server, payload });
  } finally {
    await api.close();
    await server.stop();
    receiver.stop();
  }
}

async function measure(name, { api, server, payload }) {
  const cpuBefore = await server.cpuSeconds();
  const startedAt = performance.now();
  const times = await publishAll(api, payload, EVENTS);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = await server.cpuSeconds();
  const [whole, main] = [cpu.process - cpuBefore.process, cpu.mainThread - cpuBefore.mainThread];
  console.log(`publish, ${name}: ${(EVENTS / seconds).toFixed()} requests/s; ${(EVENTS / whole).toFixed()} for each second of CPU time of the server, `
    + `${(EVENTS / main).toFixed()} for each of its main thread; p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms`);
}

/** Times of the answers in ms, sorted. */
async function publishAll(api, payload, count) {
  const times = [];
  let left = count;
  const work = async () => {
    while (left-- > 0) times.push((await publish(api, eventOf(payload))).tookMs);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return times.sort((a, b) => a - b);
}

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
