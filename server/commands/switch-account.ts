import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member, Person } from '../storage/entities/member.ts';
import { noteMemberActive } from '../storage/repositories/members.ts';
import { moveSession } from '../storage/repositories/sessions.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** Lets the caller's session go on in another account of which the same person is a member. An account of others looks like none. */
export async function switchAccount(
  { store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller & { sessionTokenHash: string | null }, accountId: string,
): Promise<void> {
  await store.write(async (tx) => {
    const current = await tx.findOneBy(Member, { id: caller.actorId, status: 'ACTIVE' });
    const member = current && await tx.findOneBy(Member, { accountId, personId: current.personId, status: 'ACTIVE' });
    if (!member || caller.sessionTokenHash === null) {
      throw new RefusedError([problem('NOT_FOUND', 'You are not a member of such an account.', ['input', 'id'])]);
    }
    await moveSession(tx, caller.sessionTokenHash, member.id);
    const at = clock();
    await noteMemberActive(tx, member.id, at);
    const { email } = await tx.findOneByOrFail(Person, { id: member.personId });
    await noteAudit(tx, { ...caller, accountId, actorId: member.id }, { action: 'session.switchAccount', target: { id: member.id, name: email }, at });
  });
}
