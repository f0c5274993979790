import { Secret, TOTP } from 'otpauth';

/** The code that an authenticator app shows for a secret (base32) at a moment, in ms since the epoch. */
export const totpCode = (secret: string, at = Date.now()): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
