import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Doors } from '../../server/auth/doors.ts';
import { TooManyTriesError } from '../../server/auth/tries.ts';
import { beginTwoFactor } from '../../server/commands/begin-two-factor.ts';
import { confirmTwoFactor } from '../../server/commands/confirm-two-factor.ts';
import { disableTwoFactor } from '../../server/commands/disable-two-factor.ts';
import { removeMember } from '../../server/commands/remove-member.ts';
import { renewRecoveryCodes } from '../../server/commands/renew-recovery-codes.ts';
import { resetTwoFactor } from '../../server/commands/reset-two-factor.ts';
import type { MemberCaller } from '../../server/commands/second-factor-change.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/time.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { RecoveryCode, SecondFactor } from '../../server/storage/entities/second-factor.ts';
import { PASSWORD, TeamBench, type Teammate } from '../commands/team-bench.ts';
import { problemsOf } from '../commands/command-bench.ts';
import { eachDatabase } from '../support/databases.ts';
import { totpCode } from '../support/totp.ts';

const STEP_MS = 30 * SECOND_MS;

eachDatabase('a second factor', (kind) => {
  let team: TeamBench;
  let doors: Doors;
  let person: Teammate;
  beforeAll(async () => { team = await TeamBench.open(kind); });
  beforeEach(async () => {
    doors = newDoors();
    person = await team.addMember(await team.addAccount(), 'SUPER_ADMIN');
    // Codes of one test are not those of the next.
    team.clock.advance(DAY_MS);
  });
  afterAll(() => team.close());

  /** What one process has. */
  const newDoors = () => new Doors(team.deps);
  const deps = () => ({ ...team.deps, secondFactors: doors.secondFactors, tries: doors.tries, isPassword: async (password: string) => password === PASSWORD });
  const callerOf = (own: Teammate): MemberCaller => ({ ...own, sessionTokenHash: 'own', member: { id: own.actorId, personId: own.personId, name: '', email: own.email } });
  const codeAt = (secret: string, offsetMs = 0) => totpCode(secret, team.clock.now() + offsetMs);
  const begin = (own = person) => beginTwoFactor(deps(), callerOf(own), PASSWORD);
  const signIn = (code?: string, at = doors) => at.signIn.signIn({ email: person.email, password: PASSWORD, ip: '192.0.2.1', code });

  /** Switches it on, and waits until another code is shown. */
  async function turnOn(own = person): Promise<{ secret: string; recoveryCodes: string[] }> {
    const secret = await begin(own);
    const recoveryCodes = await confirmTwoFactor(deps(), callerOf(own), codeAt(secret));
    team.clock.advance(STEP_MS);
    return { secret, recoveryCodes };
  }

  async function outcomes(work: readonly Promise<unknown>[]): Promise<string[]> {
    return (await Promise.allSettled(work)).map(({ status }) => status).sort();
  }

  it('asks for nothing until its first code was given', async () => {
    await begin();
    await expect(signIn()).resolves.toBeTypeOf('string');
    expect(await doors.secondFactors.isOn(person.personId)).toBe(false);
  });

  it('lets nobody in by the password alone, and whoever has a code too', async () => {
    const { secret } = await turnOn();
    expect(await problemsOf(signIn())).toMatchObject([{ code: 'REQUIRED', path: ['input', 'code'] }]);
    expect(await problemsOf(signIn('000000'))).toMatchObject([{ code: 'INVALID', path: ['input', 'code'] }]);
    await expect(signIn(codeAt(secret).replace(/^.../, '$& '))).resolves.toBeTypeOf('string');
  });

  it('says nothing of codes to whoever has not the password', async () => {
    await turnOn();
    const refusal = (email: string) => problemsOf(doors.signIn.signIn({ email, password: 'wrong', ip: '192.0.2.1', code: '123456' }));
    expect(await refusal(person.email)).toEqual(await refusal('nobody@keybell.example'));
  });

  it('takes a code of a clock that is one step early or late, and not of two', async () => {
    const { secret } = await turnOn();
    team.clock.advance(10 * STEP_MS);
    expect(await problemsOf(signIn(codeAt(secret, -2 * STEP_MS)))).toMatchObject([{ code: 'INVALID' }]);
    expect(await problemsOf(signIn(codeAt(secret, 2 * STEP_MS)))).toMatchObject([{ code: 'INVALID' }]);
    await expect(signIn(codeAt(secret, -STEP_MS))).resolves.toBeTypeOf('string');
    await expect(signIn(codeAt(secret, STEP_MS))).resolves.toBeTypeOf('string');
  });

  it('takes a code once, and none that is older than one that was taken', async () => {
    const { secret } = await turnOn();
    const [older, code] = [codeAt(secret), codeAt(secret, STEP_MS)];
    await signIn(code);
    expect(await problemsOf(signIn(code))).toMatchObject([{ code: 'INVALID' }]);
    expect(await problemsOf(signIn(older))).toMatchObject([{ code: 'INVALID' }]);
  });

  it('does not take the code again that has switched it on', async () => {
    const secret = await begin();
    const code = codeAt(secret);
    await confirmTwoFactor(deps(), callerOf(person), code);
    expect(await problemsOf(signIn(code))).toMatchObject([{ code: 'INVALID' }]);
  });

  it('lets one in of two who use a code at once, at two processes', async () => {
    const { secret } = await turnOn();
    const other = newDoors();
    const code = codeAt(secret);
    expect(await outcomes([signIn(code), signIn(code, other)])).toEqual(['fulfilled', 'rejected']);
  });

  it('lets one in of two who use a recovery code at once, at two processes', async () => {
    const { recoveryCodes: [code] } = await turnOn();
    const other = newDoors();
    expect(await outcomes([signIn(code), signIn(code!.toUpperCase(), other)])).toEqual(['fulfilled', 'rejected']);
    expect(await team.store.reader.countBy(RecoveryCode, { personId: person.personId })).toBe(9);
  });

  it('looks at ten wrong codes an hour, whichever process they come to, and then not at the right one', async () => {
    const { secret } = await turnOn();
    const other = newDoors();
    for (let index = 0; index < 10; index++) expect(await problemsOf(signIn('no code', index % 2 ? doors : other))).toMatchObject([{ code: 'INVALID' }]);
    await expect(signIn(codeAt(secret))).rejects.toBeInstanceOf(TooManyTriesError);
    await expect(signIn(codeAt(secret), other)).rejects.toBeInstanceOf(TooManyTriesError);
    team.clock.advance(HOUR_MS);
    await expect(signIn(codeAt(secret))).resolves.toBeTypeOf('string');
  });

  it('is stored sealed, and its recovery codes hashed', async () => {
    const { secret, recoveryCodes } = await turnOn();
    const stored = JSON.stringify([await team.store.reader.find(SecondFactor), await team.store.reader.find(RecoveryCode)]);
    for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]) expect(stored).not.toContain(text);
  });

  it('cannot be opened at the place of another person', async () => {
    const [own, other] = [await turnOn(), await team.addMember(person.accountId, 'ADMIN')];
    await team.store.write(async (tx) => {
      const row = await tx.findOneByOrFail(SecondFactor, { personId: person.personId });
      await tx.insert(SecondFactor, { ...row, personId: other.personId, usedStep: 0 });
    });
    await expect(doors.signIn.signIn({ email: other.email, password: PASSWORD, ip: '192.0.2.1', code: codeAt(own.secret) })).rejects.toThrow(/altered/);
  });

  it('is set up with the password only, within a quarter of an hour', async () => {
    expect(await problemsOf(beginTwoFactor(deps(), callerOf(person), 'wrong'))).toMatchObject([{ code: 'INVALID', path: ['input', 'password'] }]);
    const secret = await begin();
    team.clock.advance(15 * MINUTE_MS);
    expect(await problemsOf(confirmTwoFactor(deps(), callerOf(person), codeAt(secret)))).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('is not replaced while it is on', async () => {
    await turnOn();
    expect(await problemsOf(begin())).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('ends the other sessions of the person when it is switched on', async () => {
    const token = await signIn();
    await turnOn();
    expect(await doors.sessions.viewer(token)).toBeNull();
  });

  it('is switched off with the password and a code, and not with one of them', async () => {
    const { secret, recoveryCodes } = await turnOn();
    const off = (password: string, code: string) => disableTwoFactor(deps(), callerOf(person), { password, code });
    expect(await problemsOf(off('wrong', codeAt(secret)))).toMatchObject([{ path: ['input', 'password'] }]);
    expect(await problemsOf(off(PASSWORD, '000000'))).toMatchObject([{ path: ['input', 'code'] }]);
    await off(PASSWORD, recoveryCodes[3]!);
    await expect(signIn()).resolves.toBeTypeOf('string');
    expect(await team.store.reader.countBy(RecoveryCode, { personId: person.personId })).toBe(0);
  });

  it('gets new recovery codes for a code, and the old ones are void', async () => {
    const { secret, recoveryCodes } = await turnOn();
    const renewed = await renewRecoveryCodes(deps(), callerOf(person), codeAt(secret));
    expect(new Set([...recoveryCodes, ...renewed]).size).toBe(20);
    expect(await problemsOf(signIn(recoveryCodes[0]))).toMatchObject([{ code: 'INVALID' }]);
    await expect(signIn(renewed[0])).resolves.toBeTypeOf('string');
  });

  it('is taken from a member who has lost it by a Super Admin, which the log says', async () => {
    await turnOn();
    const boss = await team.addMember(person.accountId, 'SUPER_ADMIN');
    const admin = await team.addMember(person.accountId, 'ADMIN');
    expect(await problemsOf(resetTwoFactor(team.deps, admin, person.actorId))).toMatchObject([{ code: 'INVALID_STATE' }]);
    await resetTwoFactor(team.deps, boss, person.actorId);
    await expect(signIn()).resolves.toBeTypeOf('string');
    expect(await team.store.reader.findOneBy(AuditEntry, { accountId: person.accountId, action: 'member.resetTwoFactor' })).toMatchObject({ actorId: boss.actorId, targetId: person.actorId });
  });

  it('is not taken by oneself, nor by who answers for one of the accounts that it guards', async () => {
    await turnOn();
    const boss = await team.addMember(person.accountId, 'SUPER_ADMIN');
    expect(await problemsOf(resetTwoFactor(team.deps, person, person.actorId))).toMatchObject([{ code: 'INVALID_STATE' }]);
    const elsewhere = await team.addAccount();
    await team.addMember(elsewhere, 'VIEWER', { person });
    expect(await problemsOf(resetTwoFactor(team.deps, boss, person.actorId))).toMatchObject([{ code: 'INVALID_STATE' }]);
    await team.addMember(elsewhere, 'SUPER_ADMIN', { person: boss });
    await expect(resetTwoFactor(team.deps, boss, person.actorId)).resolves.toMatchObject({ id: person.actorId });
  });

  it('goes with the password of somebody who is a member of nothing any more', async () => {
    await turnOn();
    await removeMember(team.deps, await team.addMember(person.accountId, 'SUPER_ADMIN'), person.actorId);
    expect(await doors.secondFactors.isOn(person.personId)).toBe(false);
  });

  it('is in the log of every account of the person', async () => {
    const elsewhere = await team.addAccount();
    const second = await team.addMember(elsewhere, 'VIEWER', { person });
    await turnOn();
    expect(await team.store.reader.findOneBy(AuditEntry, { accountId: elsewhere, action: 'twoFactor.enable' })).toMatchObject({ actorId: second.actorId });
  });
});
