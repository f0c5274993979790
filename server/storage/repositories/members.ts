import { In, IsNull, LessThan, Not, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { Member, Person, SetupToken } from '../entities/member.ts';
import { containing, type PageOrder } from '../pages.ts';
import { lockClause } from '../rows.ts';
import type { Store } from '../store.ts';

type Reading = Pick<Store, 'reader'>;

export function findPersonByEmail({ reader }: Reading, email: string): Promise<Person | null> {
  return reader.findOneBy(Person, { email });
}

export function findPersons({ reader }: Reading, ids: readonly string[]): Promise<Person[]> {
  return reader.findBy(Person, { id: In([...ids]) });
}

/** The oldest membership with which a person may sign in. */
export function findActiveMembership({ reader }: Reading, personId: string): Promise<Member | null> {
  return reader.findOne(Member, { where: { personId, status: 'ACTIVE' }, order: { createdAt: 'ASC', id: 'ASC' } });
}

/** A person's memberships with which they may act, the oldest first. */
export function findActiveMemberships({ reader }: Reading, personId: string): Promise<Member[]> {
  return reader.find(Member, { where: { personId, status: 'ACTIVE' }, order: { createdAt: 'ASC', id: 'ASC' } });
}

/** A person's memberships that have begun and are not over. */
export function findMembershipsBegun(manager: EntityManager, personId: string): Promise<Member[]> {
  return manager.findBy(Member, { personId, status: Not('INVITED'), removedAt: IsNull() });
}

/** A member of the account; null when it is of another one or was removed. */
export function findMember(manager: EntityManager, accountId: string, id: string): Promise<Member | null> {
  return manager.findOneBy(Member, { id, accountId, removedAt: IsNull() });
}

/** Members of the account by id, also those who were removed: they still did what they did. */
export function findMembersEver({ reader }: Reading, accountId: string, ids: readonly string[]): Promise<Member[]> {
  return reader.findBy(Member, { id: In([...ids]), accountId });
}

/** In the order in which they became members or were invited. */
export const MEMBER_ORDER: PageOrder<Member> = {
  name: 'members', direction: 'ASC', keys: [{ sql: 'member.id', valueOf: (member) => member.id }],
};

/** Whether a member has ever been in the account, and not only invited to it. Coming is being active; inviting again begins anew. */
export const hasCome = ({ status, lastActiveAt }: Member): boolean => status === 'ACTIVE' || lastActiveAt !== null;

/** Members of an account, to be paged. Who has not come is found by the address alone: a name known elsewhere is not told here. */
export function membersOf({ reader }: Reading, accountId: string, search?: string | null): SelectQueryBuilder<Member> {
  const query = reader.createQueryBuilder(Member, 'member').where('member.accountId = :accountId AND member.removedAt IS NULL', { accountId });
  if (!search?.trim()) return query;
  return query
    .innerJoin(Person, 'person', 'person.id = member.personId')
    .andWhere(`(LOWER(person.email) LIKE LOWER(:mentioned) ESCAPE '!'
      OR ((member.status = 'ACTIVE' OR member.lastActiveAt IS NOT NULL) AND LOWER(person.name) LIKE LOWER(:mentioned) ESCAPE '!'))`, { mentioned: containing(search.trim()) });
}

export function hasMembers(manager: EntityManager, accountId: string): Promise<boolean> {
  return manager.existsBy(Member, { accountId });
}

/** Holds the memberships of an account until the end of the transaction: of two who change them at once, one comes after the other. */
export async function lockMembers(tx: EntityManager, accountId: string): Promise<void> {
  await tx.query(`SELECT id FROM account WHERE id = ? ${lockClause(tx, 'FOR UPDATE')}`, [accountId]);
}

/** A person, held until the end of the transaction. Lock members first. */
export async function lockPerson(tx: EntityManager, where: { id: string } | { email: string }): Promise<Person | null> {
  const [column, value] = Object.entries(where)[0]!;
  await tx.query(`SELECT id FROM person WHERE ${column} = ? ${lockClause(tx, 'FOR UPDATE')}`, [value]);
  return tx.findOneBy(Person, where);
}

/** Memberships of an account that are not over. */
export function countMembers(tx: EntityManager, accountId: string): Promise<number> {
  return tx.countBy(Member, { accountId, removedAt: IsNull() });
}

/** Memberships of a person that have begun and are not over. Invitations are not counted: anybody may invite anybody. */
export function countMemberships(tx: EntityManager, personId: string): Promise<number> {
  return tx.countBy(Member, { personId, status: Not('INVITED'), removedAt: IsNull() });
}

/** Whether somebody besides this member can act as Super Admin of the account. */
export function hasOtherSuperAdmin(tx: EntityManager, { id, accountId }: Member): Promise<boolean> {
  return tx.existsBy(Member, { id: Not(id), accountId, role: 'SUPER_ADMIN', status: 'ACTIVE' });
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
