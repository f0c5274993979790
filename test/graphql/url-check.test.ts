import { readFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UrlChecker, type UrlCheckerOptions } from '../../server/commands/check-url.ts';
import { httpReceiver, listen } from '../egress/receivers.ts';
import { ApiBench } from './api-bench.ts';

interface Step { name: string; passed: boolean | null; detail: string; durationMs: number | null }
interface Answer {
  webhookUrlCheck: {
    check: { isReachable: boolean; certificateExpiresAt: string | null; steps: Step[] } | null;
    userErrors: { code: string; path: string[] | null; message: string }[];
  };
}

const CHECK = `mutation ($url: String!) { webhookUrlCheck(input: { url: $url }) {
  check { isReachable certificateExpiresAt steps { name passed detail durationMs } } userErrors { code path message }
} }`;

let api: ApiBench;
beforeAll(async () => { api = await ApiBench.open(); });
afterAll(() => api.close());

const pem = (name: string) => readFileSync(new URL(`../egress/fixtures/${name}.pem`, import.meta.url));
const portOf = (url: string) => new URL(url).port;

/** Lets the API check URLs under other settings. */
function check(url: string, own: Partial<UrlCheckerOptions> = {}) {
  const settings = { allowHttpTargets: true, allowCidrs: ['127.0.0.1/32'] };
  api.commands.deps.urlChecker = new UrlChecker({ settings, userAgent: 'Keybell/0.0.0', clock: api.commands.clock.now, resolve: async () => ['127.0.0.1'], ...own });
  return ask(url);
}

const ask = async (url: string) => (await api.read<Answer>(CHECK, { url })).webhookUrlCheck;

/** `name+` for a step that passed, `name-` for one that failed, `name` for one that was not reached. */
const marks = ({ check: done }: Answer['webhookUrlCheck']) => done?.steps.map(({ name, passed }) => `${name}${passed === null ? '' : passed ? '+' : '-'}`).join(' ');
const detailOf = ({ check: done }: Answer['webhookUrlCheck'], name: string) => done?.steps.find((step) => step.name === name)?.detail;

it('a receiver with TLS passes all steps, with the end of its certificate', async () => {
  const requests: string[] = [];
  const url = await listen(https.createServer({ key: pem('self-signed.key'), cert: pem('self-signed.cert') }, ({ method, url: path, headers }, response) => {
    requests.push(`${method} ${path} ${headers['user-agent']}`);
    response.writeHead(405).end();
  }));
  const answer = await check(`https://receiver.example:${portOf(url)}/hook?a=1`, { ca: pem('self-signed.cert') });
  expect(answer).toMatchObject({ userErrors: [], check: { isReachable: true, certificateExpiresAt: expect.stringMatching(/^2126-10-28T/) } });
  expect(marks(answer)).toBe('parse+ dns+ policy+ tcp+ tls+ http+');
  expect(detailOf(answer, 'http')).toBe('The receiver speaks HTTP; it answers HEAD with 405.');
  expect(requests).toEqual(['HEAD /hook?a=1 Keybell/0.0.0']);
});

it('a receiver with plain http is reachable where the operator allows it', async () => {
  const url = await httpReceiver((_request, response) => response.end());
  const answer = await check(url);
  expect(marks(answer)).toBe('parse+ dns+ policy+ tcp+ tls http+');
  expect(answer.check?.isReachable).toBe(true);
  const refused = await check(url, { settings: { allowHttpTargets: false, allowCidrs: ['127.0.0.1/32'] } });
  expect(marks(refused)).toBe('parse- dns policy tcp tls http');
});

it('a certificate that is not trusted stops the check, with a remedy', async () => {
  const url = await listen(https.createServer({ key: pem('self-signed.key'), cert: pem('self-signed.cert') }));
  const answer = await check(`https://receiver.example:${portOf(url)}/`);
  expect(marks(answer)).toBe('parse+ dns+ policy+ tcp+ tls- http');
  expect(detailOf(answer, 'tls')).toMatch(/self-signed\. Check the receiver's certificate/);
});

it('a port where nothing listens, or where no HTTP is spoken, is found out', async () => {
  const server = net.createServer((socket) => socket.on('error', () => undefined).resume().end('SSH-2.0-OpenSSH_9.2\r\n'));
  const url = await listen(server);
  expect(marks(await check(url))).toBe('parse+ dns+ policy+ tcp+ tls http-');
  await new Promise((closed) => server.close(closed));
  expect(marks(await check(url))).toBe('parse+ dns+ policy+ tcp- tls http');
});

it('a name that does not resolve is found out', async () => {
  const resolve = async () => { throw Object.assign(new Error('queryA ENOTFOUND 10.0.0.53'), { code: 'ENOTFOUND' }); };
  const answer = await check('https://receiver.example/', { resolve });
  expect(marks(answer)).toBe('parse+ dns- policy tcp tls http');
  expect(detailOf(answer, 'dns')).toMatch(/^The host name does not exist\. /);
});

it.each([[['10.0.0.1']], [['93.184.216.34', '10.0.0.1']], [['169.254.169.254']], [['::1']]])(
  'a name that leads to %j is blocked, and the answer tells no address', async (addresses) => {
    const answer = await check('https://receiver.example/', { resolve: async () => addresses });
    expect(marks(answer)).toBe('parse+ dns+ policy- tcp tls http');
    for (const address of addresses) expect(JSON.stringify(answer)).not.toContain(address);
  });

it('a private address that the operator has opened is not told either', async () => {
  const url = await httpReceiver((_request, response) => response.end());
  expect(JSON.stringify(await check(url.replace('127.0.0.1', 'receiver.example')))).not.toContain('127.0.0.1');
});

it.each(['https://10.0.0.1/', 'https://[::1]/', 'https://2130706434/', 'https://169.254.169.254/latest'])('%s is blocked', async (url) => {
  expect(marks(await check(url))).toMatch(/^parse\+ dns\+ policy- /);
});

it.each([['', 'REQUIRED'], ['nonsense', 'INVALID'], ['https://a b.example/', 'INVALID'], [`https://a.example/${'x'.repeat(3000)}`, 'TOO_LONG']])(
  'the text %j is no URL: a user error, no steps', async (url, code) => {
    expect(await check(url)).toMatchObject({ check: null, userErrors: [{ code, path: ['input', 'url'] }] });
  });

it.each(['https://localhost/', 'https://db.internal/', 'https://receiver.example:22/', 'ftp://receiver.example/'])(
  '%s could be read and is refused at the first step', async (url) => {
    expect(marks(await check(url))).toBe('parse- dns policy tcp tls http');
  });

it('an account may check 30 URLs in a minute; others are not concerned', async () => {
  const answers = [await check('https://10.0.0.1/')];
  for (let at = 0; at < 30; at++) answers.push(await ask('https://10.0.0.1/'));
  expect(answers.map(({ userErrors }) => userErrors[0]?.code)).toEqual([...Array<undefined>(30), 'LIMIT_REACHED']);
  expect((await api.read<Answer>(CHECK, { url: 'https://10.0.0.1/' }, api.stranger())).webhookUrlCheck.userErrors).toEqual([]);
  api.commands.clock.advance(60_000);
  expect((await ask('https://10.0.0.1/')).userErrors).toEqual([]);
});

it('needs an administrator, or an API key that may write webhooks', async () => {
  await check('https://10.0.0.1/');
  const codes = async (...[viewer]: Parameters<ApiBench['ask']>) => (await api.ask(viewer, CHECK, { url: 'https://10.0.0.1/' })).codes;
  expect(await codes(null, CHECK)).toEqual(['UNAUTHENTICATED']);
  expect(await codes(api.member('VIEWER'), CHECK)).toEqual(['FORBIDDEN']);
  expect(await codes(api.key(['WEBHOOKS_READ']), CHECK)).toEqual(['FORBIDDEN']);
  expect(await codes(api.key(['WEBHOOKS_WRITE']), CHECK)).toEqual([]);
  expect(await codes(api.member('ADMIN'), CHECK)).toEqual([]);
});
