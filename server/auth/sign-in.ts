import type { EntityManager } from 'typeorm';
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
import type { SecondFactors } from './second-factors.ts';
import type { Sessions } from './sessions.ts';
import type { Tries, TryLimit } from './tries.ts';
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

export interface SignInRequest extends SignInAttempt {
  /** Of the second factor, where there is one. */
  readonly code?: string | null;
  readonly origin?: RequestOrigin;
}

interface Parts { readonly store: Store; readonly clock: () => number; readonly sessions: Sessions; readonly secondFactors: SecondFactors; readonly tries: Tries }

/** Console sign-in with e-mail address and password, and a code where there is a second factor. */
export class SignIn {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Token of a new session. Throws RefusedError for a wrong pair, and for a right one without the code that it needs, and
   * TooManyTriesError when there were too many of them.
   */
  async signIn({ email: typed, password, code, ip, origin }: SignInRequest): Promise<string> {
    const email = normalEmail(typed);
    const member = await this.#counted({ email, password, ip }, (attempt) => this.#memberOf(attempt));
    if (member === null) {
      // Not waited for: how long the answer takes must not tell whether there is somebody with this address.
      void this.#noteRefusal(email, origin).catch(() => undefined);
      throw new RefusedError([problem('INVALID', 'The e-mail address or the password is wrong.')]);
    }
    const { secondFactors, sessions } = this.#parts;
    const isProtected = await secondFactors.isOn(member.personId);
    const begin = async (tx: EntityManager) => {
      await this.#noteSignIn(tx, member, { email, origin });
      return sessions.startIn(tx, member.id, origin);
    };
    if (!isProtected) return this.#parts.store.write(begin);
    return this.#orNoted(secondFactors.spend(member.personId, code, begin), { email, origin });
  }

  /** Ends the session of a viewer who has one. */
  async signOut(viewer: Viewer): Promise<void> {
    const { sessionTokenHash, member } = viewer;
    if (sessionTokenHash === null || member === null) return;
    await this.#parts.sessions.end(sessionTokenHash, (tx, at) => (
      noteAudit(tx, viewer, { action: 'session.signOut', target: { id: member.id, name: member.email }, at })
    ));
  }

  async #noteSignIn(tx: EntityManager, member: Member, { email, origin }: { email: string; origin?: RequestOrigin }): Promise<void> {
    const at = this.#parts.clock();
    await noteMemberActive(tx, member.id, at);
    await noteAudit(tx, { accountId: member.accountId, actorId: member.id, origin }, { action: 'session.signIn', target: { id: member.id, name: email }, at });
  }

  /** Notes it when a code is refused. That one is missing is the first half of signing in. */
  async #orNoted(signIn: Promise<string>, { email, origin }: { email: string; origin?: RequestOrigin }): Promise<string> {
    try {
      return await signIn;
    } catch (error) {
      if (error instanceof RefusedError && error.problems.every(({ code }) => code !== 'REQUIRED')) await this.#noteRefusal(email, origin);
      throw error;
    }
  }

  /** An address that nobody has belongs to no account whose log could have it. */
  async #noteRefusal(email: string, origin: RequestOrigin | undefined): Promise<void> {
    const { store, clock } = this.#parts;
    const person = email.length > MAX_EMAIL_LENGTH ? null : await findPersonByEmail(store, email);
    const member = person && await findActiveMembership(store, person.id);
    if (!member) return;
    const at = clock();
    await store.write((tx) => noteAudit(tx, { ...systemActor(member.accountId, 'sign-in'), origin }, {
      action: 'session.signInRefused', target: { id: member.id, name: email }, at,
    }));
  }

  /** Whether somebody's password is right. Guesses count as those of signing in do; throws TooManyTriesError likewise. */
  async isPasswordOf(attempt: SignInAttempt): Promise<boolean> {
    return await this.#counted(attempt, (each) => this.#personOf(each)) !== null;
  }

  /** Counts a try that finds nothing. */
  async #counted<T>(attempt: SignInAttempt, find: (attempt: SignInAttempt) => Promise<T | null>): Promise<T | null> {
    const { tries } = this.#parts;
    const { pair, person, network } = limitsOf(attempt);
    await tries.begin([pair, person, network]);
    const found = await find(attempt);
    // Guesses of the network at others stay: a success of one's own must not clear them away.
    if (found !== null) await tries.succeed({ forget: [pair, person], takeBack: [network] });
    return found;
  }

  /** The member that a right pair signs in as; null for a wrong one. */
  async #memberOf(attempt: SignInAttempt): Promise<Member | null> {
    const person = await this.#personOf(attempt);
    return person && findActiveMembership(this.#parts.store, person.id);
  }

  async #personOf({ email, password }: SignInAttempt): Promise<Person | null> {
    if (email.length > MAX_EMAIL_LENGTH || password.length > MAX_TYPED_LENGTH) return null;
    const person = await findPersonByEmail(this.#parts.store, email);
    return await verifyPassword(password, person?.passwordHash ?? null) ? person : null;
  }
}

/** What nobody can be called is counted as one. */
function limitsOf({ email, ip }: SignInAttempt): Record<'pair' | 'person' | 'network', TryLimit> {
  const [person, network] = [email.length > MAX_EMAIL_LENGTH ? '' : email, networkOf(ip)];
  return {
    pair: { kind: 'password from', key: `${network} ${person}`, max: MAX_FAILURES_PER_PAIR },
    person: { kind: 'password of', key: person, max: MAX_FAILURES_PER_EMAIL },
    network: { kind: 'passwords from', key: network, max: MAX_FAILURES_PER_ADDRESS },
  };
}
