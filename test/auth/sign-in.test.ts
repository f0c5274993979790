import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Doors } from '../../server/auth/doors.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import type { SignIn } from '../../server/auth/sign-in.ts';
import { TooManyTriesError } from '../../server/auth/tries.ts';
import { RefusedError } from '../../server/domain/errors.ts';
import { newId } from '../../server/domain/ids.ts';
import { Keyring } from '../../server/storage/encryption.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { FailedTry } from '../../server/storage/entities/second-factor.ts';
import { insertMember } from '../../server/storage/repositories/members.ts';
import { TestClock } from '../support/clock.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';

const OWNER = { email: 'owner@keybell.example', password: 'correct horse battery' };
/** Refused without hashing it, and counted all the same. */
const WRONG = 'x'.repeat(1_001);

describe('sign-in', () => {
  const clock = new TestClock();
  let database: TestStore;
  let door: SignIn;

  beforeAll(async () => {
    database = await openTestStore();
    const account = accountRow();
    const createdAt = clock.now();
    const person = { id: newId('per'), email: OWNER.email, name: 'Owner', passwordHash: await hashPassword(OWNER.password), createdAt };
    await database.store.write(async (tx) => {
      await tx.insert(Account, account);
      await insertMember(tx, person, {
        id: newId('mem'), accountId: account.id, personId: person.id, role: 'SUPER_ADMIN', status: 'ACTIVE', lastActiveAt: null, createdAt, removedAt: null,
      });
    });
  });
  /** What one process has: they share the database and nothing else. */
  const newDoor = () => new Doors({ store: database.store, keyring: Keyring.parse(Keyring.generate()), clock: clock.now }).signIn;
  beforeEach(async () => {
    door = newDoor();
    await database.store.write((tx) => tx.clear(FailedTry));
  });
  afterAll(() => database.close());

  const signIn = (ip: string, own: Partial<typeof OWNER> = {}) => door.signIn({ ...OWNER, ip, ...own });

  /** Tries wrong passwords, all of which are looked at. */
  async function fail(times: number, attempt: (index: number) => { ip: string; email?: string }): Promise<void> {
    for (let index = 0; index < times; index++) {
      const { ip, ...own } = attempt(index);
      await expect(signIn(ip, { password: WRONG, ...own })).rejects.toBeInstanceOf(RefusedError);
    }
  }

  it('is open to the owner while somebody elsewhere guesses the password', async () => {
    await fail(10, () => ({ ip: '192.0.2.1' }));
    await expect(signIn('192.0.2.1')).rejects.toBeInstanceOf(TooManyTriesError);
    await expect(signIn('192.0.2.2')).resolves.toBeTypeOf('string');
  });

  it('is closed for one e-mail address after 100 guesses from everywhere', async () => {
    await fail(100, (index) => ({ ip: `192.0.2.${index}` }));
    await expect(signIn('198.51.100.1')).rejects.toBeInstanceOf(TooManyTriesError);
  });

  it('is closed for one client after 50 guesses at anybody', async () => {
    await fail(50, (index) => ({ ip: '192.0.2.1', email: `person${index}@keybell.example` }));
    await expect(signIn('192.0.2.1')).rejects.toBeInstanceOf(TooManyTriesError);
  });

  it('is closed for one client after 50 guesses at anybody, also when the client signs in to an account of its own in between', async () => {
    const guess = (index: number) => ({ ip: '192.0.2.1', email: `person${index}@keybell.example` });
    await fail(49, guess);
    await signIn('192.0.2.1');
    await fail(1, guess);
    await expect(signIn('192.0.2.1')).rejects.toBeInstanceOf(TooManyTriesError);
  });

  it('is open to as many as sign in from one network', async () => {
    for (let index = 0; index < 3; index++) {
      await fail(16, (guess) => ({ ip: '192.0.2.1', email: `person${index}-${guess}@keybell.example` }));
      await signIn('192.0.2.1');
    }
    await signIn('192.0.2.1');
    await signIn('192.0.2.1');
    await expect(signIn('192.0.2.1')).resolves.toBeTypeOf('string');
  });

  it('counts guesses in all, whichever process they are made at', async () => {
    await fail(5, () => ({ ip: '192.0.2.1' }));
    door = newDoor();
    await fail(5, () => ({ ip: '192.0.2.1' }));
    await expect(signIn('192.0.2.1')).rejects.toBeInstanceOf(TooManyTriesError);
  });

  it('looks at no more than ten guesses that come at once, at two processes', async () => {
    const doors = [newDoor(), newDoor()];
    const guesses = Array.from({ length: 30 }, (_, index) => doors[index % 2]!.signIn({ ...OWNER, password: WRONG, ip: '192.0.2.1' }));
    const outcomes = await Promise.allSettled(guesses);
    expect(outcomes.filter((each) => each.status === 'rejected' && each.reason instanceof RefusedError)).toHaveLength(10);
  });

  it('forgets the failures before a success', async () => {
    await fail(9, () => ({ ip: '192.0.2.1' }));
    await signIn('192.0.2.1');
    await fail(10, () => ({ ip: '192.0.2.1' }));
  });
});
