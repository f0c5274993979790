import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member } from '../storage/entities/member.ts';
import { deleteSessionsOf } from '../storage/repositories/sessions.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { changeMember, keepOneSuperAdmin, type MemberChange } from './member-change.ts';

type Deps = Pick<CommandDeps, 'store' | 'clock'>;

/** Keeps a member out until reinstated, and ends their sessions. Suspending twice is no error. */
export function suspendMember({ store, clock }: Deps, caller: Caller, id: string): Promise<Member> {
  return changeMember(store, caller, id, async (change) => {
    refuseInvited(change.member);
    if (change.member.status === 'SUSPENDED') return change.member;
    await keepOneSuperAdmin(change);
    await deleteSessionsOf(change.tx, id);
    return setStatus(change, 'SUSPENDED', { caller, at: clock() });
  });
}

/** Lets a suspended member sign in again, in the old role. */
export function reinstateMember({ store, clock }: Deps, caller: Caller, id: string): Promise<Member> {
  return changeMember(store, caller, id, async (change) => {
    refuseInvited(change.member);
    return change.member.status === 'ACTIVE' ? change.member : setStatus(change, 'ACTIVE', { caller, at: clock() });
  });
}

async function setStatus({ tx, member, target }: MemberChange, status: 'ACTIVE' | 'SUSPENDED', { caller, at }: { caller: Caller; at: number }): Promise<Member> {
  await tx.update(Member, { id: member.id }, { status });
  const action = status === 'ACTIVE' ? 'member.reinstate' : 'member.suspend';
  await noteAudit(tx, caller, { action, target, changes: changedFields({ status: member.status }, { status }), at });
  return { ...member, status };
}

function refuseInvited({ status }: Member): void {
  if (status !== 'INVITED') return;
  const message = 'This member has not accepted the invitation yet, so there is nothing to suspend. Remove the member to take the invitation back.';
  throw new RefusedError([problem('INVALID_STATE', message, ['input', 'id'])]);
}
