import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { changeMemberRole } from '../../server/commands/change-member-role.ts';
import { createApiKey } from '../../server/commands/create-api-key.ts';
import { API_SCOPES, type ApiScope } from '../../server/domain/roles.ts';
import { ApiKey } from '../../server/storage/entities/api-key.ts';
import { eachDatabase } from '../support/databases.ts';
import { problemsOf } from './command-bench.ts';
import { TeamBench, type Teammate } from './team-bench.ts';

eachDatabase('API keys', (kind) => {
  let team: TeamBench;
  let owner: Teammate;
  beforeAll(async () => { team = await TeamBench.open(kind); });
  beforeEach(async () => { owner = await team.addMember(await team.addAccount(), 'SUPER_ADMIN'); });
  afterAll(() => team.close());

  const create = (caller: Teammate, ...scopes: ApiScope[]) => createApiKey(team.deps, caller, { name: 'CI', scopes, environments: ['STAGING'], expiresAt: null });
  const problemsFor = (caller: Teammate, ...scopes: ApiScope[]) => problemsOf(create(caller, ...scopes));

  it('get no scope for what their maker may not do', async () => {
    const admin = await team.addMember(owner.accountId, 'ADMIN');
    const [refusal, ...more] = await problemsFor(admin, ...API_SCOPES);
    expect(refusal).toMatchObject({ code: 'INVALID', message: expect.stringMatching(/SUPER_ADMIN.+EVENTS_PUBLISH/), path: ['input', 'scopes'] });
    expect(more).toEqual([]);
    expect(await team.store.reader.countBy(ApiKey, { accountId: owner.accountId })).toBe(0);
  });

  it('get all others from an Admin, and every one from a Super Admin', async () => {
    const admin = await team.addMember(owner.accountId, 'ADMIN');
    const others = API_SCOPES.filter((scope) => scope !== 'EVENTS_PUBLISH');
    expect((await create(admin, ...others)).apiKey.scopes).toEqual(others);
    expect((await create(owner, ...API_SCOPES)).apiKey.scopes).toEqual(API_SCOPES);
  });

  it('are made by nobody who has been lowered or removed in the meantime', async () => {
    const lowered = await team.addMember(owner.accountId, 'SUPER_ADMIN');
    await changeMemberRole(team.deps, owner, { id: lowered.actorId, role: 'ADMIN' });
    expect(await problemsFor(lowered, 'EVENTS_PUBLISH')).toMatchObject([{ code: 'INVALID' }]);
    const suspended = await team.addMember(owner.accountId, 'ADMIN', { status: 'SUSPENDED' });
    expect(await problemsFor(suspended, 'WEBHOOKS_READ')).toMatchObject([{ code: 'INVALID' }]);
    const elsewhere = { ...owner, accountId: await team.addAccount() };
    expect(await problemsFor(elsewhere, 'WEBHOOKS_READ')).toMatchObject([{ code: 'INVALID' }]);
  });
});
