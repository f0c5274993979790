import { fromBase64, fromBase64Url, utf8, type Bytes } from './bytes.ts';
import type { MistakeCode } from './findings.ts';

const PREFIX = 'whsec_';

/** Key bytes that code may make of a secret, and the mistake in it. */
export interface SecretReading {
  key: Bytes;
  mistake: MistakeCode | null;
}

/** Whether a pasted text can be a secret at all; one without its prefix can. */
export const isSecret = (text: string): boolean => (fromBase64(withoutPrefix(text))?.length ?? 0) >= 16;

const withoutPrefix = (text: string) => (text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text);

/** Readings of a secret for `webhook-signature`: the right one is the bytes behind the prefix, base64-decoded. */
export function standardReadings(secret: string): SecretReading[] {
  const text = secret.trim();
  const encoded = withoutPrefix(text);
  const right = fromBase64(encoded);
  const readings: SecretReading[] = right ? [{ key: right, mistake: null }] : [];
  const whole = looseBase64(text);
  return [...readings, { key: utf8(PREFIX + encoded), mistake: 'secretWithPrefix' as const }, { key: utf8(encoded), mistake: 'secretNotDecoded' as const },
    ...(whole ? [{ key: whole, mistake: 'secretWithPrefix' as const }] : []), ...spacedReadings(secret)].filter(isUsable);
}

/** Readings of a secret for `X-Webhook-Signature`: the right one is the whole text, prefix included. */
export function bodyReadings(secret: string): SecretReading[] {
  const text = secret.trim();
  const encoded = withoutPrefix(text);
  const decoded = fromBase64(encoded);
  return [{ key: utf8(PREFIX + encoded), mistake: null }, { key: utf8(encoded), mistake: 'secretWithoutPrefix' as const },
    ...(decoded ? [{ key: decoded, mistake: 'secretDecoded' as const }] : []), ...spacedReadings(secret)].filter(isUsable);
}

/** WebCrypto takes no empty key. */
const isUsable = ({ key }: SecretReading) => key.length > 0;

/** A secret that was read from a file with the end of its line. */
const spacedReadings = (secret: string): SecretReading[] => ['\n', '\r\n', ' '].map((end) => ({ key: utf8(secret.trim() + end), mistake: 'secretSpaces' as const }));

/** As decoders read a text that hold `_` for a letter of the alphabet, or skip it. */
const looseBase64 = (text: string): Bytes | null => fromBase64Url(text.replace(/=+$/, '')) ?? fromBase64(text.replaceAll('_', '').replace(/=+$/, ''));
