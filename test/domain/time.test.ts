import { describe, expect, it } from 'vitest';
import { DAY_MS, formatDateTime, formatDuration, HOUR_MS, MINUTE_MS, parseDuration } from '../../server/domain/time.ts';

describe('durations', () => {
  it.each([
    ['PT5M', 5 * MINUTE_MS],
    ['PT24H', DAY_MS],
    ['P1DT2H3M4S', DAY_MS + 2 * HOUR_MS + 3 * MINUTE_MS + 4000],
    ['PT0.25S', 250],
    ['PT0S', 0],
  ])('reads %s', (iso, ms) => expect(parseDuration(iso)).toBe(ms));

  it.each(['', 'P', 'PT', 'P1M', 'P1Y', 'P1W', '5M', 'PT5', '-PT5M', 'PT5M ', 'P1DT', 'PT1.2345S', 'PT99999999999S'])(
    'refuses %j', (iso) => expect(parseDuration(iso)).toBeNull());

  it.each([[0, 'PT0S'], [15_000, 'PT15S'], [90_000, 'PT1M30S'], [DAY_MS, 'P1D'], [DAY_MS + HOUR_MS, 'P1DT1H'], [1500, 'PT1.5S'], [-1, 'PT0S']])(
    'writes %d ms', (ms, iso) => expect(formatDuration(ms)).toBe(iso));

  it('survive writing and reading', () => {
    for (const ms of [1, 999, 1001, 3_661_001, 8 * DAY_MS + 1]) expect(parseDuration(formatDuration(ms))).toBe(ms);
  });
});

it('date-times are RFC 3339 in UTC with milliseconds', () => {
  expect(formatDateTime(Date.UTC(2026, 10, 20, 12, 0, 0, 123))).toBe('2026-11-20T12:00:00.123Z');
});
