import { describe, expect, it } from 'vitest';
import { checkSignatures } from '../../../client/components/signature-checker/check-signatures.ts';
import type { Scheme } from '../../../client/components/signature-checker/findings.ts';
import { BODY, bodyOf, decoded, given, hmac, ID, KEYS, keyPair, NOW, OTHER_SECRET, pem, pssOf, rsaOf, SECONDS, SECRET, signedText, standardOf } from './request.ts';

type Given = Parameters<typeof given>[0];

async function codes(scheme: Scheme, input: Given): Promise<string[]> {
  const report = (await checkSignatures(given(input))).find((candidate) => candidate.scheme === scheme);
  return [report?.verdict ?? '', ...(report?.findings ?? []).map(({ code }) => code)];
}
const verdicts = async (input: Given) => (await checkSignatures(given(input))).map(({ verdict }) => verdict);
const all = async (input: Given) => (await checkSignatures(given(input))).map(({ findings }) => findings[0]?.code);

describe('a request that is right', () => {
  it('passes all three checks', async () => {
    expect(await verdicts({})).toEqual(['valid', 'valid', 'valid']);
  });

  it('passes with the vector that Standard Webhooks publishes', async () => {
    const headers = 'webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\nwebhook-timestamp: 1614265330\nwebhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
    expect(await codes('STANDARD_WEBHOOKS', { body: '{"test": 2432232314}', headers, now: 1_614_265_330_000 })).toEqual(['valid']);
  });

  it('passes with the second of two signatures while a secret overlaps', async () => {
    const headers = { standard: `${standardOf(BODY, OTHER_SECRET)} ${standardOf(BODY)}`, body: `${bodyOf(BODY, OTHER_SECRET)},${bodyOf(BODY)}` };
    expect(await codes('STANDARD_WEBHOOKS', { headers })).toEqual(['valid', 'secondSignature']);
    expect(await codes('HMAC_BODY', { headers })).toEqual(['valid', 'secondSignature']);
  });

  it('is checked with the account’s own key when none is pasted', async () => {
    expect(await codes('RSA_ACCOUNT', { publicKey: '', knownKeys: [pem(KEYS.publicKey)] })).toEqual(['valid']);
  });

  it.each([
    ['PKCS#1', KEYS.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    ['a JWK', JSON.stringify(KEYS.publicKey.export({ format: 'jwk' }))],
    ['a JWK set', JSON.stringify({ keys: [keyPair().publicKey.export({ format: 'jwk' }), KEYS.publicKey.export({ format: 'jwk' })] })],
    ['the modulus in base64url', String(KEYS.publicKey.export({ format: 'jwk' }).n)],
    ['the XML of .NET', `<RSAKeyValue><Modulus>${Buffer.from(String(KEYS.publicKey.export({ format: 'jwk' }).n), 'base64url').toString('base64')}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>`],
  ])('takes the public key as %s', async (_form, publicKey) => {
    expect(await codes('RSA_ACCOUNT', { publicKey })).toEqual(['valid']);
  });
});

describe('a body that is not what was signed', () => {
  const parsed = JSON.parse(BODY) as Record<string, unknown>;
  const small = BODY.replace(',"big":12345678901234567890', '');
  const smallHeaders = { standard: standardOf(small), body: bodyOf(small), rsa: rsaOf(small) };

  it.each([
    ['laid out over lines', 'bodyReserialised', BODY.replace(/([{,])/g, '$1\n  ')],
    ['with a newline at its end', 'newlineAdded', `${BODY}\n`],
    ['with a CRLF at its end', 'newlineAdded', `${BODY}\r\n`],
    ['with a byte order mark', 'bomAdded', `\uFEFF${BODY}`],
    ['read as Latin-1', 'bodyCharset', Buffer.from(BODY).toString('latin1')],
    ['with space around it', 'bodyTrimmed', `  ${BODY}  `],
  ])('is known %s', async (_how, code, body) => {
    expect(await all({ body })).toEqual([code, code, code]);
  });

  it('is known when another library wrote the same JSON', async () => {
    const python = small.replaceAll(',"', ', "').replaceAll('":', '": ').replace('é', '\\u00e9');
    for (const body of [JSON.stringify(JSON.parse(small), null, 2), python]) expect(await all({ body, headers: smallHeaders })).toEqual(Array(3).fill('bodyReserialised'));
  });

  it.each([
    ['without its last newline', 'newlineMissing', `${BODY}\n`, BODY],
    ['with LF for CRLF', 'carriageReturnsMissing', '{\r\n"a": 1\r\n}', '{\n"a": 1\n}'],
    ['with CRLF for LF', 'carriageReturnsAdded', '{\n"a": 1\n}', '{\r\n"a": 1\r\n}'],
    ['without its byte order mark', 'bomMissing', `\uFEFF${BODY}`, BODY],
  ])('is known %s', async (_how, code, signed, body) => {
    expect(await all({ body, headers: { standard: standardOf(signed), body: bodyOf(signed), rsa: rsaOf(signed) } })).toEqual([code, code, code]);
  });

  it('is compared with the stored one: other order, other content', async () => {
    const { payload, ...rest } = parsed;
    const reordered = JSON.stringify({ payload: JSON.parse(small).payload as unknown, ...rest });
    expect(payload).toBeDefined();
    expect(await all({ body: reordered, headers: smallHeaders, storedBody: small })).toEqual(Array(3).fill('bodyReordered'));
    expect(await all({ body: BODY.replace('250', '251'), storedBody: BODY })).toEqual(Array(3).fill('bodyChanged'));
  });

  it('says at which byte it differs from the stored one', async () => {
    const [report] = await checkSignatures(given({ body: BODY.replace('250', '251'), storedBody: BODY }));
    expect(report?.findings[0]?.params).toEqual({ at: BODY.indexOf('250') + 3 });
  });
});

describe('a secret that is not the right one', () => {
  it('is wrong beyond doubt when the account’s key proves the body', async () => {
    expect(await codes('STANDARD_WEBHOOKS', { secrets: [OTHER_SECRET] })).toEqual(['invalid', 'wrongSecret']);
    expect(await codes('HMAC_BODY', { secrets: [OTHER_SECRET] })).toEqual(['invalid', 'wrongSecret']);
  });

  it('is only suspected while the body may be wrong too', async () => {
    expect(await codes('HMAC_BODY', { secrets: [OTHER_SECRET], publicKey: '' })).toEqual(['invalid', 'wrongSecretOrBody']);
  });

  it('is known to be an older one that fits', async () => {
    const headers = { standard: standardOf(BODY, OTHER_SECRET), body: bodyOf(BODY, OTHER_SECRET) };
    expect(await codes('STANDARD_WEBHOOKS', { headers, secrets: [SECRET, OTHER_SECRET] })).toEqual(['explained', 'olderSecret']);
    expect(await codes('HMAC_BODY', { headers, secrets: [SECRET, OTHER_SECRET] })).toEqual(['explained', 'olderSecret']);
  });

  it('is told from the webhook’s secrets by its last characters', async () => {
    const current = { hint: 'whsec_…aLSw', isExpired: false };
    expect(await codes('HMAC_BODY', { secrets: [OTHER_SECRET], knownSecrets: [current] })).toEqual(['invalid', 'unknownSecret']);
    expect(await codes('HMAC_BODY', { secrets: [OTHER_SECRET], knownSecrets: [current, { hint: 'whsec_…b7oD', isExpired: true }] })).toEqual(['invalid', 'expiredSecret']);
  });

  it('is no secret at all', async () => {
    expect(await codes('HMAC_BODY', { secrets: ['whsec_…LaSw'] })).toEqual(['unchecked', 'secretUnreadable']);
  });
});

describe('a signature that was made in another way', () => {
  it.each([
    ['with the prefix in the key', 'secretWithPrefix', `v1,${hmac(SECRET, signedText(BODY), 'base64')}`],
    ['without decoding the secret', 'secretNotDecoded', `v1,${hmac(SECRET.slice(6), signedText(BODY), 'base64')}`],
    ['with the end of a line in the secret', 'secretSpaces', `v1,${hmac(`${SECRET}\n`, signedText(BODY), 'base64')}`],
    ['over the body alone', 'signedPrefixMissing', `v1,${hmac(decoded(SECRET), BODY, 'base64')}`],
    ['without the id', 'signedPrefixIncomplete', `v1,${hmac(decoded(SECRET), `${SECONDS}.${BODY}`, 'base64')}`],
    ['in hex', 'hexForBase64', `v1,${hmac(decoded(SECRET), signedText(BODY), 'hex')}`],
    ['without v1', 'labelMissing', hmac(decoded(SECRET), signedText(BODY), 'base64')],
  ])('is explained for webhook-signature: %s', async (_how, code, standard) => {
    expect(await codes('STANDARD_WEBHOOKS', { headers: { standard } })).toEqual(['explained', code]);
  });

  it.each([
    ['without the prefix of the secret', 'secretWithoutPrefix', `sha256=${hmac(SECRET.slice(6), BODY, 'hex')}`],
    ['with the decoded secret', 'secretDecoded', `sha256=${hmac(decoded(SECRET), BODY, 'hex')}`],
    ['over id, timestamp and body', 'signedPrefixAdded', `sha256=${hmac(SECRET, signedText(BODY), 'hex')}`],
    ['in base64', 'base64ForHex', `sha256=${hmac(SECRET, BODY, 'base64')}`],
    ['without its label', 'labelMissing', hmac(SECRET, BODY, 'hex')],
  ])('is explained for X-Webhook-Signature: %s', async (_how, code, body) => {
    expect(await codes('HMAC_BODY', { headers: { body } })).toEqual(['explained', code]);
  });

  it('is explained when two things went wrong at once', async () => {
    const standard = `v1,${hmac(SECRET, BODY, 'hex')}`;
    expect(await codes('STANDARD_WEBHOOKS', { headers: { standard } })).toEqual(['explained', 'secretWithPrefix', 'signedPrefixMissing', 'hexForBase64']);
  });
});

describe('the timestamp of a request', () => {
  it.each([
    ['old', NOW + 600_000, String(SECONDS), 'timestampOld'],
    ['ahead', NOW - 600_000, String(SECONDS), 'timestampAhead'],
  ])('is %s for a receiver that asks for five minutes', async (_how, now, timestamp, code) => {
    expect(await codes('STANDARD_WEBHOOKS', { now, headers: { timestamp } })).toEqual(['valid', code]);
  });

  it('is in milliseconds', async () => {
    const timestamp = `${SECONDS}000`;
    const standard = `v1,${hmac(decoded(SECRET), `${ID}.${timestamp}.${BODY}`, 'base64')}`;
    expect(await codes('STANDARD_WEBHOOKS', { headers: { timestamp, standard } })).toEqual(['valid', 'timestampMilliseconds']);
  });

  it('is missing, or the id is', async () => {
    expect(await codes('STANDARD_WEBHOOKS', { headers: { timestamp: null } })).toEqual(['unchecked', 'timestampMissing']);
    expect(await codes('STANDARD_WEBHOOKS', { headers: { id: null } })).toEqual(['unchecked', 'idMissing']);
  });
});

describe('the account’s key', () => {
  const other = keyPair();
  const { n } = KEYS.publicKey.export({ format: 'jwk' }) as { n: string };

  it('made a PSS signature', async () => {
    expect(await codes('RSA_ACCOUNT', { headers: { rsa: pssOf(BODY) } })).toEqual(['explained', 'pssPadding']);
  });

  it('is that of another account', async () => {
    expect(await codes('RSA_ACCOUNT', { publicKey: pem(other.publicKey) })).toEqual(['invalid', 'otherAccountKey']);
    expect(await codes('RSA_ACCOUNT', { publicKey: pem(other.publicKey), knownKeys: [pem(KEYS.publicKey)] })).toEqual(['explained', 'otherAccountKey']);
  });

  it('is an older one of the account', async () => {
    expect(await codes('RSA_ACCOUNT', { publicKey: pem(other.publicKey), knownKeys: [pem(KEYS.publicKey), pem(other.publicKey)] })).toEqual(['explained', 'olderKey']);
  });

  it('was read from base64url as if it were base64', async () => {
    const skipped = n.replace(/[-_]/g, '');
    const publicKey = Buffer.from(skipped.slice(0, skipped.length % 4 === 1 ? -1 : undefined), 'base64').toString('base64');
    expect(await codes('RSA_ACCOUNT', { publicKey, knownKeys: [pem(KEYS.publicKey)] })).toEqual(['explained', 'modulusMisread']);
    expect((await codes('RSA_ACCOUNT', { publicKey }))[1]).toBe('keyTruncated');
  });

  it('was read with the two alphabets exchanged', async () => {
    const publicKey = n.replace(/[-_]/g, (char) => (char === '-' ? '_' : '-'));
    expect(await codes('RSA_ACCOUNT', { publicKey })).toEqual(['explained', 'modulusMisread']);
  });

  it('has another size than the signature', async () => {
    expect(await codes('RSA_ACCOUNT', { publicKey: pem(keyPair(3072).publicKey) })).toEqual(['invalid', 'keySizeDiffers']);
  });

  it('cannot be read', async () => {
    expect(await codes('RSA_ACCOUNT', { publicKey: 'not a key' })).toEqual(['unchecked', 'keyUnreadable']);
  });

  it.each([
    ['base64url', 'base64UrlForBase64', Buffer.from(rsaOf(BODY), 'base64').toString('base64url')],
    ['hex', 'hexForBase64', Buffer.from(rsaOf(BODY), 'base64').toString('hex')],
  ])('made a signature that is written in %s', async (_how, code, rsa) => {
    expect(await codes('RSA_ACCOUNT', { headers: { rsa } })).toEqual(['explained', code]);
  });
});

describe('what is missing', () => {
  it('is named for each scheme', async () => {
    expect(await all({ headers: '' })).toEqual(['noSignature', 'noSignature', 'noSignature']);
    expect(await all({ body: '' })).toEqual(['noBody', 'noBody', 'noBody']);
    expect(await all({ secrets: [''], publicKey: '' })).toEqual(['noSecret', 'noSecret', 'noKey']);
  });

  it('does not stop a check of hostile input', async () => {
    expect(await verdicts({ headers: 'webhook-signature: v1,\u0000\nX-Webhook-Signature: sha256=zz\nN-Signature: ====', body: '\u0000{{{{' })).toEqual(['unchecked', 'invalid', 'invalid']);
  });
});
