import type { EntityManager } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member } from '../storage/entities/member.ts';
import { findMembershipsBegun } from '../storage/repositories/members.ts';
import { deleteSecondFactor } from '../storage/repositories/second-factors.ts';
import { deleteOtherSessions } from '../storage/repositories/sessions.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { changeMember } from './member-change.ts';

/**
 * Takes the second factor from a member who has lost it, and ends their sessions; the password still guards them. A second factor guards all
 * accounts of a person, so only who is a Super Admin in all of them may: an account that anybody makes for the purpose must not open the others.
 */
export function resetTwoFactor({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller, id: string): Promise<Member> {
  return changeMember(store, caller, id, async ({ tx, member, target }) => {
    if (id === caller.actorId) throw refused('Switch your own second factor off with twoFactorDisable: that takes your password and a code.');
    const { personId } = member;
    if (!await answersForAll(tx, caller, personId)) throw refused('This person works in another account too. Only who is Super Admin in all of their accounts can do this.');
    if (!await deleteSecondFactor(tx, personId)) return member;
    await deleteOtherSessions(tx, personId, null);
    const changes = changedFields({ hasTwoFactor: true }, { hasTwoFactor: false });
    await noteAudit(tx, caller, { action: 'member.resetTwoFactor', target, changes, at: clock() });
    return member;
  });
}

/** Whether the caller is a Super Admin in each account in which a person has ever been and still is. */
async function answersForAll(tx: EntityManager, caller: Caller, personId: string): Promise<boolean> {
  const self = await tx.findOneByOrFail(Member, { id: caller.actorId });
  const own = await tx.findBy(Member, { personId: self.personId, role: 'SUPER_ADMIN', status: 'ACTIVE' });
  const answersFor = new Set(own.map(({ accountId }) => accountId));
  return (await findMembershipsBegun(tx, personId)).every(({ accountId }) => answersFor.has(accountId));
}

const refused = (message: string) => new RefusedError([problem('INVALID_STATE', message, ['input', 'id'])]);
