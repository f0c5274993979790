import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSchema, findBreakingChanges, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { requestHeaders } from '../server/domain/envelope.ts';
import { FAILURE_CODES } from '../server/domain/outcome.ts';
import { generateRsaKeyPair, prepareRsaKey, publicKeyFacts, rsaSignature } from '../server/domain/signing/account-rsa.ts';
import { bodySignature } from '../server/domain/signing/body-hmac.ts';
import { SIGNATURE_HEADERS } from '../server/domain/signing/scheme.ts';
import { newSecret, prepareSecret } from '../server/domain/signing/secrets.ts';
import { standardSignature } from '../server/domain/signing/standard-webhooks.ts';

/*
 * What others rely on is written down in the project; here it is compared with what the code does.
 */
const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

describe('docs/delivery.md', () => {
  const document = read('docs/delivery.md');

  it('names every header of a request', () => {
    const facts = {
      userAgent: 'Keybell/0', eventId: 'evt_1', eventCode: 'license.created', environment: 'PRODUCTION', webhookId: 'wh_1', deliveryId: 'dlv_1',
      attemptNumber: 1, startedAt: 0,
    } as const;
    const names = [...requestHeaders(facts).map(([name]) => name), ...Object.values(SIGNATURE_HEADERS)];
    expect(names.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every reason for which an attempt can fail', () => {
    // No attempt is made while a circuit is open.
    const codes = FAILURE_CODES.filter((code) => code !== 'CIRCUIT_OPEN');
    expect(codes.filter((code) => !document.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('README.md', () => {
  it('describes exactly the settings that are read', () => {
    const settings = [...read('server/config.ts').matchAll(/reader\.\w+\('([A-Z_]+)'/g)].map((match) => match[1] ?? '');
    const table = read('README.md').split('## Settings')[1]?.split('\n## ')[0] ?? '';
    const described = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap((row) => [...(row[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map((match) => match[1] ?? ''));
    expect(described.toSorted()).toEqual([...new Set(settings)].toSorted());
  });

  it('names no command that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read('README.md').matchAll(/npm run (\w+(?::\w+)*)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the verification in README.md', () => {
  type Verify = (body: Buffer, headers: Record<string, string>, key: unknown) => boolean;
  let shown: Record<'verifyBody' | 'verifyStandard' | 'verifyRsa', Verify>;
  const body = Buffer.from('{"eventId":"evt_1","payload":{"grösse":1e3}}');
  const other = Buffer.from('{"eventId":"evt_1","payload":{"grösse":1000}}');
  const [older, newer] = [prepareSecret('sec_1', newSecret()), prepareSecret('sec_2', newSecret())];

  beforeAll(async () => {
    const code = /```js\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'keybell-readme-'));
    await writeFile(join(folder, 'verify.mjs'), code);
    shown = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'verify.mjs')).href) as typeof shown;
    await rm(folder, { recursive: true });
  });

  it('accepts the body signature of either secret during an overlap, and no other body', () => {
    const headers = { 'x-webhook-signature': bodySignature([newer, older], body) };
    expect([newer, older].map(({ text }) => shown.verifyBody(body, headers, text))).toEqual([true, true]);
    expect(shown.verifyBody(other, headers, newer.text)).toBe(false);
  });

  it('accepts the Standard Webhooks signature of now, and none of an hour ago', () => {
    const signedAt = (seconds: number) => ({
      'webhook-id': 'evt_1', 'webhook-timestamp': String(seconds), 'webhook-signature': standardSignature([newer, older], 'evt_1', seconds, body),
    });
    const now = Math.floor(Date.now() / 1000);
    expect([newer, older].map(({ text }) => shown.verifyStandard(body, signedAt(now), text))).toEqual([true, true]);
    expect(shown.verifyStandard(other, signedAt(now), newer.text)).toBe(false);
    expect(shown.verifyStandard(body, signedAt(now - 3_600), newer.text)).toBe(false);
  });

  it('accepts the RSA signature of the account, and no other body', async () => {
    const { publicKeyPem, privateKeyPem } = await generateRsaKeyPair();
    const headers = { 'n-signature': await rsaSignature(prepareRsaKey('sk_1', privateKeyPem), body) };
    const { jwk } = publicKeyFacts(publicKeyPem);
    expect(shown.verifyRsa(body, headers, jwk)).toBe(true);
    expect(shown.verifyRsa(other, headers, jwk)).toBe(false);
  });
});

describe('schema/released.graphql', () => {
  it('is what programs out there rely on, so nothing of it may go; to break it knowingly, copy schema/schema.graphql over it and say so in docs/decisions', () => {
    const [released, current] = ['schema/released.graphql', 'schema/schema.graphql'].map((path) => buildSchema(read(path))) as [GraphQLSchema, GraphQLSchema];
    expect(findBreakingChanges(released, current).map(({ description }) => description)).toEqual([]);
  });
});
