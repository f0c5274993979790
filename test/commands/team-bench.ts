import 'reflect-metadata';
import { hashPassword } from '../../server/auth/passwords.ts';
import { Sessions } from '../../server/auth/sessions.ts';
import type { Caller } from '../../server/commands/caller.ts';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import type { Role } from '../../server/domain/roles.ts';
import { Keyring } from '../../server/storage/encryption.ts';
import { Account } from '../../server/storage/entities/account.ts';
import { Member, Person } from '../../server/storage/entities/member.ts';
import { WebhookDirectory } from '../../server/storage/webhook-directory.ts';
import { TestClock } from '../support/clock.ts';
import { openTestStore, type DatabaseKind, type TestStore } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';

export const PASSWORD = 'correct horse battery';
/** Hashed once: it takes longer than most tests. */
const passwordHash = hashPassword(PASSWORD);

/** Somebody in an account, with the person behind. */
export interface Teammate extends Caller { personId: string; email: string }

/** People and accounts on a real database. */
export class TeamBench {
  readonly clock = new TestClock();
  readonly keyring = Keyring.parse(Keyring.generate());
  readonly #test: TestStore;

  private constructor(test: TestStore) {
    this.#test = test;
  }

  static async open(kind: DatabaseKind): Promise<TeamBench> {
    return new TeamBench(await openTestStore(kind));
  }

  get deps() {
    const { store } = this.#test;
    return { store, keyring: this.keyring, clock: this.clock.now, directory: new WebhookDirectory({ store, keyring: this.keyring, clock: this.clock.now }) };
  }

  get store() {
    return this.#test.store;
  }

  get sessions(): Sessions {
    return new Sessions({ store: this.store, clock: this.clock.now });
  }

  close(): Promise<void> {
    return this.#test.close();
  }

  async addAccount(): Promise<string> {
    const account = accountRow();
    await this.store.write((tx) => tx.insert(Account, account));
    return account.id;
  }

  /** A new person, or an old one in another account. */
  async addMember(accountId: string, role: Role, { status = 'ACTIVE', person }: { status?: Member['status']; person?: Teammate } = {}): Promise<Teammate> {
    const createdAt = this.clock.now();
    const personId = person?.personId ?? newId('per');
    const email = person?.email ?? `${personId.toLowerCase()}@keybell.example`;
    const actorId = newId('mem');
    const hash = await passwordHash;
    await this.store.write(async (tx) => {
      if (!person) await tx.insert(Person, { id: personId, email, name: `Name of ${personId}`, passwordHash: hash, createdAt });
      await tx.insert(Member, { id: actorId, accountId, personId, role, status, lastActiveAt: null, createdAt, removedAt: null });
    });
    return { accountId, actorId, environments: ENVIRONMENTS, personId, email };
  }

  member(id: string): Promise<Member> {
    return this.store.reader.findOneByOrFail(Member, { id });
  }

  person(id: string): Promise<Person> {
    return this.store.reader.findOneByOrFail(Person, { id });
  }
}
