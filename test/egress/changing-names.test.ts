import { expect, it, onTestFinished, vi } from 'vitest';
import type { Reply } from '../../server/domain/reply.ts';
import { HostResolver } from '../../server/egress/resolve-host.ts';
import type { WebhookClient } from '../../server/egress/webhook-client.ts';
import { nameServer, type Zone } from './name-server.ts';
import { httpReceiver, loopbackClient, rawReceiver } from './receivers.ts';

const LOOPBACK = { A: ['127.0.0.1'], AAAA: [] };
const BLOCKED = { kind: 'failure', code: 'URL_BLOCKED', message: 'The target address may not be called.', detail: null, remoteAddress: null };

/** A client that asks a name server of ours, and may call 127.0.0.1 alone. */
async function clientOf(zone: Zone) {
  const server = await nameServer(zone);
  onTestFinished(() => server.close());
  const { resolve } = new HostResolver({ servers: [server.address], readHosts: async () => '' });
  return { server, client: loopbackClient({ resolve }) };
}

const post = (client: WebhookClient, url: string, timeoutMs = 5000) => client.post({ url, headers: [], body: '{}', timeoutMs });
const named = (url: string, name: string) => url.replace('127.0.0.1', name);
const closing = () => rawReceiver((socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'));

it('a name that changes after it was checked is connected to where it was checked', async () => {
  let questions = 0;
  const { client } = await clientOf(() => (questions++ < 2 ? LOOPBACK : { A: ['169.254.169.254'], AAAA: [] }));
  const url = named(await closing(), 'rebind.example');
  expect(await post(client, url)).toMatchObject({ kind: 'response', statusCode: 200 });
  expect(questions).toBe(2);
  expect(await post(client, url)).toMatchObject(BLOCKED);
});

it.each([
  ['a second address', { A: ['127.0.0.1', '10.0.0.1'], AAAA: [] }],
  ['the other family', { A: ['127.0.0.1'], AAAA: ['::1'] }],
  ['the metadata service', { A: ['127.0.0.1', '169.254.169.254'], AAAA: [] }],
])('a name is blocked for %s that may not be called, and nothing is connected to', async (_what, records) => {
  let connections = 0;
  const { client } = await clientOf(() => records);
  const url = await httpReceiver((_request, response) => {
    connections++;
    response.end();
  });
  expect(await post(client, named(url, 'mixed.example'))).toMatchObject(BLOCKED);
  expect(connections).toBe(0);
});

it.each([
  ['does not exist', 'NXDOMAIN', 'The host name does not exist.'],
  ['cannot be resolved', 'SERVFAIL', 'The host name could not be resolved (ESERVFAIL).'],
  ['has no address', { A: [], AAAA: [] }, 'The host name has no address.'],
] as const)('a name that %s is a DNS failure', async (_what, records, message) => {
  const { client } = await clientOf(() => records);
  expect(await post(client, 'http://missing.example/')).toMatchObject({ kind: 'failure', code: 'DNS_FAILURE', message });
});

it('webhooks on 200 names that hang hold up no other', async () => {
  const { client, server } = await clientOf((name) => (name === 'live.example' ? LOOPBACK : {}));
  const url = named(await closing(), 'live.example');
  let ended = 0;
  const hang = (name: string) => post(client, `http://${name}/`).then((reply) => {
    ended++;
    return reply;
  });
  const hanging: Promise<Reply>[] = [];
  // In portions, so that the socket of our little name server need not hold all questions at once.
  for (let portion = 1; portion <= 8; portion++) {
    for (let at = 0; at < 25; at++) hanging.push(hang(`hanging-${portion}-${at}.example`));
    await vi.waitUntil(() => server.questions.length >= 50 * portion, { interval: 2 });
  }
  for (let at = 0; at < 3; at++) expect(await post(client, url, 20_000)).toMatchObject({ kind: 'response', statusCode: 200 });
  expect(ended).toBe(0);
  for (const reply of await Promise.all(hanging)) expect(reply).toMatchObject({ kind: 'failure', code: 'DNS_FAILURE' });
}, 20_000);
