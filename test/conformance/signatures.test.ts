import { constants, createHmac, createPublicKey, createVerify, verify } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateRsaKeyPair, prepareRsaKey, publicKeyFacts, rsaSignature, type RsaKeyPair } from '../../server/domain/signing/account-rsa.ts';
import { bodySignature } from '../../server/domain/signing/body-hmac.ts';
import { newSecret, prepareSecret } from '../../server/domain/signing/secrets.ts';
import { standardSignature } from '../../server/domain/signing/standard-webhooks.ts';

const body = Buffer.from('{"eventId":"evt_01K","payload":{"name":"Zoë 🔑","big":12345678901234567890}}');
const seconds = () => Math.floor(Date.now() / 1000);

describe('Standard Webhooks', () => {
  it.each([
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}',
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk', 1_649_367_553,
      '{"email":"test@example.com","username":"test_user"}', 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw='],
  ])('agrees with the public vector of %s', (secret, id, timestamp, text, signature) => {
    expect(standardSignature([prepareSecret('sec_1', secret)], id, timestamp, Buffer.from(text))).toBe(signature);
  });

  const verifiers = [['standardwebhooks', StandardWebhook], ['svix', SvixWebhook]] as const;

  it.each(verifiers)('is accepted by %s', (_name, Verifier) => {
    const secret = newSecret();
    const timestamp = seconds();
    const signature = standardSignature([prepareSecret('sec_1', secret)], 'evt_01K', timestamp, body);
    const headers = { 'webhook-id': 'evt_01K', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
    expect(new Verifier(secret).verify(body.toString(), headers)).toMatchObject({ eventId: 'evt_01K' });
    expect(() => new Verifier(secret).verify(`${body.toString()} `, headers)).toThrow();
    expect(() => new Verifier(newSecret()).verify(body.toString(), headers)).toThrow();
  });

  it.each(verifiers)('is accepted by %s with the old and the new secret while they overlap', (_name, Verifier) => {
    const [current, former] = [newSecret(), newSecret()];
    const timestamp = seconds();
    const secrets = [prepareSecret('sec_2', current), prepareSecret('sec_1', former)];
    const signature = standardSignature(secrets, 'evt_01K', timestamp, body);
    const headers = { 'webhook-id': 'evt_01K', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
    for (const secret of [current, former]) expect(() => new Verifier(secret).verify(body.toString(), headers)).not.toThrow();
    expect(signature).toMatch(/^v1,\S{44} v1,\S{44}$/);
    expect(signature.split(' ')[0]).toBe(standardSignature(secrets.slice(0, 1), 'evt_01K', timestamp, body));
  });
});

describe('X-Webhook-Signature', () => {
  const byHand = (secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

  it('is keyed with the whole secret string', () => {
    const secret = newSecret();
    expect(bodySignature([prepareSecret('sec_1', secret)], body)).toBe(byHand(secret));
  });

  it('lists one value for each valid secret, newest first', () => {
    const [current, former] = [newSecret(), newSecret()];
    const secrets = [prepareSecret('sec_2', current), prepareSecret('sec_1', former)];
    expect(bodySignature(secrets, body)).toBe(`${byHand(current)},${byHand(former)}`);
  });
});

describe('N-Signature', () => {
  let pair: RsaKeyPair;
  let signature: string;

  beforeAll(async () => {
    pair = await generateRsaKeyPair();
    signature = await rsaSignature(prepareRsaKey('sk_1', pair.privateKeyPem), body);
  });

  it('verifies as RSASSA-PKCS1-v1_5 with SHA-256', () => {
    expect(createVerify('RSA-SHA256').update(body).verify(pair.publicKeyPem, signature, 'base64')).toBe(true);
    expect(verify('sha256', body, pair.publicKeyPem, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('is not PSS', () => {
    const key = { key: pair.publicKeyPem, padding: constants.RSA_PKCS1_PSS_PADDING };
    expect(verify('sha256', body, key, Buffer.from(signature, 'base64'))).toBe(false);
  });

  it('does not fit another body', () => {
    expect(verify('sha256', Buffer.from('{}'), pair.publicKeyPem, Buffer.from(signature, 'base64'))).toBe(false);
  });

  it('verifies with the key made from modulus and exponent as shown', () => {
    const { modulus, exponent, jwk, bits, fingerprint } = publicKeyFacts(pair.publicKeyPem);
    const key = createPublicKey({ key: { kty: 'RSA', n: modulus, e: exponent }, format: 'jwk' });
    expect(verify('sha256', body, key, Buffer.from(signature, 'base64'))).toBe(true);
    expect(jwk).toEqual({ kty: 'RSA', n: modulus, e: 'AQAB', alg: 'RS256', use: 'sig' });
    expect(bits).toBe(2048);
    expect(fingerprint).toMatch(/^([0-9a-f]{2}:){31}[0-9a-f]{2}$/);
  });
});
