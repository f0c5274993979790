import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sampleKey from '../../examples/verify/sample-key.json';
import recorded from '../../examples/verify/vectors.json';
import { generateRsaKeyPair, prepareRsaKey, rsaSignature } from '../../server/domain/signing/account-rsa.ts';
import { ALL_SCHEMES, SIGNATURE_HEADERS, type SignatureScheme } from '../../server/domain/signing/scheme.ts';
import { secretNameOf, verificationSnippets, type SnippetFacts } from '../../server/graphql/webhooks/verification-snippets.ts';
import { LANGUAGES, prepareLanguage, reasonToSkip, type Vector } from '../support/snippet-programs.ts';

const vectors = recorded as readonly (Omit<Vector, 'acceptedBy'> & { acceptedBy: SignatureScheme[] })[];
const COMPILE_TIMEOUT_MS = 240_000;

describe.each(LANGUAGES.map((language) => [language.key, language] as const))('the verification programs in %s', (key, language) => {
  const skipped = reasonToSkip(language);
  let programs: Awaited<ReturnType<typeof prepareLanguage>>;
  beforeAll(async () => { if (skipped === null) programs = await prepareLanguage(language); }, COMPILE_TIMEOUT_MS);
  afterAll(() => programs?.remove());

  it.skipIf(skipped !== null).each(ALL_SCHEMES)(`accept by %s what is genuine, and nothing else${skipped ? ` (${skipped})` : ''}`, { timeout: 60_000 }, async (scheme) => {
    const genuine = vectors.filter(({ acceptedBy }) => acceptedBy.includes(scheme)).map(({ name }) => name);
    expect([key, (await programs.verdicts(scheme, vectors)).toSorted()]).toEqual([key, genuine.toSorted()]);
  });
});

describe('the verification snippets', () => {
  const facts: SnippetFacts = { schemes: ALL_SCHEMES, key: sampleKey, keySetUrl: 'https://hooks.example/.well-known/acc_1/jwks.json', secretName: 'WEBHOOK_SECRET' };

  it('are there for ten languages and three schemes each', () => {
    const snippets = verificationSnippets(facts);
    expect(snippets).toHaveLength(30);
    expect(new Set(snippets.map(({ language, scheme }) => `${language} ${scheme}`)).size).toBe(30);
    expect([...new Set(snippets.map(({ language }) => language))].filter((language) => language !== 'csharp').toSorted())
      .toEqual(LANGUAGES.map(({ key }) => key).toSorted());
  });

  it('name the header of their scheme, and hold no marks of the programs', () => {
    for (const { language, scheme, code } of verificationSnippets(facts)) {
      const header = SIGNATURE_HEADERS[scheme];
      expect([language, scheme, code.toLowerCase().includes(header.toLowerCase()) || code.includes(`HTTP_${header.toUpperCase().replaceAll('-', '_')}`)]).toEqual([language, scheme, true]);
      expect(code).not.toContain('snippet');
    }
  });

  it('leave out the schemes that a webhook has switched off', () => {
    const snippets = verificationSnippets({ ...facts, schemes: ['HMAC_BODY'] });
    expect(new Set(snippets.map(({ scheme }) => scheme))).toEqual(new Set(['HMAC_BODY']));
  });

  it('are filled in with the key and the names of an account, and keep nothing of the sample', async () => {
    const { publicKeyPem } = await generateRsaKeyPair();
    const all = verificationSnippets({ ...facts, key: { id: 'sk_1', publicKeyPem }, secretName: 'WEBHOOK_SECRET_CRM' }).map(({ code }) => code).join('\n');
    const sample = [sampleKey.id, sampleKey.modulus, sampleKey.publicKeyPem.split('\n')[2] ?? '', 'keybell.example', 'WEBHOOK_SECRET"', "WEBHOOK_SECRET'"];
    expect(sample.filter((text) => all.includes(text))).toEqual([]);
    expect(all).toContain('WEBHOOK_SECRET_CRM');
  });

  it('verify with the key that was filled in', async () => {
    const { publicKeyPem, privateKeyPem } = await generateRsaKeyPair();
    const snippet = verificationSnippets({ ...facts, key: { id: 'sk_1', publicKeyPem } }).find(({ language, scheme }) => language === 'node' && scheme === 'RSA_ACCOUNT');
    const { verifyAccountSignature } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(snippet?.code ?? '')}`) as
      { verifyAccountSignature(rawBody: Buffer, signature: string): boolean };
    const body = Buffer.from('{"eventId":"evt_1"}');
    const signature = await rsaSignature(prepareRsaKey('sk_1', privateKeyPem), body);
    expect(verifyAccountSignature(body, signature)).toBe(true);
    expect(verifyAccountSignature(Buffer.from('{"eventId":"evt_2"}'), signature)).toBe(false);
  });

  it.each([['CRM sync', 'WEBHOOK_SECRET_CRM_SYNC'], ['Lizenz-Prüfer 2', 'WEBHOOK_SECRET_LIZENZ_PRUFER_2'], ['日本', 'WEBHOOK_SECRET'], ['"; rm -rf /', 'WEBHOOK_SECRET_RM_RF'], ['', 'WEBHOOK_SECRET']])(
    'make of the webhook %j the variable %s', (name, expected) => expect(secretNameOf(name)).toBe(expected));
});
