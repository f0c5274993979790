import { describe, expect, it } from 'vitest';
import { DateTime } from '../../server/graphql/scalars.ts';

describe('a DateTime', () => {
  it.each([
    ['2026-03-01T12:00:00.123456Z', '2026-03-01T12:00:00.123Z'],
    ['2026-03-01t12:00:00z', '2026-03-01T12:00:00.000Z'],
    ['2028-02-29T23:30:00-01:00', '2028-03-01T00:30:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('may be %s', (text, expected) => expect(new Date(DateTime.parseValue(text)).toISOString()).toBe(expected));

  it.each([
    '2026-02-30T00:00:00Z', '2026-02-29T00:00:00Z', '2026-04-31T00:00:00+02:00', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z',
    '0000-12-31T23:59:59Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00', '2026-01-01T00:00:00', '2026-01-01T00:00:00+25:00',
  ])('may not be %s', (text) => expect(() => DateTime.parseValue(text)).toThrow('DateTime must be'));
});
