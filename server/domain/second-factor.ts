import { Secret, TOTP } from 'otpauth';

/** As authenticator apps expect it (RFC 6238): SHA-1, six digits, thirty seconds. */
const ALGORITHM = 'SHA1';
const DIGITS = 6;
const PERIOD_SECONDS = 30;
/** 160 bits, the length of the hash (RFC 4226, 4). */
const SECRET_BYTES = 20;
/** Steps by which the clock of a phone may be early or late. */
const DRIFT_STEPS = 1;
/** Codes of a step before any that exists. */
export const NO_STEP = 0;

const ISSUER = 'Keybell';

export const RECOVERY_CODE_COUNT = 10;
const RECOVERY_GROUPS = 4;
const RECOVERY_GROUP_LENGTH = 4;
/** Crockford's: no letters that look like digits. A power of two long, so each is as likely as the others. */
const RECOVERY_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new secret for an authenticator app, base32. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What the app reads from a QR code; the server is named by its host, for people have accounts on more than one. */
export function otpauthUri(secret: string, { email, host }: { email: string; host: string }): string {
  return totpOf(secret, { issuer: `${ISSUER} (${host})`, label: email }).toString();
}

/** The time step that a code belongs to, of those around `now` (ms); null for none. It is later than `usedStep`: a code that was seen over a shoulder is worth nothing. */
export function stepOfCode(secret: string, code: string, { now, usedStep }: { now: number; usedStep: number }): number | null {
  const totp = totpOf(secret);
  const delta = totp.validate({ token: code, timestamp: now, window: DRIFT_STEPS });
  if (delta === null) return null;
  const step = totp.counter({ timestamp: now }) + delta;
  return step > usedStep ? step : null;
}

/** Whether a text has the form of a code of an app; it may be typed in groups. */
export const isTotpCode = (typed: string): boolean => new RegExp(`^\\d{${DIGITS}}$`).test(normalCode(typed));

/** A code without what people put between its characters. */
export const normalCode = (typed: string): string => typed.replace(/[\s-]/g, '').toLowerCase();

/** New recovery codes such as `7k3m-9xq2-…`, 80 bits each. `randomBytes` must be cryptographically strong. */
export function newRecoveryCodes(randomBytes: (size: number) => Uint8Array): string[] {
  return Array.from({ length: RECOVERY_CODE_COUNT }, () => {
    const characters = [...randomBytes(RECOVERY_GROUPS * RECOVERY_GROUP_LENGTH)].map((byte) => RECOVERY_ALPHABET[byte % RECOVERY_ALPHABET.length]);
    return Array.from({ length: RECOVERY_GROUPS }, (_, group) => (
      characters.slice(group * RECOVERY_GROUP_LENGTH, (group + 1) * RECOVERY_GROUP_LENGTH).join('')
    )).join('-');
  });
}

function totpOf(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...names, issuerInLabel: true, algorithm: ALGORITHM, digits: DIGITS, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });
}
