import { describe, expect, it } from 'vitest';
import { RETIRED_PUBLISHED_MS, signingAt, withStandings, type SigningTimes } from '../../server/domain/signing/key-states.ts';

const key = (id: string, activeFrom: number, revokedAt: number | null = null): SigningTimes => ({ id, activeFrom, revokedAt });
const states = (keys: SigningTimes[], now: number) => Object.fromEntries(withStandings(keys, now).map(({ id, state }) => [id, state]));

describe('the signing keys of an account', () => {
  const keys = [key('sk_2', 200), key('sk_1', 100)];

  it('take over from one another at the moment that was set', () => {
    expect(states(keys, 199)).toEqual({ sk_1: 'ACTIVE', sk_2: 'UPCOMING' });
    expect(states(keys, 200)).toEqual({ sk_1: 'RETIRED', sk_2: 'ACTIVE' });
  });

  it('have exactly one that signs, the one that is shown as active', () => {
    for (const now of [100, 150, 199, 200, 10_000]) {
      const active = withStandings(keys, now).filter(({ state }) => state === 'ACTIVE');
      expect(active.map(({ id }) => id)).toEqual([signingAt(keys, now)?.id]);
    }
  });

  it('know when they end as soon as the next one is published', () => {
    expect(withStandings(keys, 150).map(({ id, retiredAt }) => [id, retiredAt])).toEqual([['sk_2', null], ['sk_1', 200]]);
  });

  it('stay published for thirty days after they signed', () => {
    expect(states(keys, 200 + RETIRED_PUBLISHED_MS - 1).sk_1).toBe('RETIRED');
    expect(states(keys, 200 + RETIRED_PUBLISHED_MS).sk_1).toBe('REVOKED');
  });

  it('leave out the one that was withdrawn before it signed', () => {
    const withdrawn = [...keys, key('sk_3', 150, 120)];
    expect(states(withdrawn, 160)).toEqual({ sk_1: 'ACTIVE', sk_2: 'UPCOMING', sk_3: 'REVOKED' });
    expect(signingAt(withdrawn, 160)?.id).toBe('sk_1');
  });

  it('let the later one of two sign that begin at the same moment', () => {
    expect(states([key('sk_a', 100), key('sk_b', 100)], 100)).toEqual({ sk_a: 'RETIRED', sk_b: 'ACTIVE' });
  });

  it('let the first one sign even when the clock says that it was not made yet', () => {
    expect(states(keys, 99)).toEqual({ sk_1: 'ACTIVE', sk_2: 'UPCOMING' });
    expect(signingAt(keys, 99)?.id).toBe('sk_1');
    expect(signingAt([], 99)).toBeUndefined();
  });
});
