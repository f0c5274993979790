import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a sealed value lives. It is authenticated with the value, so a value copied to another row or column cannot be opened. */
export interface SealedPlace {
  purpose: 'webhook_secret' | 'signing_key' | 'webhook_header' | 'bulk_estimate' | 'idempotent_request' | 'download' | 'second_factor';
  rowId: string;
}

/** A secret or key that is needed cannot be had: no master key of this server opens it, or there is none. Its sentence names no secret. */
export class KeyUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyUnavailableError';
  }
}

/**
 * The master keys, newest first. New values are sealed with the first; every key opens what it sealed, which its id in the
 * value tells: `v1.<kid>.<base64 of iv, tag, ciphertext>`, AES-256-GCM (NIST SP 800-38D).
 */
export class Keyring {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #newest: string;

  private constructor(keys: ReadonlyMap<string, Buffer>, newest: string) {
    this.#keys = keys;
    this.#newest = newest;
  }

  /** Reads a `kid:base64` list, newest first; throws a sentence that names the entry at fault but never its key. */
  static parse(masterKeys: string): Keyring {
    const keys = new Map<string, Buffer>();
    for (const [index, entry] of masterKeys.split(',').map((part) => part.trim()).filter(Boolean).entries()) {
      const [kid, encoded] = splitOnce(entry, ':');
      if (!/^[0-9A-Za-z_-]{1,32}$/.test(kid) || encoded === null) {
        throw new Error(`Entry ${index + 1} is not of the form kid:base64 (kid: 1-32 letters, digits, _ or -).`);
      }
      const key = Buffer.from(encoded, 'base64');
      if (key.length !== KEY_BYTES) throw new Error(`Key ${kid} has ${key.length} bytes; it must be base64 of ${KEY_BYTES}.`);
      if (keys.has(kid)) throw new Error(`Key id ${kid} is given twice.`);
      keys.set(kid, key);
    }
    const newest = keys.keys().next().value;
    if (newest === undefined) throw new Error('No key is given.');
    return new Keyring(keys, newest);
  }

  /** A new random list of one key, for a first start. */
  static generate(): string {
    return `k1:${randomBytes(KEY_BYTES).toString('base64')}`;
  }

  seal(plain: string, place: SealedPlace): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key(this.#newest), iv).setAAD(authenticated(place));
    const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `v1.${this.#newest}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64')}`;
  }

  /** Throws a KeyUnavailableError when the value was sealed elsewhere, altered, or with a key that is not in the ring. */
  open(sealed: string, place: SealedPlace): string {
    const [version, kid, encoded] = sealed.split('.');
    if (version !== 'v1' || kid === undefined || encoded === undefined) throw new KeyUnavailableError(`${place.purpose} ${place.rowId} is not a sealed value.`);
    const data = Buffer.from(encoded, 'base64');
    const decipher = createDecipheriv(ALGORITHM, this.#key(kid), data.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(authenticated(place))
      .setAuthTag(data.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return decipher.update(data.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new KeyUnavailableError(`${place.purpose} ${place.rowId} was not sealed with the master key ${kid} that this server has, or was altered.`, { cause });
    }
  }

  #key(kid: string): Buffer {
    const key = this.#keys.get(kid);
    if (!key) throw new KeyUnavailableError(`A stored value needs master key ${kid}, which MASTER_KEYS does not name. Add it after the newest key.`);
    return key;
  }
}

const authenticated = ({ purpose, rowId }: SealedPlace) => Buffer.from(`${purpose}\n${rowId}`);

function splitOnce(value: string, separator: string): [string, string | null] {
  const at = value.indexOf(separator);
  return at < 0 ? [value, null] : [value.slice(0, at), value.slice(at + separator.length)];
}
