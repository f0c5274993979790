/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export const utf8 = (text: string): Bytes => encoder.encode(text);

/** The text of UTF-8 bytes; `keep` leaves a byte order mark in its place. */
export const textOf = (bytes: Bytes, bom: 'keep' | 'drop' = 'keep'): string => new TextDecoder('utf-8', { ignoreBOM: bom === 'keep' }).decode(bytes);

export function joined(...parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}

export const isSame = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Place of the first byte that differs; null for the same bytes. */
export function firstDifference(a: Bytes, b: Bytes): number | null {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return index;
  return null;
}

/** Decodes standard base64, padded or not; null for anything else. */
export function fromBase64(text: string): Bytes | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replace(/=+$/, '')), (char) => char.charCodeAt(0));
}

/** Decodes base64url, padded or not; null for anything else. Text of letters and digits alone is both kinds. */
export function fromBase64Url(text: string): Bytes | null {
  return /[+/]/.test(text) ? null : fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

export function fromHex(text: string): Bytes | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export const toBase64 = (bytes: Bytes): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export const toBase64Url = (bytes: Bytes): string => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
