import { createServer } from 'node:http';

/*
 * A receiver in a process of its own: answers 200 at once and counts. Told `{ expect }` it reports when that many requests
 * have come; told `{ report: true }` it sends when each event arrived (monotonic nanoseconds, comparable between processes).
 */
const arrivals = new Map();
let count = 0;
let expected = Infinity;
let firstAt = 0n;

const server = createServer((request, response) => {
  const at = process.hrtime.bigint();
  if (count === 0) firstAt = at;
  count++;
  const id = request.headers['webhook-id'];
  if (id !== undefined && !arrivals.has(id)) arrivals.set(id, at);
  request.resume().on('end', () => response.end());
  if (count === expected) process.send({ done: true, count, firstAt: String(firstAt), lastAt: String(at) });
});
server.keepAliveTimeout = 60_000;

process.on('message', (message) => {
  if (message.expect !== undefined) {
    count = 0;
    expected = message.expect;
    arrivals.clear();
  }
  if (message.report) process.send({ arrivals: [...arrivals].map(([id, at]) => [id, String(at)]) });
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
