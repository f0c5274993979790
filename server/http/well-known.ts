import { publicKeyFacts } from '../domain/signing/account-rsa.ts';
import type { Store } from '../storage/store.ts';
import { findPublishedKeys } from '../storage/repositories/signing-keys.ts';
import { sendJson, type Handler } from './exchange.ts';

export const JWKS_PATH = '/.well-known/jwks.json';

const CACHE_SECONDS = 300;

/** The public keys that receivers may need, as a JWK set (RFC 7517): those that sign, will sign, or signed what may still be under way. */
export function jwks(store: Pick<Store, 'reader'>): Handler {
  return async (exchange) => {
    const keys = await findPublishedKeys(store);
    const body = { keys: keys.map(({ id, publicKeyPem }) => ({ kid: id, ...publicKeyFacts(publicKeyPem).jwk })) };
    sendJson(exchange, body, { headers: { 'content-type': 'application/jwk-set+json', 'cache-control': `public, max-age=${CACHE_SECONDS}` } });
  };
}
