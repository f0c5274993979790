import { fromBase64, fromBase64Url, toBase64Url, type Bytes } from './bytes.ts';

/** An RSA public key by its two numbers. */
export interface RsaPublicKey {
  modulus: Bytes;
  exponent: Bytes;
}

const F4: Bytes = new Uint8Array([1, 0, 1]);
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
/** Smallest modulus that is worth a look. */
const LEAST_BYTES = 64;

/** Reads what people have of a public key: PEM of both kinds, a JWK or a set of them, .NET's XML, or the bare modulus. Empty: none of it. */
export function pastedKeys(text: string): RsaPublicKey[] {
  const trimmed = text.trim();
  if (trimmed.includes('-----BEGIN')) return [...trimmed.matchAll(/-----BEGIN (?:RSA )?PUBLIC KEY-----([^-]+)-----END/g)].flatMap(([, base64]) => fromDer(fromBase64((base64 ?? '').replace(/\s+/g, ''))));
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return fromJson(trimmed);
  const xml = /<Modulus>([^<]+)<\/Modulus>(?:\s*<Exponent>([^<]+)<\/Exponent>)?/.exec(trimmed);
  if (xml) return fromNumbers(xml[1], xml[2]);
  return fromNumbers(trimmed, undefined);
}

/** A base64 or base64url text of a number. */
const bytesOf = (text: string) => fromBase64(text) ?? fromBase64Url(text);

function fromNumbers(modulus: string | undefined, exponent: string | undefined): RsaPublicKey[] {
  const n = bytesOf((modulus ?? '').replace(/\s+/g, ''));
  const e = exponent === undefined ? F4 : bytesOf(exponent.replace(/\s+/g, ''));
  return n && e && n.length >= LEAST_BYTES ? [{ modulus: withoutZeros(n), exponent: withoutZeros(e) }] : [];
}

interface Jwk { n?: unknown; e?: unknown; keys?: unknown }

function fromJson(text: string): RsaPublicKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const { keys } = value as Jwk;
  const list: unknown[] = Array.isArray(value) ? value : Array.isArray(keys) ? keys : [value];
  return list.flatMap((key) => {
    const { n, e } = (key ?? {}) as Jwk;
    return typeof n === 'string' ? fromNumbers(n, typeof e === 'string' ? e : undefined) : [];
  });
}

/** SubjectPublicKeyInfo, or PKCS#1's two numbers alone. */
function fromDer(der: Bytes | null): RsaPublicKey[] {
  const outer = der && element(der, 0);
  if (!outer || outer.tag !== SEQUENCE) return [];
  const first = element(outer.value, 0);
  if (first?.tag === INTEGER) {
    const second = element(outer.value, first.end);
    return second?.tag === INTEGER ? [{ modulus: withoutZeros(first.value), exponent: withoutZeros(second.value) }] : [];
  }
  const bits = first && element(outer.value, first.end);
  return bits?.tag === BIT_STRING ? fromDer(bits.value.slice(1)) : [];
}

/** Tag and value of the DER element at a place; null when the bytes end before it does. */
function element(der: Bytes, start: number): { tag: number; value: Bytes; end: number } | null {
  const [tag, short] = [der[start], der[start + 1]];
  if (tag === undefined || short === undefined) return null;
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
  const length = lengthBytes === 0 ? short : der.slice(start + 2, start + 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const begin = start + 2 + lengthBytes;
  return begin + length <= der.length ? { tag, value: der.slice(begin, begin + length), end: begin + length } : null;
}

const withoutZeros = (number: Bytes): Bytes => number.slice(Math.max(0, number.findIndex((byte) => byte !== 0)));

/** The key of someone who read the base64url of a modulus as plain base64, in which `-` and `_` do not exist and are skipped. */
export function misreadKey({ modulus, exponent }: RsaPublicKey): RsaPublicKey | null {
  const skipped = toBase64Url(modulus).replace(/[-_]/g, '');
  const bytes = fromBase64(skipped.slice(0, skipped.length % 4 === 1 ? -1 : undefined));
  return bytes && bytes.length < modulus.length ? { modulus: bytes, exponent } : null;
}

/** The key with `+` and `/` of its modulus exchanged: what a wrong conversion between the two alphabets makes. */
export function swappedKey({ modulus, exponent }: RsaPublicKey): RsaPublicKey {
  const swapped = toBase64Url(modulus).replace(/[-_]/g, (char) => (char === '-' ? '_' : '-'));
  return { modulus: fromBase64Url(swapped) ?? modulus, exponent };
}
