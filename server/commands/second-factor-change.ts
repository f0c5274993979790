import type { EntityManager } from 'typeorm';
import type { ViewerMember } from '../auth/viewer.ts';
import type { AuditChange } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import { Member } from '../storage/entities/member.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

/** A member who changes something about themselves, at a session. */
export interface MemberCaller extends Caller {
  readonly member: ViewerMember;
  readonly sessionTokenHash: string | null;
}

export interface SecondFactorDeps extends Pick<CommandDeps, 'store' | 'keyring' | 'clock'> {
  /** Checks the caller's own password, as sign-in does: guesses are counted. */
  isPassword: (password: string) => Promise<boolean>;
}

export async function requirePassword({ isPassword }: SecondFactorDeps, password: string): Promise<void> {
  if (await isPassword(password)) return;
  throw new RefusedError([problem('INVALID', 'This is not your password.', ['input', 'password'])]);
}

/** Adds what a person did to their second factor to the log of every account that they belong to: it guards them all. */
export async function noteSecondFactor(
  tx: EntityManager, { origin, member: { personId, email } }: MemberCaller, { action, at, changes }: { action: string; at: number; changes?: readonly AuditChange[] },
): Promise<void> {
  for (const { id, accountId } of await tx.findBy(Member, { personId, status: 'ACTIVE' })) {
    await noteAudit(tx, { accountId, actorId: id, origin }, { action, target: { id, name: email }, changes, at });
  }
}
