import { changedFields } from '../domain/audit.ts';
import type { Role } from '../domain/roles.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member } from '../storage/entities/member.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { changeMember, keepOneSuperAdmin } from './member-change.ts';

/** Gives a member of the caller's account another role. Only a Super Admin may, so nobody grants more than they have. */
export function changeMemberRole({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller, { id, role }: { id: string; role: Role }): Promise<Member> {
  return changeMember(store, caller, id, async (change) => {
    const { tx, member, target } = change;
    if (member.role === role) return member;
    await keepOneSuperAdmin(change);
    await tx.update(Member, { id }, { role });
    await noteAudit(tx, caller, { action: 'member.roleUpdate', target, changes: changedFields({ role: member.role }, { role }), at: clock() });
    return { ...member, role };
  });
}
