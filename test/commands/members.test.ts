import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { changeMemberRole } from '../../server/commands/change-member-role.ts';
import { inviteMember } from '../../server/commands/invite-member.ts';
import { removeMember } from '../../server/commands/remove-member.ts';
import { reinstateMember, suspendMember } from '../../server/commands/suspend-member.ts';
import { newId } from '../../server/domain/ids.ts';
import { Member } from '../../server/storage/entities/member.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { eachDatabase } from '../support/databases.ts';
import { problemsOf } from './command-bench.ts';
import { TeamBench, type Teammate } from './team-bench.ts';

eachDatabase('members', (kind) => {
  let team: TeamBench;
  let owner: Teammate;
  beforeAll(async () => { team = await TeamBench.open(kind); });
  beforeEach(async () => { owner = await team.addMember(await team.addAccount(), 'SUPER_ADMIN'); });
  afterAll(() => team.close());

  const remove = (caller: Teammate, id: string) => removeMember(team.deps, caller, id);
  const codesOf = async (work: Promise<unknown>) => (await problemsOf(work)).map(({ code }) => code);

  it('get another role', async () => {
    const other = await team.addMember(owner.accountId, 'VIEWER');
    expect(await changeMemberRole(team.deps, owner, { id: other.actorId, role: 'ADMIN' })).toMatchObject({ role: 'ADMIN' });
    expect(await team.member(other.actorId)).toMatchObject({ role: 'ADMIN', status: 'ACTIVE' });
  });

  it('keep their last Super Admin, whatever is tried', async () => {
    await team.addMember(owner.accountId, 'SUPER_ADMIN', { status: 'SUSPENDED' });
    await team.addMember(owner.accountId, 'SUPER_ADMIN', { status: 'INVITED' });
    expect(await codesOf(remove(owner, owner.actorId))).toEqual(['LAST_ADMIN']);
    expect(await codesOf(suspendMember(team.deps, owner, owner.actorId))).toEqual(['LAST_ADMIN']);
    expect(await codesOf(changeMemberRole(team.deps, owner, { id: owner.actorId, role: 'ADMIN' }))).toEqual(['LAST_ADMIN']);
    expect(await team.member(owner.actorId)).toMatchObject({ role: 'SUPER_ADMIN', status: 'ACTIVE', removedAt: null });
  });

  it('keep one Super Admin when two remove each other at the same moment, again and again', async () => {
    for (let round = 0; round < 10; round++) {
      const first = await team.addMember(await team.addAccount(), 'SUPER_ADMIN');
      const second = await team.addMember(first.accountId, 'SUPER_ADMIN');
      const results = await Promise.allSettled([remove(first, second.actorId), remove(second, first.actorId)]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await team.store.reader.countBy(Member, { accountId: first.accountId, role: 'SUPER_ADMIN', status: 'ACTIVE' })).toBe(1);
    }
  });

  it('keep one Super Admin when all lower themselves at the same moment', async () => {
    const others = await Promise.all([1, 2, 3].map(() => team.addMember(owner.accountId, 'SUPER_ADMIN')));
    const results = await Promise.allSettled([owner, ...others].map((each) => changeMemberRole(team.deps, each, { id: each.actorId, role: 'ADMIN' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await team.store.reader.countBy(Member, { accountId: owner.accountId, role: 'SUPER_ADMIN' })).toBe(1);
  });

  it('are changed by nobody who has been removed or lowered in the meantime', async () => {
    const other = await team.addMember(owner.accountId, 'SUPER_ADMIN');
    const third = await team.addMember(owner.accountId, 'VIEWER');
    await changeMemberRole(team.deps, owner, { id: other.actorId, role: 'ADMIN' });
    expect(await codesOf(changeMemberRole(team.deps, other, { id: third.actorId, role: 'SUPER_ADMIN' }))).toEqual(['INVALID_STATE']);
    expect(await codesOf(inviteMember(team.deps, other, { email: 'new@keybell.example', role: 'VIEWER' }))).toEqual(['INVALID_STATE']);
    await remove(owner, other.actorId);
    expect(await codesOf(remove(other, third.actorId))).toEqual(['INVALID_STATE']);
  });

  it('of another account are as unknown as an id that nobody has', async () => {
    const stranger = await team.addMember(await team.addAccount(), 'VIEWER');
    for (const id of [stranger.actorId, newId('mem')]) {
      expect(await codesOf(remove(owner, id))).toEqual(['NOT_FOUND']);
      expect(await codesOf(suspendMember(team.deps, owner, id))).toEqual(['NOT_FOUND']);
      expect(await codesOf(changeMemberRole(team.deps, owner, { id, role: 'ADMIN' }))).toEqual(['NOT_FOUND']);
    }
    expect(await team.member(stranger.actorId)).toMatchObject({ role: 'VIEWER', status: 'ACTIVE' });
  });

  it('lose their sessions when they are removed, and are unknown from then on', async () => {
    const other = await team.addMember(owner.accountId, 'ADMIN');
    const token = await team.sessions.start(other.actorId);
    expect(await remove(owner, other.actorId)).toBe(other.actorId);
    expect(await team.sessions.viewer(token)).toBeNull();
    expect(await codesOf(remove(owner, other.actorId))).toEqual(['NOT_FOUND']);
  });

  it('keep their other accounts when they are removed from one', async () => {
    const other = await team.addMember(owner.accountId, 'ADMIN');
    const elsewhere = await team.addMember(await team.addAccount(), 'VIEWER', { person: other });
    const token = await team.sessions.start(elsewhere.actorId);
    await remove(owner, other.actorId);
    expect(await team.sessions.viewer(token)).toMatchObject({ accountId: elsewhere.accountId });
    expect((await team.person(other.personId)).passwordHash).not.toBeNull();
  });

  it('have no password left when they are members of nothing any more', async () => {
    const other = await team.addMember(owner.accountId, 'ADMIN');
    await remove(owner, other.actorId);
    expect((await team.person(other.personId)).passwordHash).toBeNull();
  });

  it('are out while they are suspended, and back in their role when they are reinstated', async () => {
    const other = await team.addMember(owner.accountId, 'OPERATOR');
    const token = await team.sessions.start(other.actorId);
    expect(await suspendMember(team.deps, owner, other.actorId)).toMatchObject({ status: 'SUSPENDED' });
    expect(await suspendMember(team.deps, owner, other.actorId)).toMatchObject({ status: 'SUSPENDED' });
    expect(await team.sessions.viewer(token)).toBeNull();
    expect(await reinstateMember(team.deps, owner, other.actorId)).toMatchObject({ status: 'ACTIVE', role: 'OPERATOR' });
    expect(await team.sessions.viewer(token)).toBeNull();
  });

  it('who have not come yet cannot be suspended', async () => {
    const { member } = await inviteMember(team.deps, owner, { email: 'later@keybell.example', role: 'VIEWER' });
    expect(await codesOf(suspendMember(team.deps, owner, member.id))).toEqual(['INVALID_STATE']);
    expect(await codesOf(reinstateMember(team.deps, owner, member.id))).toEqual(['INVALID_STATE']);
  });

  it('leave a trace of each change, and none of what changed nothing', async () => {
    const other = await team.addMember(owner.accountId, 'VIEWER');
    await changeMemberRole(team.deps, owner, { id: other.actorId, role: 'ADMIN' });
    await changeMemberRole(team.deps, owner, { id: other.actorId, role: 'ADMIN' });
    await suspendMember(team.deps, owner, other.actorId);
    await remove(owner, other.actorId);
    const entries = await team.store.reader.find(AuditEntry, { where: { accountId: owner.accountId }, order: { id: 'ASC' } });
    expect(entries.map(({ action }) => action)).toEqual(['member.roleUpdate', 'member.suspend', 'member.remove']);
    expect(entries.every(({ targetName, actorId }) => targetName === other.email && actorId === owner.actorId)).toBe(true);
  });
});
