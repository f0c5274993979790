import { bodyVariants, differsAt, type BodyVariant } from './body-variants.ts';
import { isSame, type Bytes } from './bytes.ts';
import type { Finding, FindingCode, Scheme, SchemeReport } from './findings.ts';
import { findHmac, type SignedPrefix } from './hmac-check.ts';
import { pastedHeaders, type SignatureHeaders } from './pasted-headers.ts';
import { bodySignatures, rsaSignatures, standardSignatures } from './presented.ts';
import { pastedKeys, type RsaPublicKey } from './public-keys.ts';
import { findRsa } from './rsa-check.ts';
import { bodyReadings, isSecret, standardReadings } from './secret-readings.ts';
import { timestampFindings } from './timestamp.ts';

/** A secret of the webhook, of which only the last four characters are known. */
export interface KnownSecret {
  /** `whsec_…x7Qd`. */
  hint: string;
  isExpired: boolean;
}

export interface CheckInput {
  body: Bytes;
  /** Header lines, or single values. */
  headers: string;
  /** The receiver's secret, then older ones it may have mixed up. */
  secrets: readonly string[];
  /** The receiver's public key in any form; empty: the account's own keys are used. */
  publicKey: string;
  /** Ms since the epoch. */
  now: number;
  /** The bytes that were really sent, when they are at hand. */
  storedBody: Bytes | null;
  knownSecrets: readonly KnownSecret[];
  /** Public keys of the account, the one that signs first; in any form. */
  knownKeys: readonly string[];
}

interface Prepared extends Omit<CheckInput, 'headers' | 'publicKey' | 'knownKeys'> {
  headers: SignatureHeaders;
  bodies: BodyVariant[];
  pasted: RsaPublicKey[];
  known: RsaPublicKey[];
  isKeyUnreadable: boolean;
}

/** A fitting signature before the other two are known. */
type Draft = SchemeReport & {
  /** The bytes of the body that the signature fits. */
  fits: Bytes | null;
};

/**
 * Checks the three signatures of a request and tries the usual mistakes on those that do not fit. Everything happens in this process:
 * nothing is sent or kept.
 */
export async function checkSignatures(input: CheckInput): Promise<SchemeReport[]> {
  const prepared: Prepared = {
    ...input,
    headers: pastedHeaders(input.headers),
    secrets: input.secrets.filter((secret) => secret.trim() !== ''),
    bodies: bodyVariants(input.body, input.storedBody),
    pasted: pastedKeys(input.publicKey),
    known: input.knownKeys.flatMap(pastedKeys),
    isKeyUnreadable: input.publicKey.trim() !== '' && pastedKeys(input.publicKey).length === 0,
  };
  const drafts = [await standardDraft(prepared), await bodyDraft(prepared), await rsaDraft(prepared)];
  return drafts.map(({ fits: _, ...report }) => concluded(report, drafts, prepared));
}

const draft = (scheme: Scheme, verdict: SchemeReport['verdict'], ...codes: FindingCode[]): Draft => ({ scheme, verdict, findings: codes.map((code) => ({ code })), fits: null });

function explained(scheme: Scheme, codes: readonly FindingCode[], body: BodyVariant, input: Prepared, notes: Finding[] = []): Draft {
  const findings = codes.map((code) => (code === 'bodyChanged' && input.storedBody ? { code, params: { at: differsAt(input.body, input.storedBody) } } : { code }));
  return { scheme, verdict: codes.length === 0 ? 'valid' : 'explained', findings: [...findings, ...notes], fits: body.bytes };
}

/** What stands in the way of both HMAC checks. */
function hmacObstacle({ secrets, body }: Prepared, header: string | null): FindingCode | null {
  if (header === null) return 'noSignature';
  if (body.length === 0) return 'noBody';
  if (secrets.length === 0) return 'noSecret';
  return isSecret(secrets[0] ?? '') ? null : 'secretUnreadable';
}

async function standardDraft(input: Prepared): Promise<Draft> {
  const { headers: { standard, id, timestamp }, bodies, secrets, now } = input;
  const obstacle = hmacObstacle(input, standard);
  if (obstacle && obstacle !== 'secretUnreadable') return draft('STANDARD_WEBHOOKS', 'unchecked', obstacle);
  const prefixes: SignedPrefix[] = [
    ...(id && timestamp ? [{ text: `${id}.${timestamp}.`, mistake: null }] : []),
    { text: '', mistake: 'signedPrefixMissing' },
    ...[id, timestamp].flatMap((part) => (part ? [{ text: `${part}.`, mistake: 'signedPrefixIncomplete' as const }] : [])),
  ];
  const match = await findHmac({ presented: standardSignatures(standard ?? ''), secrets: secrets.map(standardReadings), prefixes, bodies });
  if (match) return explained('STANDARD_WEBHOOKS', match.mistakes, match.body, input, [...timestampFindings(timestamp, now), ...secondNote(match.place)]);
  if (obstacle) return draft('STANDARD_WEBHOOKS', 'unchecked', obstacle);
  if (!id) return draft('STANDARD_WEBHOOKS', 'unchecked', 'idMissing');
  if (!timestamp) return draft('STANDARD_WEBHOOKS', 'unchecked', 'timestampMissing');
  return { ...draft('STANDARD_WEBHOOKS', 'invalid'), findings: timestampFindings(timestamp, now) };
}

async function bodyDraft(input: Prepared): Promise<Draft> {
  const { headers: { body: header, id, timestamp }, bodies, secrets } = input;
  const obstacle = hmacObstacle(input, header);
  if (obstacle && obstacle !== 'secretUnreadable') return draft('HMAC_BODY', 'unchecked', obstacle);
  const prefixes: SignedPrefix[] = [{ text: '', mistake: null }, ...(id && timestamp ? [{ text: `${id}.${timestamp}.`, mistake: 'signedPrefixAdded' as const }] : [])];
  const match = await findHmac({ presented: bodySignatures(header ?? ''), secrets: secrets.map(bodyReadings), prefixes, bodies });
  if (match) return explained('HMAC_BODY', match.mistakes, match.body, input, secondNote(match.place));
  return obstacle ? draft('HMAC_BODY', 'unchecked', obstacle) : draft('HMAC_BODY', 'invalid');
}

async function rsaDraft(input: Prepared): Promise<Draft> {
  const { headers: { rsa, id, timestamp }, bodies, body, pasted, known, isKeyUnreadable } = input;
  if (rsa === null) return draft('RSA_ACCOUNT', 'unchecked', 'noSignature');
  if (body.length === 0) return draft('RSA_ACCOUNT', 'unchecked', 'noBody');
  if (isKeyUnreadable) return draft('RSA_ACCOUNT', 'unchecked', 'keyUnreadable');
  if (pasted.length === 0 && known.length === 0) return draft('RSA_ACCOUNT', 'unchecked', 'noKey');
  const presented = rsaSignatures(rsa);
  const match = await findRsa({ presented, pasted, known, bodies, prefix: id && timestamp ? `${id}.${timestamp}.` : null });
  if (match) return explained('RSA_ACCOUNT', match.mistakes, match.body, input);
  const keys = pasted.length > 0 ? pasted : known;
  const isOtherSize = presented.every(({ bytes }) => keys.every(({ modulus }) => modulus.length !== bytes.length));
  if (!isOtherSize) return draft('RSA_ACCOUNT', 'invalid');
  return draft('RSA_ACCOUNT', 'invalid', keys.some(({ modulus }) => modulus.length % 64 !== 0) ? 'keyTruncated' : 'keySizeDiffers');
}

const secondNote = (place: number): Finding[] => (place > 0 ? [{ code: 'secondSignature' }] : []);

/** Adds what only all three together tell: one signature that fits proves the body, so that the key of another is wrong. */
function concluded(report: SchemeReport, drafts: readonly Draft[], input: Prepared): SchemeReport {
  if (report.verdict !== 'invalid' || report.findings.some(({ code }) => code === 'keyTruncated' || code === 'keySizeDiffers')) return report;
  const isBodyProven = input.storedBody !== null || drafts.some(({ fits }) => fits !== null && isSame(fits, input.body));
  return { ...report, findings: [...conclusion(report.scheme, isBodyProven, input), ...report.findings] };
}

function conclusion(scheme: Scheme, isBodyProven: boolean, { secrets, knownSecrets }: Prepared): Finding[] {
  if (scheme === 'RSA_ACCOUNT') return [{ code: isBodyProven ? 'otherAccountKey' : 'wrongKeyOrBody' }];
  const end = secrets[0]?.trim().slice(-4) ?? '';
  const known = knownSecrets.find(({ hint }) => hint.endsWith(end));
  if (known?.isExpired) return [{ code: 'expiredSecret', params: { hint: known.hint } }];
  if (knownSecrets.length > 0 && !known) return [{ code: 'unknownSecret', params: { end } }];
  return [{ code: isBodyProven ? 'wrongSecret' : 'wrongSecretOrBody' }];
}
