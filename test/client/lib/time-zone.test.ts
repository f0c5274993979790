import { afterEach, describe, expect, it } from 'vitest';
import { clockTime, exactTime } from '../../../client/lib/time-format.ts';
import { timeZone } from '../../../client/lib/time-zone.ts';

const NOON_MS = Date.UTC(2026, 10, 20, 12, 0, 0, 7);

afterEach(() => { timeZone.value = 'local'; });

describe('times', () => {
  it('are shown in UTC when that was chosen', () => {
    timeZone.value = 'utc';
    expect(clockTime(NOON_MS)).toBe('12:00:00.007');
    expect(exactTime(NOON_MS)).toContain('UTC');
  });

  it('are those of the reader otherwise', () => {
    const own = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
    expect(clockTime(NOON_MS)).toBe(own.format(NOON_MS));
  });
});
