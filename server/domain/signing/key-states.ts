import { DAY_MS } from '../time.ts';

/** How long a key that no longer signs stays published, ms: longer than any request is under way. */
export const RETIRED_PUBLISHED_MS = 30 * DAY_MS;

export type SigningKeyState = 'UPCOMING' | 'ACTIVE' | 'RETIRED' | 'REVOKED';

/** When a key of an account signs. Ids grow with time. */
export interface SigningTimes {
  readonly id: string;
  /** Ms since the epoch. */
  readonly activeFrom: number;
  /** Withdrawn before it ever signed. */
  readonly revokedAt: number | null;
}

/** What a key is at a moment, and when its successor takes over (null: there is none yet). */
export interface SigningStanding { readonly state: SigningKeyState; readonly retiredAt: number | null }

/** Later ones win; of two that begin at the same moment the one made later. */
const inOrder = (a: SigningTimes, b: SigningTimes) => a.activeFrom - b.activeFrom || (a.id < b.id ? -1 : 1);

/**
 * The keys of one account with what they are at `now`:
 *
 *   UPCOMING --activeFrom--> ACTIVE --activeFrom of the next key--> RETIRED --30 days--> REVOKED
 *   UPCOMING --another rotation--> REVOKED
 *
 * Nothing moves a key: its state follows from the moments, so that every process changes over at the same one. The first key of an
 * account has nobody before it, so it also signs when the clock says that it was not made yet.
 */
export function withStandings<Key extends SigningTimes>(keys: readonly Key[], now: number): (Key & SigningStanding)[] {
  const line = keys.filter(({ revokedAt }) => revokedAt === null).sort(inOrder);
  return keys.map((key) => {
    const place = line.indexOf(key);
    if (place < 0) return { ...key, state: 'REVOKED', retiredAt: null };
    const retiredAt = line[place + 1]?.activeFrom ?? null;
    return { ...key, state: stateOf(place === 0 ? 0 : key.activeFrom, retiredAt, now), retiredAt };
  });
}

function stateOf(activeFrom: number, retiredAt: number | null, now: number): SigningKeyState {
  if (activeFrom > now) return 'UPCOMING';
  if (retiredAt === null || retiredAt > now) return 'ACTIVE';
  return now < retiredAt + RETIRED_PUBLISHED_MS ? 'RETIRED' : 'REVOKED';
}

/** The key that signs at `now`; undefined when there is none. */
export function signingAt<Key extends SigningTimes>(keys: readonly Key[], now: number): Key | undefined {
  const line = keys.filter(({ revokedAt }) => revokedAt === null).sort(inOrder);
  return line.findLast(({ activeFrom }) => activeFrom <= now) ?? line[0];
}
