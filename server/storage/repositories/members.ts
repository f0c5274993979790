import { LessThan, type EntityManager } from 'typeorm';
import { Member, Person, SetupToken } from '../entities/member.ts';
import type { Store } from '../store.ts';

/** A member with the name and e-mail address of the person. */
export type NamedMember = Member & Pick<Person, 'name' | 'email'>;

export function findPersonByEmail({ reader }: Pick<Store, 'reader'>, email: string): Promise<Person | null> {
  return reader.findOneBy(Person, { email });
}

/** The oldest membership with which a person may sign in. */
export function findActiveMembership({ reader }: Pick<Store, 'reader'>, personId: string): Promise<Member | null> {
  return reader.findOne(Member, { where: { personId, status: 'ACTIVE' }, order: { createdAt: 'ASC', id: 'ASC' } });
}

/** A member of the account; null when it is of another one. */
export async function findMember({ reader }: Pick<Store, 'reader'>, accountId: string, id: string): Promise<NamedMember | null> {
  const member = await reader.findOneBy(Member, { id, accountId });
  const person = member && await reader.findOneBy(Person, { id: member.personId });
  return member && person && { ...member, name: person.name, email: person.email };
}

export function hasMembers(manager: EntityManager, accountId: string): Promise<boolean> {
  return manager.existsBy(Member, { accountId });
}

/** Adds a person and the membership; a person's e-mail address is unique. */
export async function insertMember(tx: EntityManager, person: Person, member: Member): Promise<void> {
  await tx.insert(Person, person);
  await tx.insert(Member, member);
}

export async function noteMemberActive(tx: EntityManager, id: string, now: number): Promise<void> {
  await tx.update(Member, { id }, { lastActiveAt: now });
}

/** Adds a setup token, and removes those made before `keepSince`. */
export async function insertSetupToken(tx: EntityManager, token: SetupToken, keepSince: number): Promise<void> {
  await tx.delete(SetupToken, { accountId: token.accountId, createdAt: LessThan(keepSince) });
  await tx.insert(SetupToken, token);
}

export function findSetupToken(manager: EntityManager, tokenHash: string): Promise<SetupToken | null> {
  return manager.findOneBy(SetupToken, { tokenHash });
}

/** Takes a token out, and with it all others of the account. False when somebody else has taken it. */
export async function takeSetupToken(tx: EntityManager, { tokenHash, accountId }: SetupToken): Promise<boolean> {
  const { affected } = await tx.delete(SetupToken, { tokenHash });
  await tx.delete(SetupToken, { accountId });
  return affected === 1;
}
