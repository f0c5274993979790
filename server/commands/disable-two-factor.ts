import type { SecondFactors } from '../auth/second-factors.ts';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { deleteSecondFactor } from '../storage/repositories/second-factors.ts';
import { noteSecondFactor, requirePassword, type MemberCaller, type SecondFactorDeps } from './second-factor-change.ts';

interface Deps extends SecondFactorDeps { secondFactors: SecondFactors }

/** Switches the caller's second factor off. It takes both: one of them may be in the wrong hands. */
export async function disableTwoFactor(deps: Deps, caller: MemberCaller, { password, code }: { password: string; code: string }): Promise<void> {
  const { personId } = caller.member;
  if (!await deps.secondFactors.isOn(personId)) throw alreadyOff();
  await requirePassword(deps, password);
  await deps.secondFactors.spend(personId, code, async (tx) => {
    await deleteSecondFactor(tx, personId);
    await noteSecondFactor(tx, caller, { action: 'twoFactor.disable', at: deps.clock(), changes: changedFields({ hasTwoFactor: true }, { hasTwoFactor: false }) });
  });
}

export const alreadyOff = () => new RefusedError([problem('INVALID_STATE', 'There is no second factor.')]);
