import { describe, expect, it } from 'vitest';
import { durationText, relativeTime, relativeTimeStepMs } from '../../client/lib/time-format.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE_MS = 60_000;

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [-12_000, '12 sec ago'],
    [42_000, 'in 42 sec'],
    [-4 * MINUTE_MS, '4 min ago'],
    [-119 * MINUTE_MS, '1 hr ago'],
    [-3 * 24 * 60 * MINUTE_MS, '3 days ago'],
  ])('says %i ms as "%s"', (difference, text) => {
    expect(relativeTime(NOW + difference, NOW)).toBe(text);
  });

  it('says the date from a week on', () => {
    expect(relativeTime(NOW - 8 * 24 * 60 * MINUTE_MS, NOW)).toBe('12 Nov 2026');
  });

  it('is read again every second only while seconds are shown', () => {
    expect(relativeTimeStepMs(NOW - 5_000, NOW)).toBe(1_000);
    expect(relativeTimeStepMs(NOW - 5 * 60 * MINUTE_MS, NOW)).toBe(60_000);
  });
});

describe('durationText', () => {
  it.each([[0, '0 ms'], [212.4, '212 ms'], [4_810, '4.81 s'], [125_000, '2 min 5 s']])('says %f ms as "%s"', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
