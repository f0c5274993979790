// @vitest-environment node
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verificationSamples } from '../../client/pages/api-credentials/verification-samples.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { n, e } = publicKey.export({ format: 'jwk' });
const samples = verificationSamples({
  publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  modulus: String(n),
  exponent: String(e),
});
const sample = (key: string) => samples.find((candidate) => candidate.key === key)?.code ?? '';

type Sample = { isAuthentic(rawBody: Buffer, nSignature: string): boolean };

describe('verification samples', () => {
  const body = Buffer.from('{"eventId":"evt_1"}');
  const signature = sign('sha256', body, privateKey).toString('base64');

  it('for Node accept a genuine body and refuse a changed one', async () => {
    const { isAuthentic } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(sample('node'))}`) as Sample;
    expect(isAuthentic(body, signature)).toBe(true);
    expect(isAuthentic(Buffer.from('{"eventId":"evt_2"}'), signature)).toBe(false);
  });

  it('for .NET hold the modulus and exponent of the key', () => {
    expect(sample('dotnet')).toContain(`FromBase64Url("${n}")`);
    expect(sample('dotnet')).toContain('FromBase64Url("AQAB")');
  });
});
