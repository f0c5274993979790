import { describe, expect, it } from 'vitest';
import { rangeOf, RANGES, steppedRange, withRange } from '../../../client/components/charts/time-range.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

describe('the time range in the address', () => {
  it('is the last 24 hours when none is named', () => {
    expect(rangeOf({}, NOW)).toEqual({ from: NOW - 24 * HOUR, to: NOW, key: '24h' });
  });

  it('is a length that ends now', () => {
    expect(rangeOf({ range: '6h' }, NOW)).toEqual({ from: NOW - 6 * HOUR, to: NOW, key: '6h' });
  });

  it('is a span of one\'s own', () => {
    expect(rangeOf({ from: iso(NOW - 2 * HOUR), to: iso(NOW - HOUR) }, NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW - HOUR, key: null });
  });

  it('ends now at the latest', () => {
    expect(rangeOf({ from: iso(NOW - HOUR), to: iso(NOW + HOUR) }, NOW).to).toBe(NOW);
  });

  it.each([[{ range: '3y' }], [{ from: 'yesterday', to: 'today' }], [{ from: iso(NOW), to: iso(NOW - HOUR) }]])('is the standard for %o', (query) => {
    expect(rangeOf(query, NOW).key).toBe('24h');
  });

  it('replaces the one before it and keeps the rest of the address', () => {
    expect(withRange({ env: 'staging', range: '7d' }, { from: NOW - HOUR, to: NOW })).toEqual({ env: 'staging', from: iso(NOW - HOUR), to: iso(NOW) });
  });

  it('is left out of the address when it is the standard', () => {
    expect(withRange({ from: iso(NOW - HOUR), to: iso(NOW) }, '24h')).toEqual({});
  });
});

describe('a step of the range', () => {
  const range = { from: NOW - RANGES['6h'], to: NOW, key: '6h' as const };

  it('goes back by its own length', () => {
    expect(steppedRange(range, -1, NOW)).toEqual({ from: NOW - 12 * HOUR, to: NOW - 6 * HOUR });
  });

  it('goes forward no further than now', () => {
    expect(steppedRange({ from: NOW - 8 * HOUR, to: NOW - 2 * HOUR, key: null }, 1, NOW)).toEqual({ from: NOW - 6 * HOUR, to: NOW });
  });
});
