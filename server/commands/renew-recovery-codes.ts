import { randomBytes } from 'node:crypto';
import { hashRecoveryCode, type SecondFactors } from '../auth/second-factors.ts';
import { redacted } from '../domain/audit.ts';
import { newRecoveryCodes } from '../domain/second-factor.ts';
import { replaceRecoveryCodes } from '../storage/repositories/second-factors.ts';
import type { CommandDeps } from './deps.ts';
import { alreadyOff } from './disable-two-factor.ts';
import { noteSecondFactor, type MemberCaller } from './second-factor-change.ts';

/** New recovery codes in place of all that are left. */
export async function renewRecoveryCodes(
  { clock, secondFactors }: Pick<CommandDeps, 'clock'> & { secondFactors: SecondFactors }, caller: MemberCaller, code: string,
): Promise<string[]> {
  const { personId } = caller.member;
  if (!await secondFactors.isOn(personId)) throw alreadyOff();
  const codes = newRecoveryCodes(randomBytes);
  await secondFactors.spend(personId, code, async (tx) => {
    await replaceRecoveryCodes(tx, personId, codes.map((each) => hashRecoveryCode(personId, each)));
    await noteSecondFactor(tx, caller, { action: 'twoFactor.renewRecoveryCodes', at: clock(), changes: [redacted('recoveryCodes')] });
  });
  return codes;
}
