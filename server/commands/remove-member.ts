import type { EntityManager } from 'typeorm';
import { changedFields } from '../domain/audit.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member, Person } from '../storage/entities/member.ts';
import { deleteInvitation } from '../storage/repositories/invitations.ts';
import { countMemberships, lockPerson } from '../storage/repositories/members.ts';
import { deleteSecondFactor } from '../storage/repositories/second-factors.ts';
import { deleteSessionsOf } from '../storage/repositories/sessions.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { changeMember, keepOneSuperAdmin } from './member-change.ts';

/**
 * Ends a membership for good, with its sessions and its invitation. The API keys that the member made stay: programs use them.
 * Who is a member of nothing any more loses the password and the second factor too, so that inviting the person again lets them choose a new one.
 */
export function removeMember({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller, id: string): Promise<string> {
  return changeMember(store, caller, id, async (change) => {
    const { tx, member, target } = change;
    await keepOneSuperAdmin(change);
    const removedAt = clock();
    await tx.update(Member, { id }, { status: 'SUSPENDED', removedAt });
    await deleteSessionsOf(tx, id);
    await deleteInvitation(tx, id);
    await lockPerson(tx, { id: member.personId });
    if (await countMemberships(tx, member.personId) === 0) await forgetProofs(tx, member.personId);
    const { role, status } = member;
    await noteAudit(tx, caller, { action: 'member.remove', target, changes: changedFields({ email: target.name, role, status }, null), at: removedAt });
    return id;
  });
}

async function forgetProofs(tx: EntityManager, personId: string): Promise<void> {
  await tx.update(Person, { id: personId }, { passwordHash: null });
  await deleteSecondFactor(tx, personId);
}
