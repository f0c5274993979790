import type { EntityManager } from 'typeorm';
import type { RequestOrigin } from '../domain/audit.ts';
import { newId } from '../domain/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/time.ts';
import type { Store } from '../storage/store.ts';
import type { Session } from '../storage/entities/member.ts';
import { deleteSession, findSession, findSessionsOf, insertSession, noteSessionSeen } from '../storage/repositories/sessions.ts';
import { hashToken, newToken } from './tokens.ts';
import { viewerOfSession, type Viewer } from './viewer.ts';

/** What else is written in the transaction that begins or ends a session. */
type Alongside = (tx: EntityManager, now: number) => Promise<void>;

const ABSOLUTE_MS = 7 * DAY_MS;
const IDLE_MS = 12 * HOUR_MS;
/** A session's use is noted at most this often, so that reading the console does not write. */
const SEEN_STEP_MS = MINUTE_MS;
const MAX_AGENT_LENGTH = 255;

/** Console sessions: random tokens of which only hashes are stored, ended after 12 hours idle or 7 days. */
export class Sessions {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor({ store, clock }: { store: Store; clock: () => number }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Begins a session of a member who has just proven who they are; returns its token, which is not stored. */
  start(memberId: string, { origin, alongside }: { origin?: RequestOrigin; alongside?: Alongside } = {}): Promise<string> {
    return this.#store.write(async (tx) => {
      const token = await this.startIn(tx, memberId, origin);
      await alongside?.(tx, this.#clock());
      return token;
    });
  }

  /** The same within a transaction of the caller. The token is always a new one: nothing that a browser sends along becomes it. */
  async startIn(tx: EntityManager, memberId: string, origin?: RequestOrigin): Promise<string> {
    const token = newToken();
    const now = this.#clock();
    await insertSession(tx, {
      tokenHash: hashToken(token), id: newId('ses'), memberId, ipAddress: origin?.ip || null, userAgent: origin?.userAgent?.slice(0, MAX_AGENT_LENGTH) ?? null,
      provenAt: now, createdAt: now, lastSeenAt: now, expiresAt: now + ABSOLUTE_MS,
    });
    return token;
  }

  /** What a person has open. */
  list(personId: string): Promise<Session[]> {
    const now = this.#clock();
    return findSessionsOf(this.#store, personId, { expiresAfter: now, seenAfter: now - IDLE_MS });
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
    const { session } = found;
    if (session.expiresAt <= now || session.lastSeenAt + IDLE_MS <= now) return null;
    if (session.lastSeenAt + SEEN_STEP_MS <= now) await this.#store.write((tx) => noteSessionSeen(tx, session, now));
    return viewerOfSession(found);
  }

  /** Ends a session; `alongside` is written unless it had ended before. */
  async end(tokenHash: string, alongside?: Alongside): Promise<void> {
    await this.#store.write(async (tx) => {
      if (await deleteSession(tx, tokenHash)) await alongside?.(tx, this.#clock());
    });
  }
}
