import { hash } from 'node:crypto';
import { isEmailAddress, MAX_EMAIL_LENGTH } from './email-address.ts';
import { problem, type UserProblem } from './errors.ts';

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 200;

const API_KEY_PREFIX = 'kb_';
const API_KEY_RANDOM_CHARACTERS = 40;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes from here on are thrown away: keeping them would make the first letters more likely than the others. */
const FIRST_BIASED_BYTE = 256 - (256 % BASE62.length);

/** A new API key, `kb_` and 40 base62 characters (238 bits). `randomBytes` must be cryptographically strong. */
export function newApiKey(randomBytes: (size: number) => Uint8Array): string {
  let characters = '';
  while (characters.length < API_KEY_RANDOM_CHARACTERS) {
    for (const byte of randomBytes(API_KEY_RANDOM_CHARACTERS)) {
      if (byte < FIRST_BIASED_BYTE && characters.length < API_KEY_RANDOM_CHARACTERS) characters += BASE62[byte % BASE62.length];
    }
  }
  return API_KEY_PREFIX + characters;
}

/** What may be shown of a key later on, e.g. `kb_…x7Qd`. */
export function apiKeyHint(key: string): string {
  return `${key.startsWith(API_KEY_PREFIX) ? API_KEY_PREFIX : ''}…${key.slice(-4)}`;
}

/** SHA-256 of a key, hex. A slow hash is not needed: keys are random, so they cannot be guessed from a dictionary. */
export function hashApiKey(key: string): string {
  return hash('sha256', key);
}

/** The e-mail address of a person as it is stored and compared. */
export const normalEmail = (typed: string): string => typed.trim().toLowerCase();

/** What is wrong with the e-mail address that somebody is to sign in with. */
export function checkEmail(typed: string, path: readonly string[] = ['input', 'email']): UserProblem[] {
  const email = normalEmail(typed);
  if (email === '') return [problem('REQUIRED', 'Enter an e-mail address.', path)];
  if (email.length > MAX_EMAIL_LENGTH) return [problem('TOO_LONG', `The e-mail address may have at most ${MAX_EMAIL_LENGTH} characters.`, path)];
  return isEmailAddress(email) ? [] : [problem('INVALID', 'This is not an e-mail address.', path)];
}

/** What is wrong with a new password. */
export function checkPassword(password: string, path: readonly string[] = ['input', 'password']): UserProblem[] {
  const length = [...password].length;
  if (length === 0) return [problem('REQUIRED', 'Enter a password.', path)];
  if (length < MIN_PASSWORD_LENGTH) {
    return [problem('INVALID', `The password must have at least ${MIN_PASSWORD_LENGTH} characters.`, path)];
  }
  if (length > MAX_PASSWORD_LENGTH) {
    return [problem('TOO_LONG', `The password may have at most ${MAX_PASSWORD_LENGTH} characters.`, path)];
  }
  return [];
}
