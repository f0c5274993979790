import { describe, expect, it } from 'vitest';
import { jumpTarget } from '../../../../client/pages/live/jump-target.ts';
import { rowWindow } from '../../../../client/pages/live/row-window.ts';

const NOON = new Date(2026, 10, 20, 12, 0, 0).getTime();

describe('where to jump', () => {
  it('is an attempt, or what it belongs to, by its id', () => {
    expect(jumpTarget(' att_01KAH7Q2M8ZC4T ', NOON)).toEqual({ id: 'att_01KAH7Q2M8ZC4T' });
    expect(jumpTarget('lic_EXAMPLE-0001', NOON)).toEqual({ id: 'lic_EXAMPLE-0001' });
  });

  it('is the last such time of the day', () => {
    expect(jumpTarget('9:30', NOON)).toEqual({ at: new Date(2026, 10, 20, 9, 30).getTime() });
    expect(jumpTarget('14:32:07', NOON)).toEqual({ at: new Date(2026, 10, 19, 14, 32, 7).getTime() });
  });

  it('is a date and a time', () => {
    expect(jumpTarget('2026-11-18 08:15', NOON)).toEqual({ at: new Date(2026, 10, 18, 8, 15).getTime() });
    expect(jumpTarget('2026-11-18T08:15:00Z', NOON)).toEqual({ at: Date.UTC(2026, 10, 18, 8, 15) });
  });

  it.each(['', 'yesterday', '25:00', '12:60', '2026-13-40 10:00', '42'])('is nowhere for %j', (text) => {
    expect(jumpTarget(text, NOON)).toBeNull();
  });
});

it('draws the rows in sight and a few beside, however many there are', () => {
  expect(rowWindow({ scrollTop: 0, height: 260, count: 5_000 })).toEqual({ first: 0, end: 14 });
  expect(rowWindow({ scrollTop: 2_600, height: 260, count: 5_000 })).toEqual({ first: 96, end: 114 });
  expect(rowWindow({ scrollTop: 0, height: 260, count: 3 })).toEqual({ first: 0, end: 3 });
});
