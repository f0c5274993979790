import { describe, expect, it } from 'vitest';
import { addSkips, pacedTimes, skipReport } from '../../server/domain/bulk-operation.ts';

describe('the pace of a replay', () => {
  it('is none without a rate', () => {
    expect(pacedTimes(2, { start: 0, now: 1000, perSecond: null })).toEqual({ times: [1000, 1000], next: 1000 });
  });

  it('puts requests one after the other, and the next step behind them', () => {
    expect(pacedTimes(3, { start: 2000, now: 1000, perSecond: 2 })).toEqual({ times: [2000, 2500, 3000], next: 3500 });
    expect(pacedTimes(4, { start: 0, now: 0, perSecond: 10_000 })).toEqual({ times: [0, 1, 1, 1], next: 1 });
  });

  it('begins anew after a standstill, not in the past', () => {
    expect(pacedTimes(2, { start: 1000, now: 9000, perSecond: 1 })).toEqual({ times: [9000, 10_000], next: 11_000 });
  });
});

describe('the report of an operation', () => {
  it('tells how many items were left alone, and why', () => {
    expect(skipReport('REPLAY', addSkips({ TEST: 1, WEBHOOK_GONE: 2 }, { WEBHOOK_GONE: 1 })))
      .toBe('Not replayed: 1 that are tests, which are sent anew instead; 3 whose webhook was deleted.');
    expect(skipReport('CANCEL', { NOT_WAITING: 4 })).toMatch(/^Not cancelled: 4 /);
  });

  it('is empty when nothing was', () => {
    expect(skipReport('REPLAY', {})).toBeNull();
  });
});
