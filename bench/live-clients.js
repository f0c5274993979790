import { WebSocket } from 'ws';

/*
 * Subscribers in a process of their own, so that what they cost does not count as the server's. Each notes how old an attempt is when
 * its message arrives: both processes read the same wall clock, and `completedAt` is taken just before the commit.
 */
const QUERY = `subscription { deliveryAttempts(minIntervalMs: 100) { cursor phase attempts {
  id status statusCode durationMs completedAt delivery { id status webhook { id name } event { id type { code } } } } } }`;
const CONNECTING_AT_ONCE = 20;

const [url, apiKey, count] = process.argv.slice(2);
const ages = [];
let received = 0;
let messages = 0;
let isCounting = false;

/** Read once for all sockets that get the same message: the processor is the server's as well. */
let last = { data: Buffer.alloc(0), type: '', times: [] };

function read(data) {
  if (data.equals(last.data)) return last;
  const { type, payload } = JSON.parse(data);
  if (payload?.errors || type === 'error') throw new Error(String(data));
  return (last = { data, type, times: type === 'next' ? payload.data.deliveryAttempts.attempts.map(({ completedAt }) => Date.parse(completedAt)) : [] });
}

function note(times) {
  const now = Date.now();
  messages += 1;
  received += times.length;
  for (const time of times) ages.push(now - time);
}

function subscribe() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    socket.once('error', reject);
    socket.once('close', (code, reason) => reject(new Error(`A socket was closed with ${code}: ${reason}`)));
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${apiKey}` } })));
    socket.on('message', (data) => {
      const { type, times } = read(data);
      if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
      else if (type === 'ping') socket.send('{"type":"pong"}');
      else if (type === 'next') {
        resolve();
        if (isCounting) note(times);
      } else reject(new Error(String(data)));
    });
  });
}

for (let open = 0; open < Number(count); open += CONNECTING_AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(CONNECTING_AT_ONCE, Number(count) - open) }, subscribe));
}
process.send({ ready: true });
process.on('message', (command) => {
  if (command === 'count') isCounting = true;
  if (command === 'report') {
    ages.sort((a, b) => a - b);
    const at = (share) => ages[Math.min(ages.length - 1, Math.floor(ages.length * share))] ?? null;
    process.send({ received, messages, p50: at(0.5), p99: at(0.99), max: at(1) }, () => process.exit(0));
  }
});
