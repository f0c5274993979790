import { groupBy } from '../domain/group-by.ts';
import { publicKeyFacts } from '../domain/signing/account-rsa.ts';
import { withStandings } from '../domain/signing/key-states.ts';
import type { Store } from '../storage/store.ts';
import { findPublicKeys } from '../storage/repositories/signing-keys.ts';
import { sendJson, type Handler } from './exchange.ts';

export const JWKS_PATH = '/.well-known/jwks.json';

const CACHE_SECONDS = 300;

/** The public keys that receivers may need, as a JWK set (RFC 7517): those that sign, will sign, or signed what may still be under way. */
export function jwks({ store, clock }: { store: Pick<Store, 'reader'>; clock: () => number }): Handler {
  return async (exchange) => {
    const byAccount = groupBy(await findPublicKeys(store), ({ accountId }) => accountId);
    const keys = [...byAccount.values()].flatMap((each) => withStandings(each, clock())).filter(({ state }) => state !== 'REVOKED');
    const body = { keys: keys.map(({ id, publicKeyPem }) => ({ kid: id, ...publicKeyFacts(publicKeyPem).jwk })) };
    sendJson(exchange, body, { headers: { 'content-type': 'application/jwk-set+json', 'cache-control': `public, max-age=${CACHE_SECONDS}` } });
  };
}
