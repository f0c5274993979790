import { problem, RefusedError } from '../domain/errors.ts';
import { newTotpSecret, NO_STEP } from '../domain/second-factor.ts';
import { lockPerson } from '../storage/repositories/members.ts';
import { lockSecondFactor, saveSecondFactor } from '../storage/repositories/second-factors.ts';
import { requirePassword, type MemberCaller, type SecondFactorDeps } from './second-factor-change.ts';

/** Makes a secret for the caller's authenticator app. It counts once `confirmTwoFactor` got a code of it; beginning anew replaces it until then. */
export async function beginTwoFactor(deps: SecondFactorDeps, caller: MemberCaller, password: string): Promise<string> {
  await requirePassword(deps, password);
  const { personId } = caller.member;
  const secret = newTotpSecret();
  const secretSealed = deps.keyring.seal(secret, { purpose: 'second_factor', rowId: personId });
  await deps.store.write(async (tx) => {
    await lockPerson(tx, { id: personId });
    const factor = await lockSecondFactor(tx, personId);
    if (factor && factor.confirmedAt !== null) throw alreadyOn();
    await saveSecondFactor(tx, { personId, secretSealed, confirmedAt: null, usedStep: NO_STEP, createdAt: deps.clock() });
  });
  return secret;
}

function alreadyOn(): RefusedError {
  return new RefusedError([problem('INVALID_STATE', 'You have a second factor already. Switch it off before you set up another one.')]);
}
