import { expect, it } from 'vitest';
import { readSessionToken, sessionCookie } from '../../server/auth/session-cookie.ts';

it('insists on https where the server is reached by it', () => {
  expect(sessionCookie('abc', true)).toMatch(/; Secure$/);
  expect(sessionCookie('abc', false)).not.toMatch(/Secure/);
});

it('is taken away by ending its life', () => {
  expect(sessionCookie(null, false)).toMatch(/^keybell_session=;.*Max-Age=0/);
});

it('is found among other cookies, and nothing where there is none', () => {
  expect(readSessionToken('theme=dark; keybell_session=abc; x=1')).toBe('abc');
  expect(readSessionToken('other_keybell_session=abc')).toBeNull();
  expect(readSessionToken(undefined)).toBeNull();
});
