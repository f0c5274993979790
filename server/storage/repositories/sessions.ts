import { LessThanOrEqual, type EntityManager } from 'typeorm';
import { Member, Person, Session } from '../entities/member.ts';
import type { Store } from '../store.ts';

export interface FoundSession { readonly session: Session; readonly member: Member; readonly person: Person }

/** A session with its member and person; null when any of them is gone. */
export async function findSession({ reader }: Pick<Store, 'reader'>, tokenHash: string): Promise<FoundSession | null> {
  const session = await reader.findOneBy(Session, { tokenHash });
  const member = session && await reader.findOneBy(Member, { id: session.memberId });
  const person = member && await reader.findOneBy(Person, { id: member.personId });
  return session && member && person ? { session, member, person } : null;
}

/** Adds a session, and removes those that are over. */
export async function insertSession(tx: EntityManager, session: Session): Promise<void> {
  await tx.delete(Session, { expiresAt: LessThanOrEqual(session.createdAt) });
  await tx.insert(Session, session);
}

export async function noteSessionSeen(tx: EntityManager, { tokenHash, memberId }: Session, now: number): Promise<void> {
  await tx.update(Session, { tokenHash }, { lastSeenAt: now });
  await tx.update(Member, { id: memberId }, { lastActiveAt: now });
}

/** Lets a session go on as another member of the same person. */
export async function moveSession(tx: EntityManager, tokenHash: string, memberId: string): Promise<void> {
  await tx.update(Session, { tokenHash }, { memberId });
}

/** Ends whatever a member has open. */
export async function deleteSessionsOf(tx: EntityManager, memberId: string): Promise<void> {
  await tx.delete(Session, { memberId });
}

/** False when there is none. */
export async function deleteSession(tx: EntityManager, tokenHash: string): Promise<boolean> {
  const { affected } = await tx.delete(Session, { tokenHash });
  return affected === 1;
}
