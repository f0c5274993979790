import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect, createWebhook, eventOf, payloadOf } from './api.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const EVENTS = 40_000;
const WARM_UP_EVENTS = 5_000;
const BATCH = 500;
const PUBLISHERS = 2;
const CONCURRENCY = 50;
const PAYLOAD_BYTES = 1_024;
/** Envelope and payload. */
const BODY_BYTES = PAYLOAD_BYTES + 230;
const BARE_SECONDS = 5;

const PUBLISH = `mutation BenchPublish($input: EventsPublishInput!) { eventsPublish(input: $input) { userErrors { message } } }`;
const BARE_LOOP = fileURLToPath(new URL('./bare-loop-process.js', import.meta.url));

/**
 * One webhook, 1 KB payloads, two HMAC signatures, published in batches while they are delivered; beside it, before and
 * after, a bare undici loop to the same receiver. Deliveries a second count from the first publish to the last arrival.
 */
export async function throughput() {
  const receiver = await startReceiver();
  const server = await startServer();
  const api = connect(server);
  try {
    await createWebhook(api, receiver.url, { maxConcurrency: CONCURRENCY });
    const payload = await payloadOf(api, PAYLOAD_BYTES);
    const before = await bareLoop(receiver);
    await deliver({ api, receiver, payload, events: WARM_UP_EVENTS });
    const delivered = await deliver({ api, receiver, payload, events: EVENTS });
    const after = await bareLoop(receiver);
    const bare = (before + after) / 2;
    console.log(`throughput: ${Math.round(delivered)} deliveries/s, bare loop ${Math.round(bare)} requests/s, ratio ${(100 * delivered / bare).toFixed(1)} %`);
  } finally {
    await api.close();
    await server.stop();
    receiver.stop();
  }
}

async function deliver({ api, receiver, payload, events }) {
  const arrived = receiver.expect(events);
  const startedAt = process.hrtime.bigint();
  let left = events / BATCH;
  const publish = async () => {
    while (left-- > 0) await publishBatch(api, payload);
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publish));
  const { lastAt } = await arrived;
  return events / (Number(lastAt - startedAt) / 1e9);
}

async function publishBatch(api, payload) {
  const { eventsPublish } = await api.graphql(PUBLISH, { input: { events: Array.from({ length: BATCH }, () => eventOf(payload)) } });
  if (eventsPublish.userErrors.length > 0) throw new Error(JSON.stringify(eventsPublish.userErrors));
}

async function bareLoop(receiver) {
  receiver.forget();
  const child = fork(BARE_LOOP, [receiver.url, BODY_BYTES, CONCURRENCY, BARE_SECONDS].map(String));
  const [{ perSecond }] = await once(child, 'message');
  return perSecond;
}
