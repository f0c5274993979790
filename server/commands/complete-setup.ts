import { hashPassword } from '../auth/passwords.ts';
import { hashToken } from '../auth/tokens.ts';
import { changedFields, type RequestOrigin } from '../domain/audit.ts';
import { checkEmail, checkPassword, normalEmail } from '../domain/credentials.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { checkName } from '../domain/webhook-input.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { Member, SetupToken } from '../storage/entities/member.ts';
import { findSetupToken, hasMembers, insertMember, takeSetupToken } from '../storage/repositories/members.ts';
import type { CommandDeps } from './deps.ts';

export interface CompleteSetupInput {
  /** From the link that the server printed. */
  token: string;
  name: string;
  email: string;
  password: string;
  /** Of the request, for the audit log. */
  origin?: RequestOrigin;
}

/** Makes the first Super Admin of an account. The token works once, and only while the account has no member. */
export async function completeSetup({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, input: CompleteSetupInput): Promise<Member> {
  const token = await findSetupToken(store.reader, hashToken(input.token));
  if (!token) throw tokenRefused();
  const problems = [...checkName(input.name), ...checkEmail(input.email), ...checkPassword(input.password)];
  if (problems.length > 0) throw new RefusedError(problems);
  return makeFirstMember({ store, clock }, token, input);
}

async function makeFirstMember({ store, clock }: Pick<CommandDeps, 'store' | 'clock'>, token: SetupToken, input: CompleteSetupInput): Promise<Member> {
  const createdAt = clock();
  const person = {
    id: newId('per'), email: normalEmail(input.email), name: input.name.trim(),
    passwordHash: await hashPassword(input.password), createdAt,
  };
  const member: Member = {
    id: newId('mem'), accountId: token.accountId, personId: person.id, role: 'SUPER_ADMIN', status: 'ACTIVE',
    lastActiveAt: createdAt, createdAt, removedAt: null,
  };
  await store.write(async (tx) => {
    if (!(await takeSetupToken(tx, token)) || await hasMembers(tx, token.accountId)) throw tokenRefused();
    await insertMember(tx, person, member);
    await noteAudit(tx, { accountId: member.accountId, actorId: member.id, origin: input.origin }, {
      action: 'setup.complete', target: { id: member.id, name: person.email }, changes: changedFields(null, { role: member.role }), at: createdAt,
    });
  });
  return member;
}

function tokenRefused(): RefusedError {
  const message = 'This setup link was used already or is not valid. Sign in, or restart the server for a new link.';
  return new RefusedError([problem('INVALID', message, ['input', 'token'])]);
}
