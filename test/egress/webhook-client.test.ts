import { once } from 'node:events';
import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../server/domain/reply.ts';
import type { WebhookClient } from '../../server/egress/webhook-client.ts';
import { httpReceiver, listen, loopbackClient, rawReceiver, signal } from './receivers.ts';

const HEADERS: [string, string][] = [['Content-Type', 'application/json'], ['webhook-id', 'evt_1'], ['X-Webhook-Attempt', '1']];

function post(url: string, { client = loopbackClient(), timeoutMs = 5000 }: { client?: WebhookClient; timeoutMs?: number } = {}): Promise<Reply> {
  return client.post({ url, headers: HEADERS, body: Buffer.from('{"a":"é"}'), timeoutMs });
}

/** A receiver that answers every request with exactly these bytes and keeps the connection open. */
const answering = (text: string | Buffer) => rawReceiver((socket) => socket.write(text));

describe('a request', () => {
  it('arrives byte for byte, with its headers in order', async () => {
    const received = signal<string>();
    const url = await listen(net.createServer((socket) => {
      socket.once('data', (data) => {
        received.give(data.toString());
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    }));
    await post(`${url}/hook?b=1`);
    expect(await received.promise).toBe(
      `POST /hook?b=1 HTTP/1.1\r\nhost: ${url.slice(7)}\r\nconnection: keep-alive\r\nContent-Type: application/json\r\n`
      + 'webhook-id: evt_1\r\nX-Webhook-Attempt: 1\r\ncontent-length: 10\r\n\r\n{"a":"é"}');
  });

  it('uses a connection again, and only the first one pays for making it', async () => {
    const url = await httpReceiver((_request, response) => response.end('ok'));
    const client = loopbackClient({ connectionsPerOrigin: 1 });
    const first = await post(url, { client });
    const second = await post(url, { client });
    expect(first.timing).toMatchObject({ dnsMs: expect.any(Number), connectMs: expect.any(Number), tlsMs: null, firstByteMs: expect.any(Number) });
    expect(second.timing).toMatchObject({ dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: expect.any(Number), downloadMs: expect.any(Number) });
  });

  it('waits for its turn when all connections of the origin are busy', async () => {
    let open = 0;
    let most = 0;
    const url = await httpReceiver((_request, response) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        response.end();
      });
    });
    const client = loopbackClient({ connectionsPerOrigin: 3 });
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(url, { client })));
    expect(replies.every((reply) => reply.kind === 'response')).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('a request that is given up before it was sent', () => {
  /** Answers everything and keeps the paths it was asked for. */
  async function remembering() {
    const paths: string[] = [];
    const url = await httpReceiver((message, response) => {
      paths.push(message.url ?? '');
      response.end();
    });
    return { url, paths };
  }

  it('while all connections were busy is never sent', async () => {
    const paths: string[] = [];
    const arrived = signal<() => void>();
    const url = await httpReceiver((message, response) => {
      paths.push(message.url ?? '');
      if (message.url === '/first') arrived.give(() => response.end());
      else response.end();
    });
    const client = loopbackClient({ connectionsPerOrigin: 1 });
    const first = post(`${url}/first`, { client });
    const answerFirst = await arrived.promise;
    expect(await post(`${url}/given-up`, { client, timeoutMs: 30 })).toMatchObject({ kind: 'failure', code: 'CONNECT_TIMEOUT' });
    answerFirst();
    await first;
    expect(await post(`${url}/last`, { client })).toMatchObject({ kind: 'response' });
    expect(paths).toEqual(['/first', '/last']);
  });

  it('while its name was being resolved is never sent', async () => {
    const { url, paths } = await remembering();
    const resolved = signal<string[]>();
    const client = loopbackClient({ connectionsPerOrigin: 1, resolve: () => resolved.promise });
    const origin = url.replace('127.0.0.1', 'receiver.example');
    expect(await post(`${origin}/given-up`, { client, timeoutMs: 30 })).toMatchObject({ code: 'DNS_FAILURE' });
    const last = post(`${origin}/last`, { client });
    resolved.give(['127.0.0.1']);
    expect(await last).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(paths).toEqual(['/last']);
  });
});

describe('a response', () => {
  it('comes with status, reason, headers as sent, body and phases', async () => {
    const url = await answering('HTTP/1.1 201 Made It\r\nX-Mixed-Case: Yes\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nhi');
    const reply = await post(url);
    expect(reply).toMatchObject({
      kind: 'response', statusCode: 201, reason: 'Made It', httpVersion: '1.1', bodySize: 2, isTruncated: false,
      headers: [['X-Mixed-Case', 'Yes'], ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['Content-Length', '2']],
    });
    expect(reply.kind === 'response' && reply.body.toString()).toBe('hi');
  });

  it('is not followed when it redirects', async () => {
    const url = await httpReceiver((request, response) => {
      if (request.url !== '/') throw new Error('The redirect was followed.');
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 302 });
  });

  it('is not decompressed', async () => {
    const zipped = gzipSync('x'.repeat(100_000));
    const url = await httpReceiver((_request, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(zipped));
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 200, bodySize: zipped.length, body: zipped });
  });

  it.each([[16 * 1024, false], [16 * 1024 + 1, true], [60_000, true]])('of %d bytes is cut: %s', async (size, isTruncated) => {
    const url = await httpReceiver((_request, response) => response.end(Buffer.alloc(size, 'x')));
    const reply = await post(url);
    expect(reply).toMatchObject({ kind: 'response', statusCode: 200, bodySize: size, isTruncated });
    expect(reply.kind === 'response' && reply.body.length).toBe(Math.min(size, 16 * 1024));
  });

  it('without end is read to 64 kB, then the connection is closed', async () => {
    const closed = signal();
    const url = await httpReceiver((_request, response) => {
      response.on('close', () => closed.give());
      response.on('error', () => undefined);
      const more = () => { while (!response.destroyed && response.write(Buffer.alloc(8192, 'x'))); };
      response.writeHead(200).on('drain', more);
      more();
    });
    const reply = await post(url);
    expect(reply).toMatchObject({ kind: 'response', statusCode: 200, bodySize: 64 * 1024, isTruncated: true });
    await closed.promise;
  });

  it('204 with a body stays 204', async () => {
    const url = await answering('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello');
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 204, bodySize: 0 });
  });

  it('keeps its status when the connection breaks inside of the body', async () => {
    const url = await rawReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => socket.resetAndDestroy());
    });
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 200, isTruncated: true });
  });

  it('keeps its status when the body is malformed', async () => {
    const url = await answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n');
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 200, isTruncated: true });
  });

  it('keeps its status when the body drips past the time limit', async () => {
    const url = await rawReceiver((socket) => {
      socket.write('HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write('.'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    const reply = await post(url, { timeoutMs: 400 });
    expect(reply).toMatchObject({ kind: 'response', statusCode: 500, isTruncated: true });
    expect(reply.timing.totalMs).toBeLessThan(1000);
  });

  it('without length ends with the connection', async () => {
    const url = await rawReceiver((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 200, bodySize: 9, isTruncated: false });
  });

  it('may be announced by interim answers', async () => {
    const url = await answering('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    expect(await post(url)).toMatchObject({ kind: 'response', statusCode: 200, headers: [['Content-Length', '0']] });
  });
});

describe('no response', () => {
  const codeOf = async (reply: Promise<Reply>) => {
    const answer = await reply;
    return answer.kind === 'failure' ? answer.code : `response ${answer.statusCode}`;
  };

  it('in time is a response timeout', async () => {
    const url = await rawReceiver(() => undefined);
    expect(await codeOf(post(url, { timeoutMs: 400 }))).toBe('RESPONSE_TIMEOUT');
  });

  it('but endless interim answers is a response timeout', async () => {
    const url = await rawReceiver((socket) => {
      const hints = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 10);
      socket.on('close', () => clearInterval(hints));
    });
    expect(await codeOf(post(url, { timeoutMs: 400 }))).toBe('RESPONSE_TIMEOUT');
  });

  it('but dripping headers is a response timeout', async () => {
    const url = await rawReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      const drip = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await codeOf(post(url, { timeoutMs: 400 }))).toBe('RESPONSE_TIMEOUT');
  });

  it('closes the connection when the time is over', async () => {
    const closed = signal();
    const url = await rawReceiver((socket) => socket.on('close', () => closed.give()));
    await post(url, { timeoutMs: 400 });
    await closed.promise;
  });

  it('because nobody listens is a refused connection', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    server.close();
    await once(server, 'close');
    const reply = await post(`http://127.0.0.1:${port}/`);
    expect(reply).toMatchObject({ kind: 'failure', code: 'CONNECTION_REFUSED', remoteAddress: null });
    expect(JSON.stringify(reply)).not.toContain('127.0.0.1');
  });

  it('because of a reset is a closed connection', async () => {
    expect(await codeOf(post(await rawReceiver((socket) => socket.resetAndDestroy())))).toBe('CONNECTION_RESET');
  });

  it('because of an early end is a closed connection', async () => {
    expect(await codeOf(post(await rawReceiver((socket) => socket.end())))).toBe('CONNECTION_RESET');
  });

  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['half a status line', 'HTTP/1.1 2x0 OK\r\n\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'],
    ['an unasked continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
    ['too large headers', `HTTP/1.1 200 OK\r\nX-Large: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['binary noise', Buffer.from([0, 255, 22, 3, 1, 0, 13, 10])],
  ])('but %s is a protocol error', async (_name, answer) => {
    expect(await codeOf(post(await answering(answer)))).toBe('PROTOCOL_ERROR');
  });

  it('from one receiver leaves the next request alone', async () => {
    let calls = 0;
    const url = await rawReceiver((socket) => {
      if (++calls === 1) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
    const client = loopbackClient({ connectionsPerOrigin: 1 });
    expect(await codeOf(post(url, { client }))).toBe('CONNECTION_RESET');
    expect(await codeOf(post(url, { client }))).toBe('response 200');
  });

  it('because the request cannot be written is our own fault, and does not throw', async () => {
    const reply = await loopbackClient().post({ url: 'http://127.0.0.1:9/', headers: [['X-Bad', 'a\r\nb']], body: '', timeoutMs: 1000 });
    expect(reply).toMatchObject({ kind: 'failure', code: 'INTERNAL' });
  });
});

it('a closed client lets running requests finish', async () => {
  const arrived = signal<() => void>();
  const url = await httpReceiver((_request, response) => arrived.give(() => response.end('done')));
  const client = loopbackClient();
  const reply = post(url, { client });
  const answer = await arrived.promise;
  const closed = client.close();
  answer();
  expect(await reply).toMatchObject({ kind: 'response', statusCode: 200 });
  await closed;
});

it('a closed client sends nothing more', async () => {
  const client = loopbackClient();
  await client.close();
  expect(await post('http://127.0.0.1:9/', { client })).toMatchObject({ kind: 'failure', code: 'INTERNAL' });
});
