import type { BodyVariant } from './body-variants.ts';
import { isSame, joined, utf8, type Bytes } from './bytes.ts';
import type { MistakeCode } from './findings.ts';
import type { PresentedSignature } from './presented.ts';
import type { SecretReading } from './secret-readings.ts';
import { hmacOf } from './web-crypto.ts';

/** What stands before the body in the signed text, and the mistake in it. */
export interface SignedPrefix {
  text: string;
  mistake: MistakeCode | null;
}

export interface HmacSearch {
  presented: readonly PresentedSignature[];
  /** Readings of each secret, the newest secret first. */
  secrets: readonly (readonly SecretReading[])[];
  prefixes: readonly SignedPrefix[];
  bodies: readonly BodyVariant[];
}

/** A way to get one of the presented signatures. */
export interface HmacMatch {
  mistakes: MistakeCode[];
  /** Which of the signatures in the header, from 0. */
  place: number;
  body: BodyVariant;
}

/** The way with the fewest mistakes to one of the presented signatures; null when none leads there. */
export async function findHmac(search: HmacSearch): Promise<HmacMatch | null> {
  let best: HmacMatch | null = null;
  for await (const match of matches(search)) {
    if (!best || match.mistakes.length < best.mistakes.length) best = match;
    if (best.mistakes.length === 0) break;
  }
  return best;
}

async function* matches({ presented, secrets, prefixes, bodies }: HmacSearch): AsyncGenerator<HmacMatch> {
  const ways = prefixes.flatMap((prefix) => bodies.map((body) => ({ prefix, body })));
  for (const { key, ofSecret } of secrets.flatMap((readings, index) => keysOf(readings, index > 0))) {
    const hmac = await hmacOf(key);
    for (const { prefix, body } of ways) {
      const fitting = fewestMistakes(presented, await hmac(joined(utf8(prefix.text), body.bytes)));
      if (fitting) yield { mistakes: [...known(body.mistake), ...ofSecret, ...known(prefix.mistake), ...fitting.mistakes], place: fitting.place, body };
    }
  }
}

const keysOf = (readings: readonly SecretReading[], isOlder: boolean) =>
  readings.map(({ key, mistake }) => ({ key, ofSecret: [...(isOlder ? ['olderSecret' as const] : []), ...known(mistake)] }));

const known = (mistake: MistakeCode | null): MistakeCode[] => (mistake ? [mistake] : []);

const fewestMistakes = (presented: readonly PresentedSignature[], mac: Bytes): PresentedSignature | undefined =>
  presented.filter(({ bytes }) => isSame(bytes, mac)).sort((a, b) => a.mistakes.length - b.mistakes.length)[0];
