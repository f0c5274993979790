import type { Keyring } from '../storage/encryption.ts';
import type { Store } from '../storage/store.ts';
import { ApiKeys } from './api-keys.ts';
import { Reauthentication } from './reauthentication.ts';
import { SecondFactors } from './second-factors.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Tries } from './tries.ts';
import type { Viewer } from './viewer.ts';

/** What a caller shows at the door: an API key, a session cookie, both or nothing. */
export interface Credentials {
  /** Value of the `Authorization` header, or of `authorization` in `connection_init`. */
  readonly authorization: string | null;
  readonly sessionToken: string | null;
}

/** An API key was shown that opens nothing. Never thrown for a stale cookie: its owner just has to sign in again. */
export class BadApiKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadApiKeyError';
  }
}

/** All ways in. */
export class Doors {
  readonly apiKeys: ApiKeys;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly secondFactors: SecondFactors;
  readonly reauthentication: Reauthentication;
  readonly tries: Tries;
  readonly #listeners = new Set<() => void>();
  readonly #onChange: () => void;

  /** `onChange`: this process has changed somebody's rights. */
  constructor({ onChange = () => undefined, ...options }: { store: Store; keyring: Keyring; clock: () => number; onChange?: () => void }) {
    this.#onChange = onChange;
    this.apiKeys = new ApiKeys(options);
    this.sessions = new Sessions(options);
    this.tries = new Tries(options);
    this.secondFactors = new SecondFactors({ ...options, tries: this.tries });
    this.signIn = new SignIn({ ...options, sessions: this.sessions, secondFactors: this.secondFactors, tries: this.tries });
    this.reauthentication = new Reauthentication({ ...options, signIn: this.signIn, secondFactors: this.secondFactors });
  }

  /** Calls back after each change of somebody's rights that this process knows of; returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Call after a committed change of a role, a membership, a session or a key. */
  announceChange(): void {
    for (const listener of this.#listeners) listener();
    this.#onChange();
  }

  /** Another process has changed somebody's rights. */
  heedChange(): void {
    this.apiKeys.forgetAll();
    for (const listener of this.#listeners) listener();
  }

  /** Who is calling; null for nobody. An API key counts before a cookie. */
  async viewer({ authorization, sessionToken }: Credentials): Promise<Viewer | null> {
    if (authorization !== null) return this.#keyViewer(authorization);
    return sessionToken === null ? null : this.sessions.viewer(sessionToken);
  }

  async #keyViewer(authorization: string): Promise<Viewer> {
    const key = /^Bearer +(\S{1,512})$/i.exec(authorization)?.[1];
    if (key === undefined) throw new BadApiKeyError('The authorization must be of the form "Bearer <API key>".');
    const viewer = await this.apiKeys.viewer(key);
    if (!viewer) throw new BadApiKeyError('The API key is unknown, revoked or expired.');
    return viewer;
  }
}
