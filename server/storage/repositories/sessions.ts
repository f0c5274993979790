import { In, LessThanOrEqual, MoreThan, Not, type EntityManager } from 'typeorm';
import { Account } from '../entities/account.ts';
import { Member, Person, Session } from '../entities/member.ts';
import type { Store } from '../store.ts';
import { findSecondFactor } from './second-factors.ts';

export interface FoundSession {
  readonly session: Session;
  readonly member: Member;
  readonly person: Person;
  /** The account asks for a second factor that the person has not. */
  readonly lacksTwoFactor: boolean;
}

/** A session with its member and person; null when any of them is gone. */
export async function findSession({ reader }: Pick<Store, 'reader'>, tokenHash: string): Promise<FoundSession | null> {
  const session = await reader.findOneBy(Session, { tokenHash });
  const member = session && await reader.findOneBy(Member, { id: session.memberId });
  const person = member && await reader.findOneBy(Person, { id: member.personId });
  if (!session || !member || !person) return null;
  return { session, member, person, lacksTwoFactor: await lacksTwoFactor(reader, member) };
}

/** What the account of a member asks for and the person has not. */
async function lacksTwoFactor(reader: EntityManager, { accountId, personId }: Member): Promise<boolean> {
  if (!await reader.existsBy(Account, { id: accountId, requiresTwoFactor: true })) return false;
  return await findSecondFactor({ reader }, personId) === null;
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

/** Notes that the owner of a session has just proven who they are. */
export async function noteSessionProven(tx: EntityManager, tokenHash: string, now: number): Promise<void> {
  await tx.update(Session, { tokenHash }, { provenAt: now });
}

/** What a person has open in any account, the latest used first. */
export async function findSessionsOf({ reader }: Pick<Store, 'reader'>, personId: string, alive: { expiresAfter: number; seenAfter: number }): Promise<Session[]> {
  const memberIds = await memberIdsOf(reader, personId);
  const where = { memberId: In(memberIds), expiresAt: MoreThan(alive.expiresAfter), lastSeenAt: MoreThan(alive.seenAfter) };
  return reader.find(Session, { where, order: { lastSeenAt: 'DESC', id: 'DESC' } });
}

/** Ends a session of a person by the id that they know it by; false when there is none. */
export async function deleteSessionOfPerson(tx: EntityManager, personId: string, id: string): Promise<boolean> {
  const { affected } = await tx.delete(Session, { id, memberId: In(await memberIdsOf(tx, personId)) });
  return affected === 1;
}

/** Ends what a person has open in any account, but for one session; says how many there were. */
export async function deleteOtherSessions(tx: EntityManager, personId: string, keptTokenHash: string | null): Promise<number> {
  const { affected } = await tx.delete(Session, { memberId: In(await memberIdsOf(tx, personId)), tokenHash: Not(keptTokenHash ?? '') });
  return affected ?? 0;
}

async function memberIdsOf(manager: EntityManager, personId: string): Promise<string[]> {
  return (await manager.find(Member, { select: { id: true }, where: { personId } })).map(({ id }) => id);
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
