import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { apiKeyHint, checkPassword, hashApiKey, newApiKey } from '../../server/domain/credentials.ts';

it('an API key is kb_ and 40 base62 characters', () => {
  expect(newApiKey(randomBytes)).toMatch(/^kb_[0-9A-Za-z]{40}$/);
  expect(newApiKey(randomBytes)).not.toBe(newApiKey(randomBytes));
});

it('a key skips the bytes that would favour some letters', () => {
  let calls = 0;
  const chance = (size: number) => new Uint8Array(size).fill(calls++ === 0 ? 255 : 61);
  expect(newApiKey(chance)).toBe(`kb_${'z'.repeat(40)}`);
});

it('a hint shows the last four characters only', () => {
  expect(apiKeyHint('kb_abcdefghijkl')).toBe('kb_…ijkl');
  expect(apiKeyHint('a-bootstrap-key-of-24-chars')).toBe('…hars');
});

it('a key is stored as its SHA-256', () => {
  expect(hashApiKey('kb_x')).toBe(createHash('sha256').update('kb_x').digest('hex'));
});

it.each([['', 'REQUIRED'], ['x'.repeat(11), 'INVALID'], ['x'.repeat(201), 'TOO_LONG']])('password %j: %s', (password, code) => {
  expect(checkPassword(password)).toMatchObject([{ code, path: ['input', 'password'] }]);
});

it('a password may have 12 to 200 characters', () => {
  expect(checkPassword('x'.repeat(12))).toEqual([]);
  expect(checkPassword('x'.repeat(200))).toEqual([]);
});
