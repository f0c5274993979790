import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { connect, createWebhook, payloadOf } from './api.js';
import { publishAtPace } from './pace.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const CLIENTS = fileURLToPath(new URL('live-clients.js', import.meta.url));
const SUBSCRIBERS = Number(process.env.BENCH_SUBSCRIBERS ?? 1_000);
const ATTEMPTS_PER_SECOND = 100;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const WARM_UP_SECONDS = 3;
const PAYLOAD_BYTES = 1_024;
const SETTLE_MS = 1_000;

/** Many subscribers of all attempts at a steady pace: what they cost the server besides the sending, and how old an attempt is when they get it. */
export async function live() {
  const receiver = await startReceiver();
  const server = await startServer();
  const api = connect(server);
  try {
    await createWebhook(api, receiver.url, { maxConcurrency: 50 });
    const payload = await payloadOf(api, PAYLOAD_BYTES);
    await publishAtPace(api, payload, { seconds: WARM_UP_SECONDS, perSecond: ATTEMPTS_PER_SECOND });
    const alone = await shareOfCore(server, () => publishAtPace(api, payload, { seconds: SECONDS, perSecond: ATTEMPTS_PER_SECOND }));
    const clients = fork(CLIENTS, [`${server.baseUrl.replace('http', 'ws')}/graphql`, server.apiKey, String(SUBSCRIBERS)]);
    const ended = new AbortController();
    clients.once('exit', (code) => ended.abort(new Error(`The process of the subscribers ended with exit code ${code}.`)));
    const hear = () => once(clients, 'message', { signal: ended.signal });
    await hear();
    await publishAtPace(api, payload, { seconds: WARM_UP_SECONDS, perSecond: ATTEMPTS_PER_SECOND });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    clients.send('count');
    let sent = [];
    const watched = await shareOfCore(server, async () => { sent = await publishAtPace(api, payload, { seconds: SECONDS, perSecond: ATTEMPTS_PER_SECOND }); });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const report = hear();
    clients.send('report');
    const [{ received, messages, p50, p99, max }] = await report;
    const percent = (share) => `${(100 * share).toFixed(0)} %`;
    console.log(`live, ${SUBSCRIBERS} subscribers at ${ATTEMPTS_PER_SECOND} attempts/s: ${percent(watched - alone)} of a core more (${percent(alone)} without them), `
      + `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms from recording to client, ${received} of ${sent.length * SUBSCRIBERS} arrived in ${messages} messages, load ${loadavg()[0].toFixed(1)}`);
  } finally {
    await api.close();
    await server.stop();
    receiver.stop();
  }
}

/** CPU time of the server for the attempts of `SECONDS`, as a share of one core; on a busy machine they take longer, which makes it no cheaper. */
async function shareOfCore(server, work) {
  const { process: usedBefore } = await server.cpuSeconds();
  await work();
  return ((await server.cpuSeconds()).process - usedBefore) / SECONDS;
}
