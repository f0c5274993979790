import { MASKED_VALUE } from './header-mask.ts';
import type { Reply } from './reply.ts';

/** What is shorter stands in answers by chance, and masking it would make them unreadable. */
const SHORTEST_SECRET = 6;
/** Of `Bearer …`, receivers tell back the part that is the secret. */
const SHORTEST_PART = 12;

/**
 * A reply without the values of secret headers, where a receiver tells back what it was sent. Finds them as they are and as JSON text
 * has them; what a receiver encodes otherwise is not found.
 */
export function withoutEchoes<R extends Reply>(reply: R, secretValues: readonly string[]): R {
  const secrets = secretValues.flatMap(formsOf);
  if (secrets.length === 0) return reply;
  if (reply.kind === 'failure') {
    return { ...reply, message: maskText(reply.message, secrets), detail: reply.detail && JSON.parse(maskText(JSON.stringify(reply.detail), secrets)) as Record<string, unknown> };
  }
  const headers = reply.headers.map(([name, value]): [string, string] => [name, maskText(value, secrets)]);
  return { ...reply, reason: maskText(reply.reason, secrets), headers, body: maskBytes(reply.body, secrets) };
}

/** The longest first, so that no part is masked within a whole. */
function formsOf(value: string): string[] {
  const parts = value.split(' ').filter((part) => part !== value && part.length >= SHORTEST_PART);
  const found = [value, ...parts].filter(({ length }) => length >= SHORTEST_SECRET);
  return [...new Set(found.flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]))].sort((a, b) => b.length - a.length);
}

const maskText = (text: string, secrets: readonly string[], mask = MASKED_VALUE): string => secrets.reduce((masked, secret) => masked.replaceAll(secret, mask), text);

/** Byte by byte, for a body need not be text. */
function maskBytes(body: Buffer, secrets: readonly string[]): Buffer {
  if (!secrets.some((secret) => body.includes(secret))) return body;
  return Buffer.from(maskText(body.toString('latin1'), secrets.map(bytesOf), bytesOf(MASKED_VALUE)), 'latin1');
}

/** One character a byte. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');
