import { createServer } from 'node:net';

/*
 * A receiver in a process of its own that costs as little as a receiver can, for it shares the machine with what is measured: it
 * reads requests off the socket, counts them and answers as their path asks: /fail with 500, /slow late, /hang never, others with 200.
 * Told `{ expect }` it reports when that many requests have come; told `{ report: true }` it sends when each event arrived first at
 * each webhook (monotonic nanoseconds, comparable between processes).
 */
const ANSWERS = { fail: 'HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n', other: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' };
const SLOW_MS = 200;
const HEAD_END = '\r\n\r\n';

let arrivals = new Map();
let count = 0;
let expected = Infinity;
let firstAt = 0n;

const server = createServer({ noDelay: true }, (socket) => {
  let received = '';
  socket.setEncoding('latin1').on('error', () => socket.destroy()).on('data', (text) => {
    received += text;
    for (let end = endOfRequest(received); end > 0 && received.length >= end; end = endOfRequest(received)) {
      const request = received.slice(0, end);
      received = received.slice(end);
      note(request);
      answer(socket, request.slice('POST /'.length, request.indexOf(' HTTP')));
    }
  });
});

/** Length of the first request in bytes; 0 while its headers are not complete. */
function endOfRequest(text) {
  const headEnd = text.indexOf(HEAD_END);
  return headEnd < 0 ? 0 : headEnd + HEAD_END.length + Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
}

function note(request) {
  const at = process.hrtime.bigint();
  if (count === 0) firstAt = at;
  count++;
  const key = `${/\r\nwebhook-id: *(\S+)/.exec(request)?.[1]} ${/\r\nX-Webhook-Listener: *(\S+)/.exec(request)?.[1]}`;
  if (!arrivals.has(key)) arrivals.set(key, at);
  if (count === expected) process.send({ done: true, count, firstAt: String(firstAt), lastAt: String(at) });
}

function answer(socket, path) {
  if (path === 'slow') setTimeout(() => socket.write(ANSWERS.other), SLOW_MS);
  else if (path !== 'hang') socket.write(ANSWERS[path] ?? ANSWERS.other);
}

process.on('message', (message) => {
  if (message.expect !== undefined) {
    count = 0;
    expected = message.expect;
    arrivals = new Map();
  }
  if (message.report) process.send({ arrivals: [...arrivals].map(([key, at]) => [...key.split(' '), String(at)]) });
});
process.on('disconnect', () => process.exit());

server.listen({ port: 0, backlog: 4_096 }, () => process.send({ port: server.address().port }));
