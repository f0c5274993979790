import type { EntityManager } from 'typeorm';
import { problem, RefusedError } from '../domain/errors.ts';
import type { Role } from '../domain/roles.ts';
import { Member, Person } from '../storage/entities/member.ts';
import { findMember, hasOtherSuperAdmin, lockMembers } from '../storage/repositories/members.ts';
import type { Store } from '../storage/store.ts';
import type { Caller } from './caller.ts';

/** What is changed, and who is changed as the audit log calls them. */
export interface MemberChange { readonly tx: EntityManager; readonly member: Member; readonly target: { id: string; name: string } }

/**
 * Changes a member of the caller's account. Two changes in one account come one after the other, and the second one finds what the
 * first has left: somebody who has just been removed or lowered changes nobody any more.
 */
export function changeMember<T>(store: Store, caller: Caller, id: string, work: (change: MemberChange) => Promise<T>): Promise<T> {
  return store.write(async (tx) => {
    await holdMembers(tx, caller);
    const member = await findMember(tx, caller.accountId, id);
    if (!member) throw new RefusedError([problem('NOT_FOUND', 'There is no such member.', ['input', 'id'])]);
    const { email } = await tx.findOneByOrFail(Person, { id: member.personId });
    return work({ tx, member, target: { id: member.id, name: email } });
  });
}

/** Holds the account's memberships, and says which role the caller has in it at this very moment; null for none any more. */
export async function holdRole(tx: EntityManager, { accountId, actorId }: Caller): Promise<Role | null> {
  await lockMembers(tx, accountId);
  const member = await tx.findOneBy(Member, { id: actorId, accountId, status: 'ACTIVE' });
  return member?.role ?? null;
}

/** Holds the account's memberships for a caller who is a Super Admin of it at this very moment. */
export async function holdMembers(tx: EntityManager, caller: Caller): Promise<void> {
  const needed: Role = 'SUPER_ADMIN';
  if (await holdRole(tx, caller) === needed) return;
  throw new RefusedError([problem('INVALID_STATE', `Only a member with the role ${needed} can do this, and you are not one any more. Ask another one.`)]);
}

/** Refuses what would leave an account with nobody who can manage it. */
export async function keepOneSuperAdmin({ tx, member }: MemberChange): Promise<void> {
  if (member.role !== 'SUPER_ADMIN' || member.status !== 'ACTIVE' || await hasOtherSuperAdmin(tx, member)) return;
  const message = 'This is the only Super Admin who can sign in. Make another member Super Admin first.';
  throw new RefusedError([problem('LAST_ADMIN', message, ['input', 'id'])]);
}
