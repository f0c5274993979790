import { toBase64Url, type Bytes } from './bytes.ts';
import type { RsaPublicKey } from './public-keys.ts';

/** A page served without TLS has no WebCrypto, except on the machine itself. */
export const hasWebCrypto = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Makes HMAC-SHA256 of many texts with one key. */
export async function hmacOf(key: Bytes): Promise<(data: Bytes) => Promise<Bytes>> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (data) => new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}

export interface RsaWay {
  padding: 'PKCS1' | 'PSS';
  hash: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Of PSS, in bytes. */
  saltLength?: number;
}

/** Whether a signature fits. A key that WebCrypto refuses fits nothing. */
export async function rsaFits(key: RsaPublicKey, { padding, hash, saltLength = 0 }: RsaWay, signature: Bytes, data: Bytes): Promise<boolean> {
  const name = padding === 'PSS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const jwk = { kty: 'RSA', n: toBase64Url(key.modulus), e: toBase64Url(key.exponent) };
  try {
    const imported = await crypto.subtle.importKey('jwk', jwk, { name, hash }, false, ['verify']);
    return await crypto.subtle.verify({ name, saltLength }, imported, signature, data);
  } catch {
    return false;
  }
}
