import type { RequestOrigin } from '../domain/audit.ts';
import { normalEmail } from '../domain/credentials.ts';
import { MAX_EMAIL_LENGTH } from '../domain/email-address.ts';
import { problem, RefusedError } from '../domain/errors.ts';
import { noteAudit, systemActor } from '../storage/audit-rows.ts';
import type { Member, Person } from '../storage/entities/member.ts';
import { findPersonByEmail, findActiveMembership, noteMemberActive } from '../storage/repositories/members.ts';
import type { Store } from '../storage/store.ts';
import { networkOf } from './network.ts';
import { verifyPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';
import type { Viewer } from './viewer.ts';

/** Guesses at one person from one address. Few, and they lock nobody out who signs in from elsewhere. */
const MAX_FAILURES_PER_PAIR = 10;
/** Guesses at one person from everywhere: many, since reaching it locks the owner out too. */
const MAX_FAILURES_PER_EMAIL = 100;
const MAX_FAILURES_PER_ADDRESS = 50;
/** Longer than any allowed password; hashing megabytes would be a way to keep the server busy. */
const MAX_TYPED_LENGTH = 1_000;

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  /** Address of the client. */
  readonly ip: string;
}

/** Console sign-in with e-mail address and password. */
export class SignIn {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #sessions: Sessions;
  readonly #byPair = new Throttle(MAX_FAILURES_PER_PAIR);
  readonly #byEmail = new Throttle(MAX_FAILURES_PER_EMAIL);
  readonly #byAddress = new Throttle(MAX_FAILURES_PER_ADDRESS);

  constructor({ store, clock, sessions }: { store: Store; clock: () => number; sessions: Sessions }) {
    this.#store = store;
    this.#clock = clock;
    this.#sessions = sessions;
  }

  /** Token of a new session. Throws RefusedError for a wrong pair and TooManyTriesError when there were too many of them. */
  async signIn({ email: typed, password, ip, origin }: SignInAttempt & { origin?: RequestOrigin }): Promise<string> {
    const email = normalEmail(typed);
    const member = await this.#counted({ email, password, ip }, (attempt) => this.#memberOf(attempt));
    if (member === null) {
      // Not waited for: how long the answer takes must not tell whether there is somebody with this address.
      void this.#noteRefusal(email, origin).catch(() => undefined);
      throw new RefusedError([problem('INVALID', 'The e-mail address or the password is wrong.')]);
    }
    return this.#sessions.start(member.id, async (tx, now) => {
      await noteMemberActive(tx, member.id, now);
      await noteAudit(tx, { accountId: member.accountId, actorId: member.id, origin }, { action: 'session.signIn', target: { id: member.id, name: email }, at: now });
    });
  }

  /** Ends the session of a viewer who has one. */
  async signOut(viewer: Viewer): Promise<void> {
    const { sessionTokenHash, member } = viewer;
    if (sessionTokenHash === null || member === null) return;
    await this.#sessions.end(sessionTokenHash, (tx, at) => (
      noteAudit(tx, viewer, { action: 'session.signOut', target: { id: member.id, name: member.email }, at })
    ));
  }

  /** An address that nobody has belongs to no account whose log could have it. */
  async #noteRefusal(email: string, origin: RequestOrigin | undefined): Promise<void> {
    const person = email.length > MAX_EMAIL_LENGTH ? null : await findPersonByEmail(this.#store, email);
    const member = person && await findActiveMembership(this.#store, person.id);
    if (!member) return;
    const at = this.#clock();
    await this.#store.write((tx) => noteAudit(tx, { ...systemActor(member.accountId, 'sign-in'), origin }, {
      action: 'session.signInRefused', target: { id: member.id, name: email }, at,
    }));
  }

  /** Whether somebody's password is right. Guesses count as those of signing in do; throws TooManyTriesError likewise. */
  async isPasswordOf(attempt: SignInAttempt): Promise<boolean> {
    return await this.#counted(attempt, (each) => this.#personOf(each)) !== null;
  }

  /** Counts a try that finds nothing. */
  async #counted<T>(attempt: SignInAttempt, find: (attempt: SignInAttempt) => Promise<T | null>): Promise<T | null> {
    const now = this.#clock();
    const { pair, person, network } = keysOf(attempt);
    const counts = [[this.#byPair, pair], [this.#byEmail, person], [this.#byAddress, network]] as const;
    for (const [throttle, key] of counts) throttle.check(key, now);
    // Counted before the slow comparison: otherwise a burst of guesses would all pass the check above.
    for (const [throttle, key] of counts) throttle.fail(key, now);
    const found = await find(attempt);
    if (found === null) return null;
    this.#byPair.forget(pair);
    this.#byEmail.forget(person);
    // Guesses at others stay: a success of one's own must not clear them away.
    this.#byAddress.takeBack(network);
    return found;
  }

  /** The member that a right pair signs in as; null for a wrong one. */
  async #memberOf(attempt: SignInAttempt): Promise<Member | null> {
    const person = await this.#personOf(attempt);
    return person && findActiveMembership(this.#store, person.id);
  }

  async #personOf({ email, password }: SignInAttempt): Promise<Person | null> {
    if (email.length > MAX_EMAIL_LENGTH || password.length > MAX_TYPED_LENGTH) return null;
    const person = await findPersonByEmail(this.#store, email);
    return await verifyPassword(password, person?.passwordHash ?? null) ? person : null;
  }
}

/** What nobody can be called is counted as one: the keys are kept, and whoever guesses chooses their length. */
function keysOf({ email, ip }: SignInAttempt): { pair: string; person: string; network: string } {
  const [person, network] = [email.length > MAX_EMAIL_LENGTH ? '' : email, networkOf(ip)];
  return { pair: `${network} ${person}`, person, network };
}
