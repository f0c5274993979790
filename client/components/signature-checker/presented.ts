import { fromBase64, fromBase64Url, fromHex, type Bytes } from './bytes.ts';
import type { MistakeCode } from './findings.ts';

/** A signature out of a header: its bytes in each way in which its text can be read, with what is wrong about the text. */
export interface PresentedSignature {
  bytes: Bytes;
  mistakes: MistakeCode[];
  /** Place in the header, from 0: there are several while a secret overlaps its successor. */
  place: number;
}

const SHA256_BYTES = 32;

/** The signatures of `webhook-signature`: `v1,<base64>`, separated by spaces. Entries of other versions are not ours. */
export function standardSignatures(header: string): PresentedSignature[] {
  const entries = header.split(/\s+/).filter((entry) => entry !== '' && !/^v(?!1,)\w+,/.test(entry));
  return entries.flatMap((entry, place) => {
    const label: MistakeCode[] = entry.startsWith('v1,') ? [] : ['labelMissing'];
    const text = entry.replace(/^v1,/, '');
    return readings(place, label, [[fromHex(text), 'hexForBase64'], [fromBase64(text), null], [fromBase64Url(text), 'base64UrlForBase64']]);
  });
}

/** The signatures of `X-Webhook-Signature`: `sha256=<hex>`, separated by commas. */
export function bodySignatures(header: string): PresentedSignature[] {
  return header.split(/\s*,\s*/).filter(Boolean).flatMap((entry, place) => {
    const label: MistakeCode[] = /^sha256=/i.test(entry) ? [] : ['labelMissing'];
    const text = entry.replace(/^sha256=/i, '');
    return readings(place, label, [[fromHex(text), null], [fromBase64(text), 'base64ForHex'], [fromBase64Url(text), 'base64ForHex']]);
  });
}

/** The one signature of `N-Signature`: base64 of as many bytes as the key has. */
export function rsaSignatures(header: string): PresentedSignature[] {
  const text = header.replace(/\s+/g, '');
  return [[fromBase64(text), null], [fromBase64Url(text), 'base64UrlForBase64'], [fromHex(text), 'hexForBase64']].flatMap(([bytes, mistake]) =>
    (bytes ? [{ bytes: bytes as Bytes, mistakes: mistake ? [mistake as MistakeCode] : [], place: 0 }] : []));
}

function readings(place: number, label: MistakeCode[], read: readonly (readonly [Bytes | null, MistakeCode | null])[]): PresentedSignature[] {
  return read.flatMap(([bytes, mistake]) => (bytes?.length === SHA256_BYTES ? [{ bytes, mistakes: mistake ? [...label, mistake] : label, place }] : []));
}
