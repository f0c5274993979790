import { isId } from '../ids.ts';

/** Under it are the key sets; RFC 8615 keeps it for such things. */
export const WELL_KNOWN = '/.well-known/';

/** Path without an account, from when there was one account. It goes on naming the first one. */
export const FIRST_KEY_SET_PATH = `${WELL_KNOWN}jwks.json`;

/** Path of the JWK set with the public keys of one account. */
export const keySetPath = (accountId: string): string => `${WELL_KNOWN}${accountId}/jwks.json`;

/** The account whose set is at a path; null for a path that is none. */
export function accountOfKeySet(path: string): string | null {
  const [accountId = '', file, ...more] = path.slice(WELL_KNOWN.length).split('/');
  return path.startsWith(WELL_KNOWN) && file === 'jwks.json' && more.length === 0 && isId('acc', accountId) ? accountId : null;
}
