import { FIRST_ACCOUNT_ID } from '../auth/first-start.ts';
import { publicKeyFacts } from '../domain/signing/account-rsa.ts';
import { accountOfKeySet, FIRST_KEY_SET_PATH } from '../domain/signing/key-set-path.ts';
import { withStandings } from '../domain/signing/key-states.ts';
import { findPublicKeys } from '../storage/repositories/signing-keys.ts';
import type { Store } from '../storage/store.ts';
import { sendJson, sendText, type Handler } from './exchange.ts';

const CACHE_SECONDS = 300;

/**
 * The public keys of an account that receivers may need, as a JWK set (RFC 7517): those that sign, will sign, or signed what may still be
 * under way. Each account has a set of its own: a receiver tries all keys of a set, and must not take the signature of one account for that of another.
 */
export function keySets({ store, clock }: { store: Pick<Store, 'reader'>; clock: () => number }): Handler {
  return async (exchange) => {
    const accountId = exchange.path === FIRST_KEY_SET_PATH ? FIRST_ACCOUNT_ID : accountOfKeySet(exchange.path);
    const found = accountId === null ? [] : await findPublicKeys(store, accountId);
    if (found.length === 0) return sendText(exchange, 'There is no account with this key set.\n', { status: 404 });
    const keys = withStandings(found, clock()).filter(({ state }) => state !== 'REVOKED');
    const body = { keys: keys.map(({ id, publicKeyPem }) => ({ kid: id, ...publicKeyFacts(publicKeyPem).jwk })) };
    sendJson(exchange, body, { headers: { 'content-type': 'application/jwk-set+json', 'cache-control': `public, max-age=${CACHE_SECONDS}` } });
  };
}
