import type { EntityManager } from 'typeorm';
import { hashPassword } from '../auth/passwords.ts';
import { hashToken } from '../auth/tokens.ts';
import { changedFields, type RequestOrigin } from '../domain/audit.ts';
import { checkPassword } from '../domain/credentials.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { checkName } from '../domain/webhook-input.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member, Person } from '../storage/entities/member.ts';
import { deleteInvitation, findInvitation, type FoundInvitation } from '../storage/repositories/invitations.ts';
import { lockMembers, lockPerson } from '../storage/repositories/members.ts';
import type { CommandDeps } from './deps.ts';

export interface AcceptInvitationInput {
  /** From the link that `inviteMember` made. */
  token: string;
  /** Full name; not looked at for somebody who can sign in already. */
  name: string;
  /** A new password, or the password of somebody who can sign in already. */
  password: string;
  /** Of the second factor of somebody who has one. */
  code?: string | null;
}

interface Deps extends Pick<CommandDeps, 'store' | 'clock'> {
  /** Checks the password of somebody who can sign in already, as sign-in does: guesses are counted. */
  isPasswordOf: (email: string, password: string) => Promise<boolean>;
  /** Refuses a code that is missing or wrong, if the person has a second factor. */
  requireCode: (personId: string, code: string | null) => Promise<void>;
  origin?: RequestOrigin;
}

/**
 * Makes the invited person a member. Whoever is known here already proves it with their password: the link alone, which the one who
 * invites has seen too, must open nobody's other accounts.
 */
export async function acceptInvitation(deps: Deps, input: AcceptInvitationInput): Promise<Member> {
  const tokenHash = hashToken(input.token);
  const found = await findInvitation(deps.store.reader, tokenHash, deps.clock());
  if (!found) throw tokenRefused();
  const { person } = found;
  const own = person.passwordHash === null ? await newcomer(input) : await proven(deps, person, input);
  return deps.store.write(async (tx) => {
    const { member } = await hold(tx, found, { tokenHash, now: deps.clock() });
    const before = await lockPerson(tx, { id: person.id });
    // Another invitation of the same person was accepted in between, or they were removed: now there is another password to prove, or none.
    if (before?.passwordHash !== person.passwordHash) throw tokenRefused();
    if (own !== null) await tx.update(Person, { id: person.id }, own);
    return activate(tx, member, { email: person.email, now: deps.clock(), origin: deps.origin });
  });
}

/** What somebody who is new here chooses. */
async function newcomer({ name, password }: AcceptInvitationInput): Promise<Pick<Person, 'name' | 'passwordHash'>> {
  const problems = [...checkName(name), ...checkPassword(password)];
  if (problems.length > 0) throw new RefusedError(problems);
  return { name: name.trim(), passwordHash: await hashPassword(password) };
}

/** Nothing: who is known here keeps what they have. */
async function proven({ isPasswordOf, requireCode }: Deps, person: Person, { password, code }: AcceptInvitationInput): Promise<null> {
  if (await isPasswordOf(person.email, password)) {
    await requireCode(person.id, code ?? null);
    return null;
  }
  const message = 'You can sign in here already, and this is not your password. Enter the one you sign in with.';
  throw new RefusedError([problem('INVALID', message, ['input', 'password'])]);
}

/** The invitation once more, now that nobody else can use it or take it back. */
async function hold(tx: EntityManager, { member }: FoundInvitation, { tokenHash, now }: { tokenHash: string; now: number }): Promise<FoundInvitation> {
  await lockMembers(tx, member.accountId);
  const found = await findInvitation(tx, tokenHash, now);
  if (!found) throw tokenRefused();
  return found;
}

async function activate(tx: EntityManager, member: Member, { email, now, origin }: { email: string; now: number; origin?: RequestOrigin }): Promise<Member> {
  await deleteInvitation(tx, member.id);
  await tx.update(Member, { id: member.id }, { status: 'ACTIVE', lastActiveAt: now });
  await noteAudit(tx, { accountId: member.accountId, actorId: member.id, origin }, {
    action: 'member.accept', target: { id: member.id, name: email }, changes: changedFields({ status: member.status }, { status: 'ACTIVE' }), at: now,
  });
  return { ...member, status: 'ACTIVE', lastActiveAt: now };
}

function tokenRefused(): RefusedError {
  const message = 'This invitation was used already, was replaced by a newer one, or has expired. Ask for a new invitation.';
  return new RefusedError([problem('INVALID', message, ['input', 'token'])]);
}
