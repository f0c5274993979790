import { createServer } from 'node:net';

/*
 * A receiver in a process of its own that costs as little as a receiver can, for it shares the machine with what is measured: it
 * reads requests off the socket, counts them and answers 200. Told `{ expect }` it reports when that many requests have come; told
 * `{ report: true }` it sends when each event arrived (monotonic nanoseconds, comparable between processes).
 */
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const HEAD_END = '\r\n\r\n';

const arrivals = new Map();
let count = 0;
let expected = Infinity;
let firstAt = 0n;

const server = createServer({ noDelay: true }, (socket) => {
  let received = '';
  socket.setEncoding('latin1').on('error', () => socket.destroy()).on('data', (text) => {
    received += text;
    for (let end = endOfRequest(received); end > 0 && received.length >= end; end = endOfRequest(received)) {
      note(received);
      received = received.slice(end);
      socket.write(ANSWER);
    }
  });
});

/** Length of the first request in bytes; 0 while its headers are not complete. */
function endOfRequest(text) {
  const headEnd = text.indexOf(HEAD_END);
  return headEnd < 0 ? 0 : headEnd + HEAD_END.length + Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
}

function note(request) {
  const at = process.hrtime.bigint();
  if (count === 0) firstAt = at;
  count++;
  const id = /\r\nwebhook-id: *(\S+)/.exec(request)?.[1];
  if (id !== undefined && !arrivals.has(id)) arrivals.set(id, at);
  if (count === expected) process.send({ done: true, count, firstAt: String(firstAt), lastAt: String(at) });
}

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
