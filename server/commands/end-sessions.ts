import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { deleteOtherSessions, deleteSessionOfPerson } from '../storage/repositories/sessions.ts';
import type { CommandDeps } from './deps.ts';
import type { MemberCaller } from './second-factor-change.ts';

type Deps = Pick<CommandDeps, 'store' | 'clock'>;

/** Ends one session of the caller, in whatever account it is. Those of others look like none. */
export async function revokeSession({ store, clock }: Deps, caller: MemberCaller, id: string): Promise<string> {
  const { member } = caller;
  await store.write(async (tx) => {
    if (!await deleteSessionOfPerson(tx, member.personId, id)) throw new RefusedError([problem('NOT_FOUND', 'There is no such session.', ['input', 'id'])]);
    await noteAudit(tx, caller, { action: 'session.revoke', target: { id: member.id, name: member.email }, at: clock() });
  });
  return id;
}

/** Ends all sessions of the caller but the one at hand; returns how many. */
export function revokeOtherSessions({ store, clock }: Deps, caller: MemberCaller): Promise<number> {
  const { member, sessionTokenHash } = caller;
  return store.write(async (tx) => {
    const count = await deleteOtherSessions(tx, member.personId, sessionTokenHash);
    if (count > 0) await noteAudit(tx, caller, { action: 'session.revokeOthers', target: { id: member.id, name: member.email }, at: clock() });
    return count;
  });
}
