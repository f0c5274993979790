import { MoreThan, type EntityManager } from 'typeorm';
import { Invitation, Member, Person } from '../entities/member.ts';

export interface FoundInvitation { readonly invitation: Invitation; readonly member: Member; readonly person: Person }

/** An invitation that can still be accepted, with the member and the person it waits for. */
export async function findInvitation(manager: EntityManager, tokenHash: string, now: number): Promise<FoundInvitation | null> {
  const invitation = await manager.findOneBy(Invitation, { tokenHash, expiresAt: MoreThan(now) });
  const member = invitation && await manager.findOneBy(Member, { id: invitation.memberId, status: 'INVITED' });
  const person = member && await manager.findOneBy(Person, { id: member.personId });
  return invitation && member && person ? { invitation, member, person } : null;
}

/** Puts a new invitation in place of the member's old one. */
export async function replaceInvitation(tx: EntityManager, invitation: Invitation): Promise<void> {
  await deleteInvitation(tx, invitation.memberId);
  await tx.insert(Invitation, invitation);
}

export async function deleteInvitation(tx: EntityManager, memberId: string): Promise<void> {
  await tx.delete(Invitation, { memberId });
}
