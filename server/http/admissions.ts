import { BadApiKeyError, type Credentials, type Doors } from '../auth/doors.ts';
import type { Viewer } from '../auth/viewer.ts';
import { SECOND_MS } from '../domain/time.ts';

/** How often it is asked whether those who listen still may: another process may have changed it. */
const RECHECK_EVERY_MS = 2 * SECOND_MS;

/** Somebody who was let in to listen for long. */
interface Admission { readonly credentials: Credentials; readonly rights: string; readonly end: (reason: string) => void }

/** Those who listen, and an end for those whose key or session ends, or whose rights change. */
export class Admissions {
  readonly #doors: Doors;
  readonly #admitted = new Set<Admission>();
  #recheck: NodeJS.Timeout | null = null;
  #unlisten: () => void = () => undefined;

  constructor(doors: Doors) {
    this.#doors = doors;
  }

  start(): void {
    this.#recheck = setInterval(() => void this.#endOver(), RECHECK_EVERY_MS).unref();
    this.#unlisten = this.#doors.onChange(() => void this.#endOver());
  }

  stop(): void {
    if (this.#recheck) clearInterval(this.#recheck);
    this.#unlisten();
  }

  /** Who is calling; null for nobody, also with a key that opens nothing. */
  async viewerOf(credentials: Credentials): Promise<Viewer | null> {
    try {
      return await this.#doors.viewer(credentials);
    } catch (error) {
      if (error instanceof BadApiKeyError) return null;
      throw error;
    }
  }

  /** Remembers a listener until the returned function is called; `end` gets a sentence of at most 123 bytes. */
  admit(viewer: Viewer, credentials: Credentials, end: (reason: string) => void): () => void {
    const admission = { credentials, rights: rightsOf(viewer), end };
    this.#admitted.add(admission);
    return () => void this.#admitted.delete(admission);
  }

  /** Each pair of credentials is asked for once. */
  async #endOver(): Promise<void> {
    const viewers = new Map<string, Promise<Viewer | null | undefined>>();
    for (const admission of this.#admitted) {
      const key = JSON.stringify(admission.credentials);
      // Undefined: nobody could tell, so they listen on until the next time.
      const viewer = viewers.get(key) ?? this.viewerOf(admission.credentials).catch(() => undefined);
      viewers.set(key, viewer);
      void viewer.then((found) => endUnlessSame(admission, found));
    }
  }
}

function endUnlessSame({ credentials, rights, end }: Admission, viewer: Viewer | null | undefined): void {
  if (viewer === null) end(refusalOf(credentials));
  // They were let in by the old rights; whoever connects again is judged by the new ones.
  else if (viewer && rightsOf(viewer) !== rights) end('Your rights have changed; connect again.');
}

const rightsOf = ({ actorId, role, scopes, environments, mustSetUpTwoFactor }: Viewer): string => JSON.stringify([actorId, role, scopes, environments, mustSetUpTwoFactor]);

/** Why nobody may listen with these credentials. */
export function refusalOf({ authorization }: Credentials): string {
  return authorization === null ? 'Sign in, or send an API key in connection_init.' : 'The API key is unknown, revoked or expired.';
}
