import { connect, createWebhook, eventOf, payloadOf, publish, publishMany } from './api.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const WEBHOOKS = 10_000;
const DEAD = WEBHOOKS / 10;
const EVENTS = 5;
const CREATORS = 16;
const BACKLOG = 100_000;
const BATCH = 500;
const OTHERS_PER_SECOND = 50;
const OTHERS_SECONDS = 10;
const PAYLOAD_BYTES = 1_024;
const LOOK_MS = 100;
const GIVE_UP_MS = 120_000;
/** Nothing listens there. */
const CLOSED_PORT = 8_999;

/** What dead receivers, and one with a long backlog, cost the others. */
export async function fairness() {
  await withServer(async ({ api, receiver, payload }) => {
    const all = await createMany(api, (index) => ({ url: addressOf(index, receiver.port, 'ok'), environment: 'PRODUCTION' }));
    const some = await createMany(api, (index) => ({ url: index < DEAD ? deadAddressOf(index, receiver.port) : addressOf(index, receiver.port, 'ok'), environment: 'STAGING' }));
    const healthy = await fanOut({ api, receiver, payload, environment: 'PRODUCTION', webhookIds: all });
    const besideDead = await fanOut({ api, receiver, payload, environment: 'STAGING', webhookIds: some.slice(DEAD) });
    console.log(`fairness: one event to ${WEBHOOKS} webhooks, healthy ones reached: all healthy ${shown(healthy)}; beside 10 % dead ${shown(besideDead)}; `
      + `p99 ratio ${(quantile(besideDead, 0.99) / quantile(healthy, 0.99)).toFixed(2)}`);
  });
  await withServer(async ({ api, receiver, payload }) => {
    await createWebhook(api, `http://127.0.0.2:${receiver.port}/slow`, { environment: 'PRODUCTION' });
    const other = await createWebhook(api, `http://127.0.0.3:${receiver.port}/ok`, { environment: 'STAGING' });
    for (let sent = 0; sent < BACKLOG; sent += BATCH) await publishMany(api, Array.from({ length: BATCH }, () => eventOf(payload)));
    const times = await besideBacklog({ api, receiver, payload, webhookId: other });
    console.log(`fairness: ${OTHERS_PER_SECOND} events/s to one webhook beside ${BACKLOG} waiting on another: ${shown(times)}`);
  });
}

async function withServer(work) {
  const receiver = await startReceiver();
  const server = await startServer();
  const api = connect(server);
  try {
    await work({ api, receiver, payload: await payloadOf(api, PAYLOAD_BYTES) });
  } finally {
    await api.close();
    await server.stop();
    receiver.stop();
  }
}

/** Each webhook has an address of its own, as in life: connections and limits are per host. */
const addressOf = (index, port, path) => `http://127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}:${port}/${path}`;

/** One third refuses connections, one never answers, one fails. */
const deadAddressOf = (index, port) =>
  [addressOf(index, CLOSED_PORT, 'ok'), addressOf(index, port, 'hang'), addressOf(index, port, 'fail')][index % 3];

async function createMany(api, inputOf) {
  const ids = [];
  let next = 0;
  const create = async () => {
    while (next < WEBHOOKS) {
      const index = next++;
      const { url, ...own } = inputOf(index);
      ids[index] = await createWebhook(api, url, own);
    }
  };
  await Promise.all(Array.from({ length: CREATORS }, create));
  return ids;
}

/** Publishes events one after the other; ms from sending each to its arrival at each of the webhooks. */
async function fanOut({ api, receiver, payload, environment, webhookIds }) {
  const wanted = new Set(webhookIds);
  const times = [];
  for (let round = 0; round < EVENTS; round++) {
    receiver.forget();
    const sent = await publish(api, eventOf(payload, { environment }));
    const giveUpAt = performance.now() + GIVE_UP_MS;
    let arrived = [];
    while (arrived.length < wanted.size) {
      if (performance.now() > giveUpAt) throw new Error(`Only ${arrived.length} of ${wanted.size} webhooks were reached.`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      arrived = (await receiver.arrivals()).filter(({ eventId, webhookId }) => eventId === sent.id && wanted.has(webhookId));
    }
    times.push(...arrived.map(({ at }) => Number(at - sent.at) / 1e6));
  }
  return times;
}

async function besideBacklog({ api, receiver, payload, webhookId }) {
  const sent = new Map();
  for (let index = 0; index < OTHERS_PER_SECOND * OTHERS_SECONDS; index++) {
    const { id, at } = await publish(api, eventOf(payload, { environment: 'STAGING' }));
    sent.set(id, at);
    await new Promise((resolve) => setTimeout(resolve, 1_000 / OTHERS_PER_SECOND));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const arrivals = (await receiver.arrivals()).filter((each) => each.webhookId === webhookId && sent.has(each.eventId));
  if (arrivals.length < sent.size) throw new Error(`Only ${arrivals.length} of ${sent.size} events arrived.`);
  return arrivals.map(({ eventId, at }) => Number(at - sent.get(eventId)) / 1e6);
}

function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const shown = (times) => `p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms`;
