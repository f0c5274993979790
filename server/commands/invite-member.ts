import type { EntityManager } from 'typeorm';
import { hashToken, newToken } from '../auth/tokens.ts';
import { changedFields } from '../domain/audit.ts';
import { checkEmail, normalEmail } from '../domain/credentials.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import type { Role } from '../domain/roles.ts';
import { DAY_MS } from '../domain/time.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member, Person } from '../storage/entities/member.ts';
import { replaceInvitation } from '../storage/repositories/invitations.ts';
import { countMembers, lockPerson } from '../storage/repositories/members.ts';
import { isDuplicate } from '../storage/store.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { holdMembers } from './member-change.ts';

const INVITATION_MS = 7 * DAY_MS;
const MAX_MEMBERS = 1_000;

export interface InviteMemberInput { email: string; role: Role }

export interface Invited {
  readonly member: Member;
  /** For the link; it is not stored. */
  readonly token: string;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

/**
 * Lets somebody join the caller's account by a one-time link. Inviting again who has not come yet makes a new link, which alone is
 * good from then on, and sets the role. Only a Super Admin may, so nobody grants more than they have.
 */
export async function inviteMember({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, caller: Caller, input: InviteMemberInput): Promise<Invited> {
  const problems = checkEmail(input.email);
  if (problems.length > 0) throw new RefusedError(problems);
  const wanted = { email: normalEmail(input.email), role: input.role };
  const token = newToken();
  const [createdAt, expiresAt] = [clock(), clock() + INVITATION_MS];
  const invite = () => store.write(async (tx) => {
    await holdMembers(tx, caller);
    const { member, before } = await expectMember(tx, caller.accountId, { ...wanted, createdAt });
    await replaceInvitation(tx, { memberId: member.id, tokenHash: hashToken(token), createdAt, expiresAt });
    const changes = changedFields(before, { email: wanted.email, role: member.role, status: member.status });
    await noteAudit(tx, caller, { action: 'member.invite', target: { id: member.id, name: wanted.email }, changes, at: createdAt });
    return member;
  });
  return { member: await againIfTaken(invite), token, expiresAt };
}

interface Expected extends InviteMemberInput { createdAt: number }

/** The INVITED member, and what there was before. */
async function expectMember(tx: EntityManager, accountId: string, { email, role, createdAt }: Expected) {
  const person = await lockPerson(tx, { email }) ?? await addPerson(tx, { email, createdAt });
  const known = await tx.findOneBy(Member, { accountId, personId: person.id });
  if (known && known.removedAt === null) {
    if (known.status !== 'INVITED') throw alreadyMember(known);
    await tx.update(Member, { id: known.id }, { role });
    return { member: { ...known, role }, before: { email, role: known.role, status: known.status } };
  }
  if (await countMembers(tx, accountId) >= MAX_MEMBERS) throw tooManyMembers();
  const fresh = { role, status: 'INVITED', lastActiveAt: null, createdAt, removedAt: null } as const;
  const member: Member = { id: known?.id ?? newId('mem'), accountId, personId: person.id, ...fresh };
  if (known) await tx.update(Member, { id: known.id }, fresh);
  else await tx.insert(Member, member);
  return { member, before: null };
}

/** Somebody who has no password and no name until the first invitation is accepted. */
async function addPerson(tx: EntityManager, { email, createdAt }: { email: string; createdAt: number }): Promise<Person> {
  const person: Person = { id: newId('per'), email, name: '', passwordHash: null, createdAt };
  await tx.insert(Person, person);
  return person;
}

/** Another account has invited the same new person at the same moment: now the person is there. */
async function againIfTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return work();
  }
}

function alreadyMember({ status }: Member): RefusedError {
  const message = status === 'SUSPENDED'
    ? 'This person is a suspended member already. Reinstate the member instead.'
    : 'This person is a member already. Change the role of the member instead.';
  return new RefusedError([problem('TAKEN', message, ['input', 'email'])]);
}

function tooManyMembers(): RefusedError {
  return new RefusedError([problem('LIMIT_REACHED', `An account may have at most ${MAX_MEMBERS} members. Remove those who left.`)]);
}
