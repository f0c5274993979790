import { problem, RefusedError } from '../domain/errors.ts';
import { findPersonByEmail, findActiveMembership, noteMemberActive } from '../storage/repositories/members.ts';
import type { Store } from '../storage/store.ts';
import { verifyPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';

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
  async signIn({ email: typed, password, ip }: SignInAttempt): Promise<string> {
    const email = typed.trim().toLowerCase();
    const now = this.#clock();
    const counts = this.#countsOf(email, ip);
    for (const [throttle, key] of counts) throttle.check(key, now);
    // Counted before the slow comparison: otherwise a burst of guesses would all pass the check above.
    for (const [throttle, key] of counts) throttle.fail(key, now);
    const memberId = await this.#memberOf(email, password);
    if (memberId === null) throw new RefusedError([problem('INVALID', 'The e-mail address or the password is wrong.')]);
    for (const [throttle, key] of counts) throttle.forget(key);
    await this.#store.write((tx) => noteMemberActive(tx, memberId, now));
    return this.#sessions.start(memberId);
  }

  #countsOf(email: string, ip: string): [Throttle, string][] {
    return [[this.#byPair, `${ip} ${email}`], [this.#byEmail, email], [this.#byAddress, ip]];
  }

  /** The member that a right pair signs in as; null for a wrong one. */
  async #memberOf(email: string, password: string): Promise<string | null> {
    if (email.length > MAX_TYPED_LENGTH || password.length > MAX_TYPED_LENGTH) return null;
    const person = await findPersonByEmail(this.#store, email);
    if (!(await verifyPassword(password, person?.passwordHash ?? null)) || !person) return null;
    return (await findActiveMembership(this.#store, person.id))?.id ?? null;
  }
}
