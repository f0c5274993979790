import type { BodyVariant } from './body-variants.ts';
import { isSame, joined, utf8 } from './bytes.ts';
import type { MistakeCode } from './findings.ts';
import type { PresentedSignature } from './presented.ts';
import { misreadKey, swappedKey, type RsaPublicKey } from './public-keys.ts';
import { rsaFits, type RsaWay } from './web-crypto.ts';

export interface RsaSearch {
  presented: readonly PresentedSignature[];
  /** Keys that the receiver uses. */
  pasted: readonly RsaPublicKey[];
  /** Keys of the account, the one that signs first. */
  known: readonly RsaPublicKey[];
  bodies: readonly BodyVariant[];
  /** `id.timestamp.` of the request when both are known. */
  prefix: string | null;
}

export interface RsaMatch {
  mistakes: MistakeCode[];
  body: BodyVariant;
}

interface Candidate {
  key: RsaPublicKey;
  mistake: MistakeCode | null;
}

const RIGHT: RsaWay = { padding: 'PKCS1', hash: 'SHA-256' };
const OTHER_HASHES: readonly RsaWay[] = (['SHA-1', 'SHA-384', 'SHA-512'] as const).map((hash) => ({ padding: 'PKCS1', hash }));
const SHA256_BYTES = 32;

/** The way with the fewest mistakes under which the signature fits; null when there is none. */
export async function findRsa({ presented, pasted, known, bodies, prefix }: RsaSearch): Promise<RsaMatch | null> {
  const candidates = candidateKeys(pasted, known);
  let best: RsaMatch | null = null;
  for (const { key, mistake: ofKey } of candidates) {
    for (const { bytes: signature, mistakes: ofText } of presented.filter(({ bytes }) => bytes.length === key.modulus.length)) {
      for (const body of bodies) {
        const ofWay = await wayThatFits(key, signature, body, prefix);
        if (ofWay === null) continue;
        const mistakes = [body.mistake, ofKey, ...ofWay, ...ofText].filter((mistake) => mistake !== null);
        if (mistakes.length === 0) return { mistakes, body };
        if (!best || mistakes.length < best.mistakes.length) best = { mistakes, body };
      }
    }
  }
  return best;
}

/** The keys to try, each with what the receiver did wrong if it is the one that fits. */
function candidateKeys(pasted: readonly RsaPublicKey[], known: readonly RsaPublicKey[]): Candidate[] {
  if (pasted.length === 0) return known.map((key) => ({ key, mistake: null }));
  const own = pasted.map((key) => ({ key, mistake: null }));
  const swapped = pasted.map((key) => ({ key: swappedKey(key), mistake: 'modulusMisread' as const }));
  return [...own, ...swapped, ...known.map((key) => ({ key, mistake: whyNot(key, pasted, known) }))];
}

/** Why a receiver with the pasted keys did not have the key of the account that fits. */
function whyNot(fitting: RsaPublicKey, pasted: readonly RsaPublicKey[], known: readonly RsaPublicKey[]): MistakeCode {
  const misread = misreadKey(fitting);
  if (misread && pasted.some(({ modulus }) => isSame(modulus, misread.modulus))) return 'modulusMisread';
  const isOfAccount = known.some((key) => pasted.some(({ modulus }) => isSame(modulus, key.modulus)));
  return isOfAccount ? 'olderKey' : 'otherAccountKey';
}

async function wayThatFits(key: RsaPublicKey, signature: Uint8Array<ArrayBuffer>, body: BodyVariant, prefix: string | null): Promise<MistakeCode[] | null> {
  if (await rsaFits(key, RIGHT, signature, body.bytes)) return [];
  for (const saltLength of [SHA256_BYTES, key.modulus.length - SHA256_BYTES - 2]) {
    if (await rsaFits(key, { padding: 'PSS', hash: 'SHA-256', saltLength }, signature, body.bytes)) return ['pssPadding'];
  }
  if (body.mistake !== null) return null;
  for (const way of OTHER_HASHES) if (await rsaFits(key, way, signature, body.bytes)) return ['otherHash'];
  if (prefix !== null && await rsaFits(key, RIGHT, signature, joined(utf8(prefix), body.bytes))) return ['signedPrefixAdded'];
  return null;
}
