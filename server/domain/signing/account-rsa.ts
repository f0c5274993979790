import { createHash, createPrivateKey, createPublicKey, generateKeyPair, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const MODULUS_BITS = 2048;
const PUBLIC_EXPONENT = 65_537;

/** Key pair of an account as PEM: SPKI and PKCS#8. */
export interface RsaKeyPair {
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
}

/** An account's key ready to sign with: parsed once. */
export interface RsaSigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
}

/** RSA public key as JSON Web Key (RFC 7517), without `kid`. */
export interface RsaPublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

/** What people and libraries want to see of a public key. */
export interface PublicKeyFacts {
  /** Size of the modulus in bits. */
  readonly bits: number;
  /** Modulus, base64url. */
  readonly modulus: string;
  /** Public exponent, base64url. */
  readonly exponent: string;
  readonly jwk: RsaPublicJwk;
  /** SHA-256 of the SPKI bytes as `aa:bb:...`. */
  readonly fingerprint: string;
}

/** Makes a key pair off the event loop (it takes up to some hundred milliseconds of CPU). */
export async function generateRsaKeyPair(): Promise<RsaKeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: MODULUS_BITS,
    publicExponent: PUBLIC_EXPONENT,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKeyPem: publicKey, privateKeyPem: privateKey };
}

/** Parses a private key for signing. */
export function prepareRsaKey(id: string, privateKeyPem: string): RsaSigningKey {
  return { id, privateKey: createPrivateKey(privateKeyPem) };
}

/** Value of `N-Signature`: RSASSA-PKCS1-v1_5 with SHA-256 over the raw body, base64. Runs in the thread pool. */
export function rsaSignature(key: RsaSigningKey, body: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('sha256', body, key.privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString('base64'));
    });
  });
}

/** The forms in which a public key is shown. */
export function publicKeyFacts(publicKeyPem: string): PublicKeyFacts {
  const key = createPublicKey(publicKeyPem);
  const { n, e } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'rsa' || n === undefined || e === undefined) throw new TypeError('The key is not an RSA public key.');
  const digest = createHash('sha256').update(key.export({ format: 'der', type: 'spki' })).digest('hex');
  return {
    bits: key.asymmetricKeyDetails?.modulusLength ?? Buffer.from(n, 'base64url').length * 8,
    modulus: n,
    exponent: e,
    jwk: { kty: 'RSA', n, e, alg: 'RS256', use: 'sig' },
    fingerprint: digest.match(/../g)!.join(':'),
  };
}
