import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAccount } from '../../server/commands/create-account.ts';
import { switchAccount } from '../../server/commands/switch-account.ts';
import { hashToken } from '../../server/auth/tokens.ts';
import { newId } from '../../server/domain/ids.ts';
import { AccountKeys } from '../../server/storage/account-keys.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { Member } from '../../server/storage/entities/member.ts';
import { eachDatabase } from '../support/databases.ts';
import { problemsOf } from './command-bench.ts';
import { TeamBench, type Teammate } from './team-bench.ts';

eachDatabase('accounts', (kind) => {
  let team: TeamBench;
  let owner: Teammate;
  beforeAll(async () => { team = await TeamBench.open(kind); });
  beforeEach(async () => { owner = await team.addMember(await team.addAccount(), 'SUPER_ADMIN'); });
  afterAll(() => team.close());

  const signedIn = async (who: Teammate) => {
    const token = await team.sessions.start(who.actorId);
    return { token, caller: { ...who, sessionTokenHash: hashToken(token) } };
  };
  const codesOf = async (work: Promise<unknown>) => (await problemsOf(work)).map(({ code }) => code);

  it('are made with a key of their own, and with their maker as Super Admin', async () => {
    const account = await createAccount(team.deps, owner, ' Second vendor ');
    expect(account).toMatchObject({ name: 'Second vendor' });
    expect(await team.store.reader.findBy(Member, { accountId: account.id })).toMatchObject([{ personId: owner.personId, role: 'SUPER_ADMIN', status: 'ACTIVE' }]);
    expect((await new AccountKeys(team.deps).active(account.id, team.clock.now())).id).toMatch(/^sk_/);
  });

  it('are not made without a name, nor by somebody who is no Super Admin any more', async () => {
    const admin = await team.addMember(owner.accountId, 'ADMIN');
    expect(await codesOf(createAccount(team.deps, owner, ' '))).toEqual(['REQUIRED']);
    expect(await codesOf(createAccount(team.deps, admin, 'Third vendor'))).toEqual(['INVALID_STATE']);
  });

  it('are entered by the same session, and left again', async () => {
    const account = await createAccount(team.deps, owner, 'Second vendor');
    const { token, caller } = await signedIn(owner);
    await switchAccount(team.deps, caller, account.id);
    const there = await team.sessions.viewer(token);
    expect(there).toMatchObject({ accountId: account.id, role: 'SUPER_ADMIN' });
    await switchAccount(team.deps, { ...caller, ...there! }, owner.accountId);
    expect(await team.sessions.viewer(token)).toMatchObject({ accountId: owner.accountId, actorId: owner.actorId });
  });

  it('of others, and those one is kept out of, look like none', async () => {
    const foreign = await team.addAccount();
    await team.addMember(foreign, 'ADMIN');
    const suspended = await team.addMember(await team.addAccount(), 'ADMIN', { person: owner, status: 'SUSPENDED' });
    const invited = await team.addMember(await team.addAccount(), 'ADMIN', { person: owner, status: 'INVITED' });
    const { token, caller } = await signedIn(owner);
    for (const id of [foreign, suspended.accountId, invited.accountId, newId('acc')]) expect(await codesOf(switchAccount(team.deps, caller, id))).toEqual(['NOT_FOUND']);
    expect(await team.sessions.viewer(token)).toMatchObject({ accountId: owner.accountId });
  });

  it('end at a hundred a person', async () => {
    for (let index = 0; index < 99; index++) await team.addMember(newId('acc'), 'ADMIN', { person: owner });
    const before = await team.store.reader.count(Account);
    expect(await codesOf(createAccount(team.deps, owner, 'One too many'))).toEqual(['LIMIT_REACHED']);
    expect(await team.store.reader.count(Account)).toBe(before);
  });
});
