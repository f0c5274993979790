import type { CheckInput } from './check-signatures.ts';
import { bodyVariants } from './body-variants.ts';
import type { SchemeReport } from './findings.ts';
import { findHmac, type HmacMatch, type SignedPrefix } from './hmac-check.ts';
import { pastedHeaders } from './pasted-headers.ts';
import { bodySignatures, standardSignatures } from './presented.ts';
import { bodyReadings, standardReadings } from './secret-readings.ts';

/**
 * What code did that computed a signature of its own for the body: the mistakes in it, for whichever scheme it comes nearest to. Null:
 * no mistake that is tried leads to this value.
 */
export async function explainComputed(value: string, input: CheckInput): Promise<SchemeReport | null> {
  const { id, timestamp } = pastedHeaders(input.headers);
  const secrets = input.secrets.filter((secret) => secret.trim() !== '');
  const bodies = bodyVariants(input.body, input.storedBody);
  const whole = id && timestamp ? `${id}.${timestamp}.` : null;
  const text = value.trim();

  const standardPrefixes: SignedPrefix[] = [
    ...(whole ? [{ text: whole, mistake: null }] : []), { text: '', mistake: 'signedPrefixMissing' },
    ...[id, timestamp].flatMap((part) => (part ? [{ text: `${part}.`, mistake: 'signedPrefixIncomplete' as const }] : [])),
  ];
  const standard = await findHmac({ presented: standardSignatures(text), secrets: secrets.map(standardReadings), prefixes: standardPrefixes, bodies });
  const body = await findHmac({ presented: bodySignatures(text), secrets: secrets.map(bodyReadings), prefixes: [{ text: '', mistake: null }, ...(whole ? [{ text: whole, mistake: 'signedPrefixAdded' as const }] : [])], bodies });
  // The label before a value belongs to the header; most code compares without it.
  const [near, scheme] = weight(standard) <= weight(body) ? [standard, 'STANDARD_WEBHOOKS' as const] : [body, 'HMAC_BODY' as const];
  if (!near) return null;
  const findings = withoutLabel(near).map((code) => ({ code }));
  return { scheme, verdict: findings.length === 0 ? 'valid' : 'explained', findings };
}

const withoutLabel = ({ mistakes }: HmacMatch) => mistakes.filter((mistake) => mistake !== 'labelMissing');

const weight = (match: HmacMatch | null): number => (match ? withoutLabel(match).length : Number.POSITIVE_INFINITY);
