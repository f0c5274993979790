import { readFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { httpReceiver, listen, loopbackClient, rawReceiver } from './receivers.ts';

const BLOCKED = { kind: 'failure', code: 'URL_BLOCKED', message: 'The target address may not be called.', detail: null, remoteAddress: null };

const pem = (name: string) => readFileSync(new URL(`./fixtures/${name}.pem`, import.meta.url));
const portOf = (url: string) => Number(new URL(url).port);
const request = { headers: [], body: '{}', timeoutMs: 3000 } as const;

describe('the guard', () => {
  it.each(['http://127.0.0.2/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://10.0.0.1/', 'http://0x7f000002/',
    'http://2130706434/', 'http://169.254.169.254/latest/meta-data/', 'http://0.0.0.0/', 'ftp://127.0.0.1/', 'nonsense'])(
    'blocks %s', async (url) => {
      expect(await loopbackClient().post({ ...request, url })).toMatchObject(BLOCKED);
    });

  it('blocks plain http unless the operator allows it', async () => {
    const url = await httpReceiver((_request, response) => response.end());
    expect(await loopbackClient({ allowHttp: false }).post({ ...request, url })).toMatchObject(BLOCKED);
  });

  it('blocks a host when any of its addresses is refused, and connects to none', async () => {
    let connections = 0;
    const url = await listen(net.createServer(() => connections++));
    const client = loopbackClient({ resolve: async () => ['127.0.0.1', '10.0.0.1'] });
    expect(await client.post({ ...request, url: `http://receiver.example:${portOf(url)}/` })).toMatchObject(BLOCKED);
    expect(connections).toBe(0);
  });

  it('looks the same whether something listens behind a blocked address or not', async () => {
    const url = await httpReceiver((_request, response) => response.end());
    const client = loopbackClient({ allowCidrs: [] });
    const { timing: _open, ...open } = await client.post({ ...request, url });
    const { timing: _shut, ...shut } = await client.post({ ...request, url: 'http://127.0.0.1:1/' });
    expect(open).toEqual(shut);
  });

  it('connects to the addresses it has vetted, without asking for the name again', async () => {
    let questions = 0;
    const url = await httpReceiver((message, response) => response.end(message.headers.host));
    const client = loopbackClient({ resolve: async () => [questions++ === 0 ? '127.0.0.1' : '10.0.0.1'] });
    const reply = await client.post({ ...request, url: `http://receiver.example:${portOf(url)}/` });
    expect(reply).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(reply.kind === 'response' && reply.body.toString()).toBe(`receiver.example:${portOf(url)}`);
    expect(questions).toBe(1);
  });

  it('tries the next vetted address when one does not answer', async () => {
    const url = await httpReceiver((_request, response) => response.end());
    const client = loopbackClient({ allowCidrs: ['127.0.0.0/8'], resolve: async () => ['127.0.0.9', '127.0.0.1'] });
    expect(await client.post({ ...request, url: `http://receiver.example:${portOf(url)}/` })).toMatchObject({ kind: 'response', statusCode: 200 });
  });

  it('asks again for every new connection: saving is not checking', async () => {
    const addresses = ['127.0.0.1', '10.0.0.1'];
    const url = await rawReceiver((socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'));
    const client = loopbackClient({ resolve: async () => [addresses.shift()!] });
    const target = { ...request, url: `http://receiver.example:${portOf(url)}/` };
    expect(await client.post(target)).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(await client.post(target)).toMatchObject(BLOCKED);
  });

  it('does not show a private address that the operator has opened', async () => {
    const url = await httpReceiver((_request, response) => response.end());
    expect(await loopbackClient().post({ ...request, url })).toMatchObject({ kind: 'response', remoteAddress: null });
  });
});

describe('a name', () => {
  const fail = (code: string) => async () => { throw Object.assign(new Error(`query failed 10.0.0.53`), { code }); };

  it.each(['ENOTFOUND', 'ENODATA', 'ESERVFAIL', 'ETIMEOUT'])('that does not resolve (%s) is a DNS failure', async (code) => {
    const reply = await loopbackClient({ resolve: fail(code) }).post({ ...request, url: 'http://receiver.example/' });
    expect(reply).toMatchObject({ kind: 'failure', code: 'DNS_FAILURE', detail: { errorCode: code } });
    expect(JSON.stringify(reply)).not.toContain('10.0.0.53');
  });

  it('without addresses is a DNS failure', async () => {
    expect(await loopbackClient({ resolve: async () => [] }).post({ ...request, url: 'http://receiver.example/' })).toMatchObject({ code: 'DNS_FAILURE' });
  });

  it('that resolves too slowly is a DNS failure', async () => {
    const client = loopbackClient({ resolve: () => new Promise(() => undefined) });
    expect(await client.post({ ...request, url: 'http://receiver.example/', timeoutMs: 50 })).toMatchObject({ code: 'DNS_FAILURE' });
  });
});

describe('TLS', () => {
  const securely = (url: string) => `https://127.0.0.1:${portOf(url)}/`;

  const trusting = (host: string, url: string) => loopbackClient({ ca: pem('self-signed.cert'), resolve: async () => ['127.0.0.1'] })
    .post({ ...request, url: `https://${host}:${portOf(url)}/` });

  it('carries the request to a trusted receiver, with the name in the handshake', async () => {
    const url = await listen(https.createServer({ key: pem('self-signed.key'), cert: pem('self-signed.cert') }, (message, response) => {
      response.end((message.socket as tls.TLSSocket & { servername: string }).servername);
    }));
    const reply = await trusting('receiver.example', url);
    expect(reply).toMatchObject({ kind: 'response', statusCode: 200, timing: { dnsMs: expect.any(Number), tlsMs: expect.any(Number) } });
    expect(reply.kind === 'response' && reply.body.toString()).toBe('receiver.example');
  });

  it('refuses a certificate for another name and tells for which it is', async () => {
    const url = await listen(https.createServer({ key: pem('self-signed.key'), cert: pem('self-signed.cert') }));
    expect(await trusting('other.example', url)).toMatchObject({
      code: 'TLS_FAILURE', message: "The receiver's certificate is for another host name.", detail: { certificateNames: 'DNS:receiver.example' },
    });
  });

  it('checks a certificate against an address when the URL has no name', async () => {
    const url = await listen(https.createServer({ key: pem('self-signed.key'), cert: pem('self-signed.cert') }));
    expect(await trusting('127.0.0.1', url)).toMatchObject({ code: 'TLS_FAILURE', detail: { errorCode: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
  });

  it('refuses a self-signed certificate and says so', async () => {
    const url = await listen(tls.createServer({ key: pem('self-signed.key'), cert: pem('self-signed.cert') }));
    expect(await loopbackClient().post({ ...request, url: securely(url) })).toMatchObject({
      code: 'TLS_FAILURE', message: "The receiver's certificate is self-signed.",
      detail: { errorCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      timing: { connectMs: expect.any(Number), tlsMs: expect.any(Number) },
    });
  });

  it('fails with a plain sentence at a port that speaks plain HTTP', async () => {
    const url = await httpReceiver((_request, response) => response.end());
    expect(await loopbackClient().post({ ...request, url: securely(url) })).toMatchObject({ code: 'TLS_FAILURE' });
  });

  it('that the receiver cuts off is a closed connection', async () => {
    const url = await listen(net.createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy());
    }));
    expect(await loopbackClient().post({ ...request, url: securely(url) })).toMatchObject({ code: 'CONNECTION_RESET' });
  });

  it('that never completes is a connect timeout', async () => {
    const url = await listen(net.createServer());
    expect(await loopbackClient().post({ ...request, url: securely(url), timeoutMs: 400 })).toMatchObject({ code: 'CONNECT_TIMEOUT' });
  });
});
