import { connect, createWebhook, payloadOf } from './api.js';
import { describeDelays, publishAtPace } from './pace.js';
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
    await publishAtPace(api, payload, { seconds: WARM_UP_SECONDS, perSecond: EVENTS_PER_SECOND });
    const sent = await publishAtPace(api, payload, { seconds: SECONDS, perSecond: EVENTS_PER_SECOND });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    console.log(`latency at ${EVENTS_PER_SECOND} events/s: ${await describeDelays(receiver, sent)}`);
  } finally {
    await api.close();
    await server.stop();
    receiver.stop();
  }
}
