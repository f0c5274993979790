import { describe, expect, it } from 'vitest';
import { remedyFor, type FailureCode } from '../../server/domain/failure-code.ts';
import { judge } from '../../server/domain/outcome.ts';
import type { Reply } from '../../server/domain/reply.ts';
import type { WebhookClient } from '../../server/egress/webhook-client.ts';
import { answers, answersThen, drips, floods, fullBacklog, HostileReceiver, onRequest, type Behaviour } from './hostile-receiver.ts';
import { httpReceiver, loopbackClient } from './receivers.ts';

/** What an attempt comes to: a success by its status, a failure by its code. */
type Expected = FailureCode | number;
type Case = readonly [name: string, expected: Expected, behaviour: Behaviour];

const OK = 'HTTP/1.1 200 OK\r\n';
const EMPTY = 'Content-Length: 0\r\n\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const STEPS = ['', 'HTTP/1.1 2', `${OK}Content-Le`];

const LONG_WAITS: readonly Case[] = [
  ['accepts and never reads', 'RESPONSE_TIMEOUT', () => undefined],
  ['reads and never answers', 'RESPONSE_TIMEOUT', (socket) => socket.resume()],
  ['drips a status line', 'RESPONSE_TIMEOUT', drips('HTTP/1.1 200 ', 'o')],
  ['drips a header', 'RESPONSE_TIMEOUT', drips(`${OK}X-Slow: `, 'x')],
  ['drips empty lines', 'RESPONSE_TIMEOUT', drips('', '\r\n')],
  ['drips 103', 'RESPONSE_TIMEOUT', drips('', 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  ['sends half of its headers', 'RESPONSE_TIMEOUT', answers(`${OK}X-Half: `)],
  ['drips a body', 200, drips(`${OK}Content-Length: 100000\r\n\r\n`, 'x')],
  ['drips chunks', 200, drips(CHUNKED, '1\r\nx\r\n')],
  ['promises a body that never comes', 500, answers('HTTP/1.1 500 Oops\r\nContent-Length: 5\r\n\r\n')],
];

const FLOODS: readonly Case[] = [
  ['an endless reason phrase', 'PROTOCOL_ERROR', floods('HTTP/1.1 200 ', 'ok')],
  ['an endless header', 'PROTOCOL_ERROR', floods(`${OK}X-Large: `, 'x')],
  ['endless headers', 'PROTOCOL_ERROR', floods(OK, 'a:b\r\n')],
  ['headers without values', 'PROTOCOL_ERROR', floods(OK, 'a:\r\n')],
  ['endless empty lines', 'PROTOCOL_ERROR', floods('', '\r\n')],
  ['endless 103', 'PROTOCOL_ERROR', floods('', 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  ['endless 103 with headers', 'PROTOCOL_ERROR', floods('', `HTTP/1.1 103 Early Hints\r\nLink: <${'x'.repeat(900)}>\r\n\r\n`)],
  ['an endless body', 200, floods(`${OK}\r\n`, 'x')],
  ['a body of 1 TB', 200, floods(`${OK}Content-Length: 1000000000000\r\n\r\n`, 'x')],
  ['endless chunks', 200, floods(CHUNKED, '400\r\n'.padEnd(1024 + 5, 'x').concat('\r\n'))],
  ['endless chunks of one byte', 200, floods(CHUNKED, '1\r\nx\r\n')],
  ['an endless chunk size', 200, floods(CHUNKED, '0')],
  ['an endless chunk extension', 200, floods(`${CHUNKED}1;`, 'x')],
  ['endless trailers', 200, floods(`${CHUNKED}0\r\n`, 'x-t: y\r\n')],
  ['a compressed body, never unpacked', 200, floods(`${OK}Content-Encoding: gzip\r\n\r\n`, '\x1f\x8b\x08\0')],
];

const NOT_HTTP: readonly Case[] = [
  ['HTTP/0.9', '<html>hello</html>'], ['an SSH banner', 'SSH-2.0-OpenSSH_9.2\r\n'], ['an SMTP banner', '220 mail.example ESMTP\r\n'],
  ['binary noise', Buffer.from([0, 255, 22, 3, 1, 0, 13, 10])], ['a TLS alert', Buffer.from([21, 3, 1, 0, 2, 2, 40])],
  ['LF only', `HTTP/1.1 200 OK\nContent-Length: 0\n\n`], ['HTTP/3.0', `HTTP/3.0 200 OK\r\n${EMPTY}`],
].map(([name, text]) => [String(name), 'PROTOCOL_ERROR', answers(text!)]);

const STATUSES: readonly Case[] = [
  ...['000', '001', '099', '100', '101', '600', '999', '1000', '20', '-20', '2x0'].map((status): Case =>
    [`status ${status}`, 'PROTOCOL_ERROR', answers(`HTTP/1.1 ${status} Odd\r\n${EMPTY}`)]),
  ['101 with an upgrade', 'PROTOCOL_ERROR', answers('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n')],
];

const LENGTHS: readonly Case[] = [
  ['a negative length', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: -1\r\n\r\n`)],
  ['a signed length', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: +1\r\n\r\nx`)],
  ['a hexadecimal length', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: 0x1\r\n\r\nx`)],
  ['a length beyond all numbers', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: 99999999999999999999999\r\n\r\nx`)],
  ['two lengths', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`)],
  ['a list of lengths', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: 1, 1\r\n\r\nx`)],
  ['a length and chunks', 'PROTOCOL_ERROR', answers(`${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)],
  ['chunks and a length', 'PROTOCOL_ERROR', answers(`${OK}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n`)],
  ['a body longer than said', 200, answers(`${OK}Content-Length: 1\r\n\r\nlonger`)],
  ['a body shorter than said', 200, answersThen(`${OK}Content-Length: 10\r\n\r\nshort`, 'ends')],
  ['chunks that are none', 200, answers(`${CHUNKED}nonsense\r\n`)],
  ['a chunk beyond all numbers', 200, answers(`${CHUNKED}ffffffffffffffffff\r\nx`)],
  ['204 with a body', 204, answers('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello')],
  ['304 with a body', 'HTTP_REDIRECT', answers('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello')],
  ['two answers to one request', 200, answers(`${OK}${EMPTY}HTTP/1.1 500 Second\r\n${EMPTY}`)],
];

const TEXTS: readonly Case[] = [
  ['control characters in a header', 'PROTOCOL_ERROR', answers(`${OK}X-A: a\x01b\r\n${EMPTY}`)],
  ['a terminal command in a header', 'PROTOCOL_ERROR', answers(`${OK}X-A: \x1b[31mred\r\n${EMPTY}`)],
  ['a zero byte in a header', 'PROTOCOL_ERROR', answers(`${OK}X-A: a\0b\r\n${EMPTY}`)],
  ['a lone CR in a header', 'PROTOCOL_ERROR', answers(`${OK}X-A: a\rX-B: b\r\n${EMPTY}`)],
  ['a lone CR in the reason', 'PROTOCOL_ERROR', answers(`HTTP/1.1 500 a\rX-B: b\r\n${EMPTY}`)],
  ['a folded header', 'PROTOCOL_ERROR', answers(`${OK}X-A: a\r\n b\r\n${EMPTY}`)],
  ['a space in the name of a header', 'PROTOCOL_ERROR', answers(`${OK}X A: a\r\n${EMPTY}`)],
  ['large headers before a close', 'PROTOCOL_ERROR', answers(`${OK}Connection: close\r\nX-Large: ${'x'.repeat(20_000)}\r\n${EMPTY}`)],
  ['a header of 20 kB', 'PROTOCOL_ERROR', answers(`${OK}X-Large: ${'x'.repeat(20_000)}\r\n${EMPTY}`)],
  ['3,000 headers with names', 'PROTOCOL_ERROR', answers(`${OK}${Array.from({ length: 3000 }, (_, at) => `x-header-${at}: v\r\n`).join('')}${EMPTY}`)],
];

const BREAKS: readonly Case[] = [
  ['resets at once', 'CONNECTION_RESET', (socket) => socket.resetAndDestroy()],
  ['ends at once', 'CONNECTION_RESET', (socket) => socket.end()],
  ...STEPS.flatMap((text): Case[] => [
    [`resets after ${JSON.stringify(text)}`, 'CONNECTION_RESET', answersThen(text, 'resets')],
    [`ends after ${JSON.stringify(text)}`, 'CONNECTION_RESET', answersThen(text, 'ends')],
  ]),
  ['resets inside of the body', 200, answersThen(`${OK}Content-Length: 100\r\n\r\nhalf`, 'resets')],
  ['resets after the answer', 200, answersThen(`${OK}${EMPTY}`, 'resets')],
  ['ends after the answer', 200, answersThen(`${OK}${EMPTY}`, 'ends')],
];

const GROUPS: readonly (readonly [what: string, cases: readonly Case[]])[] = [
  ['make us wait', LONG_WAITS], ['never stop', FLOODS], ['do not speak HTTP/1', NOT_HTTP], ['answer with an odd status', STATUSES],
  ['contradict themselves about lengths', LENGTHS], ['send hostile text', TEXTS], ['break off', BREAKS],
];
const ALL = GROUPS.flatMap(([, cases]) => cases);

/** Only those that make us wait use it up. */
const limitOf = (cases: readonly Case[]) => (cases === LONG_WAITS ? 600 : 10_000);

interface PostOptions { client?: WebhookClient; timeoutMs?: number; body?: string | Buffer }

function post(url: string, { client = loopbackClient(), timeoutMs = 10_000, body = '{}' }: PostOptions = {}): Promise<Reply> {
  return client.post({ url, headers: [['Content-Type', 'application/json']], body, timeoutMs });
}

function outcomeOf(reply: Reply): Expected {
  const outcome = judge(reply, 0);
  return outcome.kind === 'success' || outcome.code === 'HTTP_SERVER_ERROR' ? outcome.statusCode! : outcome.code;
}

/** What each of the receivers is found to do, by its name. */
async function each<T>(cases: readonly Case[], find: (receiver: HostileReceiver, client: WebhookClient) => Promise<T>): Promise<Record<string, T>> {
  const client = loopbackClient({ connectionsPerOrigin: 1 });
  return Object.fromEntries(await Promise.all(cases.map(async ([name, , behave]) => [name, await find(await HostileReceiver.start(behave), client)])));
}

const all = <T>(cases: readonly Case[], value: T) => Object.fromEntries(cases.map(([name]) => [name, value]));
const expectedOf = (cases: readonly Case[]) => Object.fromEntries(cases.map(([name, expected]) => [name, expected]));

/** A sentence or two on one line, fit for a log, a page and a terminal. */
const SENTENCES = /^[A-Z][^\p{Cc}]{10,400}\.$/u;

describe.each(GROUPS)('receivers that %s', (_what, cases) => {
  const timeoutMs = limitOf(cases);

  it('come to the right outcome', async () => {
    expect(await each(cases, async ({ url }, client) => outcomeOf(await post(url, { client, timeoutMs })))).toEqual(expectedOf(cases));
  });

  it('are told of in a sentence, with a remedy', async () => {
    const found = await each(cases, async ({ url }, client) => {
      const outcome = judge(await post(url, { client, timeoutMs }), 0);
      return outcome.kind === 'success' ? [] : [outcome.message, remedyFor(outcome.code, outcome.statusCode)].filter((text) => !SENTENCES.test(text));
    });
    expect(found).toEqual(all(cases, []));
  });

  it('lose their connection, and get no other without a request', async () => {
    const found = await each(cases, async (receiver, client) => {
      await post(receiver.url, { client, timeoutMs });
      await receiver.closed();
      return receiver.connections;
    });
    expect(found).toEqual(all(cases, 1));
  });

  it('get the next request on a new connection', async () => {
    const found = await each(cases, async (receiver, client) => {
      const { url } = receiver;
      const [, second] = await Promise.all([post(url, { client, timeoutMs }), post(url, { client, timeoutMs: 2 * timeoutMs })]);
      return { outcome: outcomeOf(second), connections: receiver.connections };
    });
    expect(found).toEqual(Object.fromEntries(cases.map(([name, outcome]) => [name, { outcome, connections: 2 }])));
  });
});

function keptBytes(reply: Reply): number {
  if (reply.kind === 'failure') return JSON.stringify(reply).length;
  return reply.body.length + reply.reason.length + reply.headers.flat().join('').length;
}

describe('the memory that a receiver can take', () => {
  it('by never stopping is small: it is not read further', async () => {
    const found = await each(FLOODS, async (receiver, client) => {
      const reply = await post(receiver.url, { client });
      await receiver.closed();
      // Most of what was sent is still in the kernel: up to 10 MB for a connection on loopback.
      return receiver.bytesSent < 16 * 1024 * 1024 && keptBytes(reply) <= 32 * 1024;
    });
    expect(found).toEqual(all(FLOODS, true));
  });

  it('by a reason phrase is a line of text', async () => {
    const { url } = await HostileReceiver.start(answers(`HTTP/1.1 500 ${'r'.repeat(60_000)}\r\n${EMPTY}`));
    expect(await post(url)).toMatchObject({ reason: 'r'.repeat(255) });
  });
});

describe('the text of an answer', () => {
  const reasonOf = async (reason: Buffer) => {
    const answer = Buffer.concat([Buffer.from('HTTP/1.1 500 '), reason, Buffer.from(`\r\n${EMPTY}`)]);
    return post((await HostileReceiver.start(answers(answer))).url);
  };

  it.each([
    ['control characters', Buffer.from('a\0b\x1b[31mc\x7f'), 'a\ufffdb\ufffd[31mc\ufffd'],
    ['invalid UTF-8', Buffer.from([0x61, 0xff, 0xc3, 0x62]), 'a\ufffd\ufffdb'],
  ])('with %s in its reason becomes a plain line', async (_name, bytes, reason) => {
    const reply = await reasonOf(bytes);
    expect(reply).toMatchObject({ kind: 'response', statusCode: 500, reason });
    expect(judge(reply, 0)).toMatchObject({ message: `The receiver answered 500 ${reason}.` });
  });

  it('keeps bytes that are no text as they came', async () => {
    const body = Buffer.from([0, 1, 0xff, 0xc3, 13, 10, 27]);
    const head = Buffer.from(`${OK}X-Latin: \xe9\xff\r\nContent-Length: ${body.length}\r\n\r\n`, 'latin1');
    const { url } = await HostileReceiver.start(answers(Buffer.concat([head, body])));
    expect(await post(url)).toMatchObject({ body, headers: [['X-Latin', 'éÿ'], ['Content-Length', '7']] });
  });

  it('may name headers after members of objects', async () => {
    const { url } = await HostileReceiver.start(answers(`${OK}__proto__: a\r\nconstructor: b\r\n${EMPTY}`));
    expect(await post(url)).toMatchObject({ statusCode: 200, headers: [['__proto__', 'a'], ['constructor', 'b'], ['Content-Length', '0']] });
  });

  it('may have 3,000 short headers', async () => {
    const { url } = await HostileReceiver.start(answers(`${OK}${'a:b\r\n'.repeat(3000)}${EMPTY}`));
    const reply = await post(url);
    expect(reply.kind === 'response' && reply.headers.length).toBe(3001);
  });
});

describe('an answer before the request has arrived', () => {
  /** More than the kernel takes off our hands. */
  const body = Buffer.alloc(24 * 1024 * 1024, 'x');
  const early = 'HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n';

  it('counts, and the connection is given up with the rest of the request', async () => {
    const receiver = await HostileReceiver.start((socket) => socket.once('data', () => socket.pause().write(early)));
    const client = loopbackClient({ connectionsPerOrigin: 1 });
    expect(await post(receiver.url, { client, body })).toMatchObject({ kind: 'response', statusCode: 413 });
    expect(await post(receiver.url, { client })).toMatchObject({ kind: 'response', statusCode: 413 });
    expect(receiver.connections).toBe(2);
  });

  it('counts also when the receiver then closes', async () => {
    const { url } = await HostileReceiver.start((socket) => socket.once('data', () => socket.pause().end(early)));
    expect(await post(url, { body })).toMatchObject({ kind: 'response', statusCode: 413 });
  });
});

describe('connecting', () => {
  it('to a receiver that drops SYNs is a connect timeout', async () => {
    expect(outcomeOf(await post(await fullBacklog(), { timeoutMs: 400 }))).toBe('CONNECT_TIMEOUT');
  });

  it('to a receiver that never answers TLS is a connect timeout, and the connection is closed', async () => {
    const receiver = await HostileReceiver.start((socket) => socket.resume());
    expect(outcomeOf(await post(receiver.url.replace('http:', 'https:'), { timeoutMs: 400 }))).toBe('CONNECT_TIMEOUT');
    await receiver.closed();
  });

  it('to a receiver that drips its TLS handshake is a connect timeout, and the connection is closed', async () => {
    // A record of 16 kB is announced and never completed.
    const receiver = await HostileReceiver.start(drips('\x16\x03\x03\x40\x00', 'x'));
    expect(outcomeOf(await post(receiver.url.replace('http:', 'https:'), { timeoutMs: 400 }))).toBe('CONNECT_TIMEOUT');
    await receiver.closed();
  });

  it('is not tried for requests that were given up while they waited', async () => {
    let questions = 0;
    const client = loopbackClient({ connectionsPerOrigin: 1, resolve: () => new Promise(() => { questions++; }) });
    const replies = await Promise.all(Array.from({ length: 50 }, () => post('http://receiver.example/', { client, timeoutMs: 50 })));
    expect(new Set(replies.map(({ kind }) => kind))).toEqual(new Set(['failure']));
    // One at a time has the only connection; those whose limit ends some milliseconds later may still have their turn.
    expect(questions).toBeLessThan(25);
  });
});

describe('an idle connection', () => {
  it.each([['an answer that nobody asked for', `${OK}${EMPTY}`], ['noise', 'noise'], ['endless empty lines', '\r\n'.repeat(500_000)]])(
    'on which the receiver sends %s is closed', async (_name, text) => {
      const receiver = await HostileReceiver.start(onRequest((socket) => {
        socket.write(`${OK}${EMPTY}`);
        setImmediate(() => socket.write(text));
      }));
      const client = loopbackClient({ connectionsPerOrigin: 1 });
      expect(outcomeOf(await post(receiver.url, { client }))).toBe(200);
      await receiver.closed();
    });
});

describe('all of them at once', () => {
  const postMany = (client: WebhookClient, url: string) => Promise.all(Array.from({ length: 100 }, () => post(url, { client })));

  it('leave a healthy receiver alone', async () => {
    const client = loopbackClient();
    const healthy = await httpReceiver((_request, response) => response.end('fine'));
    const hostile = await Promise.all(ALL.map(([, , behaviour]) => HostileReceiver.start(behaviour)));
    let ended = 0;
    const attacks = hostile.map(({ url }) => post(url, { client }).then(() => { ended++; }));
    expect(new Set((await postMany(client, healthy)).map(outcomeOf))).toEqual(new Set([200]));
    expect(ended).toBeLessThanOrEqual(ALL.length - LONG_WAITS.length);
    await client.close();
    await Promise.all(attacks);
    await Promise.all(hostile.map((receiver) => receiver.closed()));
  });
});
