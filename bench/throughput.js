import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect, createWebhook, eventOf, payloadOf } from './api.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

/** Of each: machines that others share change their speed from second to second, so the two are measured in turns. */
const ROUNDS = 5;
const EVENTS_PER_ROUND = 20_000;
const WARM_UP_EVENTS = 10_000;
const BATCH = 500;
const PUBLISHERS = 2;
const CONCURRENCY = 50;
const PAYLOAD_BYTES = 1_024;
/** Envelope and payload. */
const BODY_BYTES = PAYLOAD_BYTES + 230;
const BARE_SECONDS = 2;

const PUBLISH = `mutation BenchPublish($input: EventsPublishInput!) { eventsPublish(input: $input) { userErrors { message } } }`;
const BARE_LOOP = fileURLToPath(new URL('./bare-loop-process.js', import.meta.url));

/**
 * One webhook, 1 KB payloads, two HMAC signatures, published in batches while they are delivered; in turns with it a bare undici
 * loop to the same receiver, that stores nothing but signs as well: what is left between the two is the work of a webhook server.
 * A loop that does not even sign is measured beside it. Deliveries a second count from the first publish to the last arrival.
 */
export async function throughput() {
  const receiver = await startReceiver();
  const server = await startServer();
  const api = connect(server);
  try {
    await createWebhook(api, receiver.url, { maxConcurrency: CONCURRENCY });
    const payload = await payloadOf(api, PAYLOAD_BYTES);
    await deliver({ api, receiver, payload, events: WARM_UP_EVENTS });
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await bareLoop(receiver, 'signing');
      const delivered = await deliver({ api, receiver, payload, events: EVENTS_PER_ROUND });
      const plain = await bareLoop(receiver, 'plain');
      rounds.push({ bare, delivered, plain, ratio: 100 * delivered / bare, plainRatio: 100 * delivered / plain });
    }
    const of = (name) => median(rounds.map((round) => round[name]));
    console.log(`throughput: ${of('delivered').toFixed()} deliveries/s, bare loop ${of('bare').toFixed()} requests/s, ratio ${of('ratio').toFixed(1)} % `
      + `(medians of ${ROUNDS} rounds; ratios ${rounds.map(({ ratio }) => ratio.toFixed(1)).join(', ')}); `
      + `a loop without signatures ${of('plain').toFixed()} requests/s, ratio ${of('plainRatio').toFixed(1)} %`);
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

async function bareLoop(receiver, mode) {
  receiver.forget();
  const child = fork(BARE_LOOP, [receiver.url, BODY_BYTES, CONCURRENCY, BARE_SECONDS, mode].map(String));
  const [{ perSecond }] = await once(child, 'message');
  return perSecond;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
