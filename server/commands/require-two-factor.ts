import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Account } from '../storage/entities/account.ts';
import { findSecondFactor } from '../storage/repositories/second-factors.ts';
import type { CommandDeps } from './deps.ts';
import { holdMembers } from './member-change.ts';
import type { MemberCaller } from './second-factor-change.ts';

/** Has the account ask its members for a second factor, or not. Only who has one may: nobody keeps themselves out. */
export function requireTwoFactor({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: MemberCaller, requiresTwoFactor: boolean): Promise<Account> {
  return store.write(async (tx) => {
    await holdMembers(tx, caller);
    if (requiresTwoFactor && !await findSecondFactor({ reader: tx }, caller.member.personId)) throw ownOneFirst();
    const account = await tx.findOneByOrFail(Account, { id: caller.accountId });
    if (account.requiresTwoFactor === requiresTwoFactor) return account;
    await tx.update(Account, { id: account.id }, { requiresTwoFactor });
    const changes = changedFields({ requiresTwoFactor: account.requiresTwoFactor }, { requiresTwoFactor });
    await noteAudit(tx, caller, { action: 'account.update', target: account, changes, at: clock() });
    return { ...account, requiresTwoFactor };
  });
}

function ownOneFirst(): RefusedError {
  return new RefusedError([problem('INVALID_STATE', 'Set up a second factor of your own first, or you would keep yourself out.', ['input', 'requiresTwoFactor'])]);
}
