import { changedFields } from '../domain/audit.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { checkName } from '../domain/webhook-input.ts';
import { newSigningKey } from '../storage/account-keys.ts';
import { noteAudit } from '../storage/audit-rows.ts';
import type { Account } from '../storage/entities/account.ts';
import { Member } from '../storage/entities/member.ts';
import { insertAccount } from '../storage/repositories/accounts.ts';
import { countMemberships, lockPerson } from '../storage/repositories/members.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';
import { holdMembers } from './member-change.ts';

/** Making an account costs a key pair. */
const MAX_ACCOUNTS_PER_PERSON = 100;

/** Makes an account with its own RSA key, of which the caller is the first Super Admin. It has the settings that every account begins with. */
export async function createAccount({ store, keyring, clock }: Pick<CommandDeps, 'store' | 'keyring' | 'clock'>, caller: Caller, name: string): Promise<Account> {
  const problems = checkName(name);
  if (problems.length > 0) throw new RefusedError(problems);
  const createdAt = clock();
  const account: Account = { id: newId('acc'), name: name.trim(), webhooksVersion: 0, requiresTwoFactor: false, createdAt };
  const key = await newSigningKey(keyring, { accountId: account.id, activeFrom: createdAt, createdAt });
  const member = { id: newId('mem'), accountId: account.id, role: 'SUPER_ADMIN', status: 'ACTIVE', lastActiveAt: null, createdAt, removedAt: null } as const;
  await store.write(async (tx) => {
    await holdMembers(tx, caller);
    const { personId } = await tx.findOneByOrFail(Member, { id: caller.actorId });
    await lockPerson(tx, { id: personId });
    if (await countMemberships(tx, personId) >= MAX_ACCOUNTS_PER_PERSON) throw tooManyAccounts();
    await insertAccount(tx, account, key);
    await tx.insert(Member, { ...member, personId });
    const entry = { action: 'account.create', target: account, changes: changedFields(null, { name: account.name }), at: createdAt };
    await noteAudit(tx, { ...caller, accountId: account.id, actorId: member.id }, entry);
  });
  return account;
}

function tooManyAccounts(): RefusedError {
  return new RefusedError([problem('LIMIT_REACHED', `A person may be a member of at most ${MAX_ACCOUNTS_PER_PERSON} accounts.`)]);
}
