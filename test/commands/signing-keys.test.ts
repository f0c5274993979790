import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAccount } from '../../server/commands/create-account.ts';
import { rotateSigningKey } from '../../server/commands/rotate-signing-key.ts';
import { withStandings } from '../../server/domain/signing/key-states.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../server/domain/time.ts';
import { AccountKeys } from '../../server/storage/account-keys.ts';
import { Member } from '../../server/storage/entities/member.ts';
import { findSigningKeys } from '../../server/storage/repositories/signing-keys.ts';
import { WebhookDirectory } from '../../server/storage/webhook-directory.ts';
import { eachDatabase } from '../support/databases.ts';
import { problemsOf } from './command-bench.ts';
import { TeamBench, type Teammate } from './team-bench.ts';

eachDatabase('signing keys', (kind) => {
  let team: TeamBench;
  let owner: Teammate;
  beforeAll(async () => { team = await TeamBench.open(kind); });
  beforeEach(async () => {
    const founder = await team.addMember(await team.addAccount(), 'SUPER_ADMIN');
    const account = await createAccount(team.deps, founder, 'Vendor');
    const member = await team.store.reader.findOneByOrFail(Member, { accountId: account.id });
    owner = { ...founder, accountId: account.id, actorId: member.id };
  });
  afterAll(() => team.close());

  const standings = async () => withStandings(await findSigningKeys(team.store.reader, owner.accountId), team.clock.now()).map(({ state }) => state);
  const codesOf = async (work: Promise<unknown>) => (await problemsOf(work)).map(({ code }) => code);

  it('are published a day before they sign', async () => {
    const deps = team.deps;
    const keys = new AccountKeys(deps);
    const old = await keys.active(owner.accountId, team.clock.now());
    const next = await rotateSigningKey(deps, owner, null);
    expect(next.activeFrom).toBe(team.clock.now() + DAY_MS);
    expect(await standings()).toEqual(['UPCOMING', 'ACTIVE']);
    expect((await keys.active(owner.accountId, team.clock.now() + DAY_MS - 1)).id).toBe(old.id);
    expect((await keys.active(owner.accountId, team.clock.now() + DAY_MS)).id).toBe(next.id);
    team.clock.advance(DAY_MS);
    expect(await standings()).toEqual(['ACTIVE', 'RETIRED']);
  });

  it('sign from the very next attempt on when that is asked for', async () => {
    const deps = team.deps;
    const keys = new AccountKeys(deps);
    await keys.active(owner.accountId, team.clock.now());
    const next = await rotateSigningKey(deps, owner, team.clock.now() - MINUTE_MS);
    expect(next.activeFrom).toBe(team.clock.now());
    expect((await keys.active(owner.accountId, team.clock.now())).id).toBe(next.id);
  });

  it('reach another process with the news that something of the account has changed', async () => {
    const elsewhere = new WebhookDirectory({ store: team.store, keyring: team.keyring, clock: team.clock.now });
    const keys = new AccountKeys({ store: team.store, keyring: team.keyring, directory: elsewhere });
    await keys.active(owner.accountId, team.clock.now());
    const { version } = await elsewhere.ofAccount(owner.accountId);
    const next = await rotateSigningKey(team.deps, owner, team.clock.now());
    elsewhere.invalidate(owner.accountId);
    expect((await elsewhere.ofAccount(owner.accountId)).version).toBeGreaterThan(version);
    expect((await keys.active(owner.accountId, team.clock.now())).id).toBe(next.id);
  });

  it('are withdrawn by another rotation while they wait', async () => {
    await rotateSigningKey(team.deps, owner, team.clock.now() + 300 * DAY_MS);
    team.clock.advance(HOUR_MS);
    const next = await rotateSigningKey(team.deps, owner, null);
    expect(await standings()).toEqual(['UPCOMING', 'REVOKED', 'ACTIVE']);
    team.clock.advance(DAY_MS);
    expect((await new AccountKeys(team.deps).active(owner.accountId, team.clock.now())).id).toBe(next.id);
  });

  it('made by two at the same moment leave one that waits', async () => {
    await Promise.all([rotateSigningKey(team.deps, owner, null), rotateSigningKey(team.deps, owner, null)]);
    expect((await standings()).toSorted()).toEqual(['ACTIVE', 'REVOKED', 'UPCOMING']);
  });

  it('begin neither in the past nor beyond a year', async () => {
    for (const activeFrom of [0, team.clock.now() - HOUR_MS, team.clock.now() + 366 * DAY_MS, Number.MAX_SAFE_INTEGER]) {
      expect(await problemsOf(rotateSigningKey(team.deps, owner, activeFrom))).toMatchObject([{ code: 'INVALID', path: ['input', 'activeFrom'] }]);
    }
  });

  it('are made by Super Admins only', async () => {
    const admin = await team.addMember(owner.accountId, 'ADMIN');
    expect(await codesOf(rotateSigningKey(team.deps, admin, null))).toEqual(['INVALID_STATE']);
  });

  it('are at most ten a day, and the refusal says when the next may be made', async () => {
    for (let index = 0; index < 9; index++) await rotateSigningKey(team.deps, owner, null);
    const [refusal] = await problemsOf(rotateSigningKey(team.deps, owner, null));
    expect(refusal).toMatchObject({ code: 'LIMIT_REACHED', message: expect.stringContaining(new Date(team.clock.now() + DAY_MS).toISOString()) });
    team.clock.advance(DAY_MS);
    await rotateSigningKey(team.deps, owner, null);
  });
});
