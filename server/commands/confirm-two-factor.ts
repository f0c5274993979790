import { randomBytes } from 'node:crypto';
import { hashRecoveryCode, wrongCode, wrongCodes, type SecondFactors } from '../auth/second-factors.ts';
import type { Tries } from '../auth/tries.ts';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { newRecoveryCodes, normalCode } from '../domain/second-factor.ts';
import { MINUTE_MS } from '../domain/time.ts';
import type { SecondFactor } from '../storage/entities/second-factor.ts';
import { lockSecondFactor, replaceRecoveryCodes, saveSecondFactor } from '../storage/repositories/second-factors.ts';
import { deleteOtherSessions } from '../storage/repositories/sessions.ts';
import type { CommandDeps } from './deps.ts';
import { noteSecondFactor, type MemberCaller } from './second-factor-change.ts';

/** A secret that was shown and not confirmed is forgotten after this long. */
const UNCONFIRMED_LIFETIME_MS = 15 * MINUTE_MS;

interface Deps extends Pick<CommandDeps, 'store' | 'clock'> {
  secondFactors: SecondFactors;
  tries: Tries;
}

/**
 * Switches the second factor on with the first code of the app, and returns the recovery codes. The caller's other sessions end: whoever
 * switches it on because somebody may know the password is rid of them.
 */
export async function confirmTwoFactor({ store, clock, secondFactors, tries }: Deps, caller: MemberCaller, typed: string): Promise<string[]> {
  const { personId } = caller.member;
  const codes = newRecoveryCodes(randomBytes);
  const limit = wrongCodes(personId);
  await tries.begin([limit]);
  await store.write(async (tx) => {
    const now = clock();
    const factor = await lockSecondFactor(tx, personId);
    if (!isWaiting(factor, now)) throw notBegun();
    const step = secondFactors.stepOf(factor, normalCode(typed));
    if (step === null) throw wrongCode();
    await saveSecondFactor(tx, { ...factor, confirmedAt: now, usedStep: step });
    await replaceRecoveryCodes(tx, personId, codes.map((code) => hashRecoveryCode(personId, code)));
    await deleteOtherSessions(tx, personId, caller.sessionTokenHash);
    await noteSecondFactor(tx, caller, { action: 'twoFactor.enable', at: now, changes: changedFields({ hasTwoFactor: false }, { hasTwoFactor: true }) });
  });
  await tries.succeed({ forget: [limit] });
  return codes;
}

const isWaiting = (factor: SecondFactor | null, now: number): factor is SecondFactor =>
  factor !== null && factor.confirmedAt === null && factor.createdAt + UNCONFIRMED_LIFETIME_MS > now;

function notBegun(): RefusedError {
  return new RefusedError([problem('INVALID_STATE', 'Nothing waits for this code: begin anew, and give the first code within 15 minutes.')]);
}
