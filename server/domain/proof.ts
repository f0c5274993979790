import { problem, RefusedError } from './errors.ts';
import { MINUTE_MS } from './time.ts';

/** For this long after a password or a code was given, nobody is asked for it again. */
export const PROOF_LIFETIME_MS = 5 * MINUTE_MS;

/** Until when somebody counts as proven, ms since epoch; null when they have to prove again who they are. */
export function provenUntil(provenAt: number | null, now: number): number | null {
  const until = provenAt === null ? 0 : provenAt + PROOF_LIFETIME_MS;
  return until > now ? until : null;
}

/** Refuses what needs a fresh proof of who is asking. */
export function requireProof({ provenAt }: { provenAt: number | null }, now: number): void {
  if (provenUntil(provenAt, now) !== null) return;
  const message = 'Confirm that it is you: give your password, or a code of your second factor, with the mutation reauthenticate. It counts for 5 minutes.';
  throw new RefusedError([problem('REAUTHENTICATION_REQUIRED', message)]);
}
