import { newId } from '../domain/ids.ts';
import { generateRsaKeyPair, prepareRsaKey, publicKeyFacts, type RsaSigningKey } from '../domain/signing/account-rsa.ts';
import { signingAt, type SigningTimes } from '../domain/signing/key-states.ts';
import { KeyUnavailableError, type Keyring } from './encryption.ts';
import type { SigningKey } from './entities/signing-key.ts';
import { findSigningKeys } from './repositories/signing-keys.ts';
import type { Store } from './store.ts';
import type { WebhookDirectory } from './webhook-directory.ts';

type PreparedKey = RsaSigningKey & SigningTimes;
interface Loaded { readonly version: number; readonly keys: Promise<readonly PreparedKey[]> }

/** The RSA keys that sign for each account, decrypted once, and again when the account's webhooks or keys have changed. */
export class AccountKeys {
  readonly #store: Store;
  readonly #keyring: Keyring;
  readonly #directory: WebhookDirectory;
  readonly #accounts = new Map<string, Loaded>();

  constructor({ store, keyring, directory }: { store: Store; keyring: Keyring; directory: WebhookDirectory }) {
    this.#store = store;
    this.#keyring = keyring;
    this.#directory = directory;
  }

  /** The key that signs at a moment. */
  async active(accountId: string, now: number): Promise<RsaSigningKey> {
    // The version was read before the keys are: at worst they are read once too often.
    const { version } = await this.#directory.ofAccount(accountId);
    const key = signingAt(await this.#keysOf(accountId, version), now);
    if (!key) throw new KeyUnavailableError(`Account ${accountId} has no active signing key.`);
    return key;
  }

  #keysOf(accountId: string, version: number): Promise<readonly PreparedKey[]> {
    const known = this.#accounts.get(accountId);
    if (known?.version === version) return known.keys;
    const loaded = { version, keys: this.#load(accountId, known) };
    this.#accounts.set(accountId, loaded);
    loaded.keys.catch(() => {
      if (this.#accounts.get(accountId) === loaded) this.#accounts.delete(accountId);
    });
    return loaded.keys;
  }

  /** Keys that are known stay as they are: parsing one costs about as much as signing with it. */
  async #load(accountId: string, known: Loaded | undefined): Promise<readonly PreparedKey[]> {
    const before = await known?.keys.catch(() => []) ?? [];
    const rows = await findSigningKeys(this.#store.reader, accountId);
    return rows.filter(({ revokedAt }) => revokedAt === null).map((row) => before.find(({ id }) => id === row.id) ?? this.#prepared(row));
  }

  #prepared({ id, privateKeySealed, activeFrom, revokedAt }: SigningKey): PreparedKey {
    return { ...prepareRsaKey(id, this.#keyring.open(privateKeySealed, { purpose: 'signing_key', rowId: id })), activeFrom, revokedAt };
  }
}

/** A new key pair for an account, its private part sealed; not yet stored. */
export async function newSigningKey(keyring: Keyring, dates: Pick<SigningKey, 'accountId' | 'activeFrom' | 'createdAt'>): Promise<SigningKey> {
  const id = newId('sk');
  const { publicKeyPem, privateKeyPem } = await generateRsaKeyPair();
  return {
    id, ...dates, bits: publicKeyFacts(publicKeyPem).bits, publicKeyPem,
    privateKeySealed: keyring.seal(privateKeyPem, { purpose: 'signing_key', rowId: id }), revokedAt: null,
  };
}
