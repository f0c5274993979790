import { prepareRsaKey, type RsaSigningKey } from '../domain/signing/account-rsa.ts';
import type { Keyring } from './encryption.ts';
import { SigningKey } from './entities/signing-key.ts';
import type { Store } from './store.ts';

/** The RSA key that signs for each account, decrypted once. */
export class AccountKeys {
  readonly #store: Store;
  readonly #keyring: Keyring;
  readonly #keys = new Map<string, Promise<RsaSigningKey>>();

  constructor({ store, keyring }: { store: Store; keyring: Keyring }) {
    this.#store = store;
    this.#keyring = keyring;
  }

  active(accountId: string): Promise<RsaSigningKey> {
    let key = this.#keys.get(accountId);
    if (!key) {
      key = this.#load(accountId);
      this.#keys.set(accountId, key);
      key.catch(() => this.#keys.delete(accountId));
    }
    return key;
  }

  async #load(accountId: string): Promise<RsaSigningKey> {
    const key = await this.#store.reader.findOne(SigningKey, { where: { accountId, state: 'ACTIVE' }, order: { id: 'DESC' } });
    if (!key) throw new Error(`Account ${accountId} has no active signing key.`);
    return prepareRsaKey(key.id, this.#keyring.open(key.privateKeySealed, { purpose: 'signing_key', rowId: key.id }));
  }
}
