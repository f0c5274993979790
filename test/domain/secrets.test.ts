import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSecret, newSecret, prepareSecret, secretHint } from '../../server/domain/signing/secrets.ts';

const secretOf = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`;

describe('secrets', () => {
  it('are generated with 32 bytes, never twice the same', () => {
    const secret = newSecret();
    expect(prepareSecret('sec_1', secret).key).toHaveLength(32);
    expect(checkSecret(secret)).toBeNull();
    expect(newSecret()).not.toBe(secret);
  });

  it.each([24, 32, 64])('may be imported with %d bytes', (bytes) => expect(checkSecret(secretOf(bytes))).toBeNull());

  it.each([
    ['too short', secretOf(23)],
    ['too long', secretOf(65)],
    ['without prefix', randomBytes(32).toString('base64')],
    ['of another alphabet', `whsec_${'-_'.repeat(22)}`],
    ['with white space', `${secretOf(24)} `],
    ['without padding', secretOf(32).replace(/=+$/, '')],
    ['empty', 'whsec_'],
  ])('%s are refused with a sentence', (_name, secret) => expect(checkSecret(secret)).toMatch(/\.$/));

  it('show only their last characters', () => expect(secretHint('whsec_abcdefx7Qd')).toBe('whsec_…x7Qd'));
});
