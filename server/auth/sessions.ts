import type { EntityManager } from 'typeorm';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/time.ts';
import type { Store } from '../storage/store.ts';
import { deleteSession, findSession, insertSession, noteSessionSeen } from '../storage/repositories/sessions.ts';
import { hashToken, newToken } from './tokens.ts';
import { viewerOfSession, type Viewer } from './viewer.ts';

/** What else is written in the transaction that begins or ends a session. */
type Alongside = (tx: EntityManager, now: number) => Promise<void>;

const ABSOLUTE_MS = 7 * DAY_MS;
const IDLE_MS = 12 * HOUR_MS;
/** A session's use is noted at most this often, so that reading the console does not write. */
const SEEN_STEP_MS = MINUTE_MS;

/** Console sessions: random tokens of which only hashes are stored, ended after 12 hours idle or 7 days. */
export class Sessions {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor({ store, clock }: { store: Store; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Begins a session of a member; returns its token, which is not stored. */
  async start(memberId: string, alongside?: Alongside): Promise<string> {
    const token = newToken();
    const now = this.#clock();
    await this.#store.write(async (tx) => {
      await insertSession(tx, { tokenHash: hashToken(token), memberId, createdAt: now, lastSeenAt: now, expiresAt: now + ABSOLUTE_MS });
      await alongside?.(tx, now);
    });
    return token;
  }

  /** The viewer of a session that is still valid; null otherwise. */
  viewer(token: string): Promise<Viewer | null> {
    return this.viewerOf(hashToken(token));
  }

  /** The same for a session that is known by its hash. */
  async viewerOf(tokenHash: string): Promise<Viewer | null> {
    const now = this.#clock();
    const found = await findSession(this.#store, tokenHash);
    if (!found || found.member.status !== 'ACTIVE') return null;
    const { session, member, person } = found;
    if (session.expiresAt <= now || session.lastSeenAt + IDLE_MS <= now) return null;
    if (session.lastSeenAt + SEEN_STEP_MS <= now) await this.#store.write((tx) => noteSessionSeen(tx, session, now));
    return viewerOfSession(member, person, session.tokenHash);
  }

  /** Ends a session; `alongside` is written unless it had ended before. */
  async end(tokenHash: string, alongside?: Alongside): Promise<void> {
    await this.#store.write(async (tx) => {
      if (await deleteSession(tx, tokenHash)) await alongside?.(tx, this.#clock());
    });
  }
}
