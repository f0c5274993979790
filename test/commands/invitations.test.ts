import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { verifyPassword } from '../../server/auth/passwords.ts';
import { acceptInvitation } from '../../server/commands/accept-invitation.ts';
import { inviteMember } from '../../server/commands/invite-member.ts';
import { removeMember } from '../../server/commands/remove-member.ts';
import type { Role } from '../../server/domain/roles.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { Invitation, Person } from '../../server/storage/entities/member.ts';
import { eachDatabase } from '../support/databases.ts';
import { problemsOf } from './command-bench.ts';
import { PASSWORD, TeamBench, type Teammate } from './team-bench.ts';

const NEW_PASSWORD = 'a new and long one';
let count = 0;
const newEmail = () => `person${++count}@keybell.example`;

eachDatabase('invitations', (kind) => {
  let team: TeamBench;
  let owner: Teammate;
  beforeAll(async () => { team = await TeamBench.open(kind); });
  beforeEach(async () => { owner = await team.addMember(await team.addAccount(), 'SUPER_ADMIN'); });
  afterAll(() => team.close());

  const invite = (email: string, role: Role = 'ADMIN', caller = owner) => inviteMember(team.deps, caller, { email, role });
  const personNamed = (email: string) => team.store.reader.findOneByOrFail(Person, { email });
  const requireCode = async () => undefined;
  const isPasswordOf = async (email: string, password: string) => verifyPassword(password, (await personNamed(email)).passwordHash);
  const accept = (token: string, own: { name?: string; password?: string } = {}) =>
    acceptInvitation({ ...team.deps, requireCode, isPasswordOf }, { token, name: 'Grace Hopper', password: NEW_PASSWORD, ...own });
  const codesOf = async (work: Promise<unknown>) => (await problemsOf(work)).map(({ code }) => code);

  it('make a newcomer a member with a name and a password of their own', async () => {
    const email = newEmail();
    const { member, token } = await invite(`  ${email.toUpperCase()} `, 'OPERATOR');
    expect(member).toMatchObject({ status: 'INVITED', role: 'OPERATOR' });
    const accepted = await accept(token);
    expect(accepted).toMatchObject({ id: member.id, status: 'ACTIVE', role: 'OPERATOR', accountId: owner.accountId });
    expect(await personNamed(email)).toMatchObject({ name: 'Grace Hopper', email });
    expect(await isPasswordOf(email, NEW_PASSWORD)).toBe(true);
  });

  it('work once, also when the link is used twice at the same moment', async () => {
    const { token } = await invite(newEmail());
    const results = await Promise.allSettled([accept(token), accept(token, { password: 'another long password' })]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await codesOf(accept(token))).toEqual(['INVALID']);
  });

  it('end after seven days', async () => {
    const { token, expiresAt } = await invite(newEmail());
    expect(expiresAt).toBe(team.clock.now() + 7 * DAY_MS);
    team.clock.advance(7 * DAY_MS);
    expect((await problemsOf(accept(token)))[0]).toMatchObject({ code: 'INVALID', path: ['input', 'token'] });
  });

  it('are replaced by a newer one, which may carry another role', async () => {
    const email = newEmail();
    const first = await invite(email, 'VIEWER');
    const second = await invite(email, 'ADMIN');
    expect(second.member.id).toBe(first.member.id);
    expect(await codesOf(accept(first.token))).toEqual(['INVALID']);
    expect(await accept(second.token)).toMatchObject({ role: 'ADMIN' });
  });

  it('can be taken back by removing the member', async () => {
    const { member, token } = await invite(newEmail());
    await removeMember(team.deps, owner, member.id);
    expect(await codesOf(accept(token))).toEqual(['INVALID']);
  });

  it('are not for those who are members already', async () => {
    const active = await team.addMember(owner.accountId, 'VIEWER');
    const suspended = await team.addMember(owner.accountId, 'VIEWER', { status: 'SUSPENDED' });
    for (const { email } of [active, suspended]) expect(await codesOf(invite(email))).toEqual(['TAKEN']);
  });

  it.each(['', 'nobody', 'a@b@c', 'two@keybell.example, three@keybell.example', `${'x'.repeat(250)}@b.example`, 'a\u0000@b.example'])('refuse the address %j', async (email) => {
    expect(await problemsOf(invite(email))).toMatchObject([{ path: ['input', 'email'] }]);
  });

  it('name all that is wrong with what a newcomer typed, and stay good', async () => {
    const { token } = await invite(newEmail());
    expect((await problemsOf(accept(token, { name: ' ', password: 'short' }))).map(({ path }) => path?.[1])).toEqual(['name', 'password']);
    expect(await accept(token)).toMatchObject({ status: 'ACTIVE' });
  });

  it('make somebody of another account a member of both, and leave name and password alone', async () => {
    const stranger = await team.addMember(await team.addAccount(), 'ADMIN');
    const before = await team.person(stranger.personId);
    const { token } = await invite(stranger.email);
    expect(await accept(token, { password: PASSWORD, name: 'Somebody Else' })).toMatchObject({ personId: stranger.personId, accountId: owner.accountId });
    expect(await team.person(stranger.personId)).toEqual(before);
  });

  it('leave name and password alone also when these are read just before', async () => {
    const stranger = await team.addMember(await team.addAccount(), 'ADMIN');
    const { token } = await invite(stranger.email);
    const renamed = async (email: string, password: string) => {
      const isRight = await isPasswordOf(email, password);
      await team.store.write((tx) => tx.update(Person, { email }, { name: 'Renamed' }));
      return isRight;
    };
    await acceptInvitation({ ...team.deps, requireCode, isPasswordOf: renamed }, { token, name: '', password: PASSWORD });
    expect(await personNamed(stranger.email)).toMatchObject({ name: 'Renamed' });
  });

  it('are not accepted with a password that has just been replaced, which stays as it is', async () => {
    const stranger = await team.addMember(await team.addAccount(), 'ADMIN');
    const { token } = await invite(stranger.email);
    const replaced = async (email: string, password: string) => {
      const isRight = await isPasswordOf(email, password);
      await team.store.write((tx) => tx.update(Person, { email }, { passwordHash: 'a newer one' }));
      return isRight;
    };
    const accepting = acceptInvitation({ ...team.deps, requireCode, isPasswordOf: replaced }, { token, name: '', password: PASSWORD });
    expect(await codesOf(accepting)).toEqual(['INVALID']);
    expect(await personNamed(stranger.email)).toMatchObject({ passwordHash: 'a newer one' });
  });

  it('do not open the accounts of somebody whose password one does not know', async () => {
    const stranger = await team.addMember(await team.addAccount(), 'ADMIN');
    const { member, token } = await invite(stranger.email);
    expect((await problemsOf(accept(token)))[0]).toMatchObject({ code: 'INVALID', path: ['input', 'password'] });
    expect(await team.member(member.id)).toMatchObject({ status: 'INVITED' });
  });

  it('of one newcomer by two accounts at the same moment are both made', async () => {
    const email = newEmail();
    const other = await team.addMember(await team.addAccount(), 'SUPER_ADMIN');
    const [first, second] = await Promise.all([invite(email), invite(email, 'VIEWER', other)]);
    expect(first.member.personId).toBe(second.member.personId);
    await accept(first.token);
    expect(await codesOf(accept(second.token, { password: 'not the one above' }))).toEqual(['INVALID']);
    expect(await accept(second.token)).toMatchObject({ accountId: other.accountId });
  });

  it('let somebody who was removed from everywhere come back with a new password, as the member they were', async () => {
    const email = newEmail();
    const first = await accept((await invite(email, 'ADMIN')).token);
    await removeMember(team.deps, owner, first.id);
    const second = await accept((await invite(email, 'VIEWER')).token, { name: 'Grace Murray', password: 'the second long one' });
    expect(second).toMatchObject({ id: first.id, role: 'VIEWER', removedAt: null });
    expect(await isPasswordOf(email, 'the second long one')).toBe(true);
  });

  it('of strangers do not keep somebody who is removed from everywhere from choosing a new password', async () => {
    const email = newEmail();
    const first = await accept((await invite(email)).token);
    await invite(email, 'VIEWER', await team.addMember(await team.addAccount(), 'SUPER_ADMIN'));
    await removeMember(team.deps, owner, first.id);
    expect(await personNamed(email)).toMatchObject({ passwordHash: null });
    await accept((await invite(email)).token, { password: 'the second long one' });
    expect(await isPasswordOf(email, 'the second long one')).toBe(true);
  });

  it('keep no token that could be read', async () => {
    const { token } = await invite(newEmail());
    expect(JSON.stringify(await team.store.reader.find(Invitation))).not.toContain(token);
  });

  it('end at a thousand members', async () => {
    const rows = Array.from({ length: 999 }, (_, index) => [`mem_${owner.accountId.slice(4, 24)}${index}`, owner.accountId, `per_${index}`]);
    await team.store.write(async (tx) => {
      for (const row of rows) await tx.query("INSERT INTO member (id, accountId, personId, role, status, createdAt) VALUES (?, ?, ?, 'VIEWER', 'ACTIVE', 0)", row);
    });
    expect(await codesOf(invite(newEmail()))).toEqual(['LIMIT_REACHED']);
  });
});
