import { describe, expect, it } from 'vitest';
import type { LocationQuery } from 'vue-router';
import { around, queryWithRange, rangeInput, rangeOfQuery, spanMs, spanOf, stepped } from '../../../client/lib/time-range.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;
const at = (time: string) => Date.parse(`2026-11-20T${time}:00Z`);

describe('a time range', () => {
  it('is read from an address and written back', () => {
    for (const query of <LocationQuery[]>[{ since: '90m' }, { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' }, { from: '2026-11-20T10:00:00.000Z' }]) {
      expect(queryWithRange({ page: '2' }, rangeOfQuery(query))).toEqual({ page: '2', ...query });
    }
  });

  it.each([[{}], [{ since: 'ever' }], [{ since: '0h' }], [{ since: '9999d' }], [{ from: 'yesterday' }], [{ to: '2026-11-20T10:00:00Z' }]])('is none in %j', (query) => {
    expect(rangeOfQuery(query)).toBeNull();
  });

  it('has an open end when its end is before its start', () => {
    expect(rangeOfQuery({ from: '2026-11-20T10:00:00Z', to: '2026-11-20T09:00:00Z' })).toEqual({ kind: 'between', from: at('10:00'), to: null });
  });

  it('goes with the clock while it is a span', () => {
    expect(rangeInput({ kind: 'since', span: '1h' }, NOW)).toEqual({ from: '2026-11-20T11:00:00.000Z' });
  });

  it('steps back and forward by its own length, not into the future', () => {
    const before = stepped({ kind: 'since', span: '1h' }, -1, NOW);
    expect(before).toEqual({ kind: 'between', from: at('10:00'), to: at('11:00') });
    expect(stepped(before, -1, NOW)).toEqual({ kind: 'between', from: at('09:00'), to: at('10:00') });
    const last = stepped(before, 1, NOW);
    expect(last).toEqual({ kind: 'between', from: at('11:00'), to: null });
    expect(stepped(last, 1, NOW)).toBe(last);
  });

  it('jumps around a moment and keeps its length', () => {
    expect(around(at('08:00'), { kind: 'since', span: '2h' }, NOW)).toEqual({ kind: 'between', from: at('07:00'), to: at('09:00') });
    expect(around(at('08:00'), null, NOW)).toEqual({ kind: 'between', from: at('07:30'), to: at('08:30') });
  });

  it('is written in the largest unit that fits', () => {
    expect([60_000, 90 * 60_000, HOUR_MS, 24 * HOUR_MS].map(spanOf)).toEqual(['1m', '90m', '1h', '1d']);
    expect(['1m', '90m', '7d'].map(spanMs)).toEqual([60_000, 90 * 60_000, 168 * HOUR_MS]);
  });
});
