import { describe, expect, it } from 'vitest';
import { closestCode, isEventTypeCode, isEventTypePattern, matchesAny, matchesPattern, TEST_EVENT_CODE } from '../../server/domain/event-type.ts';

describe('event type codes', () => {
  it.each(['license.activated', 'license.seat.added', 'custom-app.thing_1'])('%s is a code', (code) => expect(isEventTypeCode(code)).toBe(true));
  it.each(['license', 'license.', '.activated', 'license..x', 'License.x', 'license.*', '*', 'a b.c', `a.${'b'.repeat(130)}`])(
    '%s is not', (code) => expect(isEventTypeCode(code)).toBe(false));
});

describe('patterns', () => {
  it.each(['*', 'license.*', 'license.seat.*', 'license.activated'])('%s is a pattern', (text) => expect(isEventTypePattern(text)).toBe(true));
  it.each(['', '**', 'license*', '*.activated', 'license.*.x', '.*'])('%j is not', (text) => expect(isEventTypePattern(text)).toBe(false));

  it.each([
    ['*', 'license.activated', true],
    ['license.*', 'license.activated', true],
    ['license.*', 'license.seat.added', true],
    ['license.seat.*', 'license.activated', false],
    ['license.*', 'licenses.activated', false],
    ['license.activated', 'license.activated', true],
    ['license.activated', 'license.activated.twice', false],
  ])('%s on %s: %s', (pattern, code, expected) => expect(matchesPattern(pattern, code)).toBe(expected));

  it('never match a test event', () => {
    expect(matchesAny(['*', 'webhook.*', TEST_EVENT_CODE], TEST_EVENT_CODE)).toBe(false);
  });
});

describe('suggestions', () => {
  const known = ['license.activated', 'license.assigned', 'contract.suspended'];

  it('name the nearest code', () => {
    expect(closestCode('license.activate', known)).toBe('license.activated');
    expect(closestCode('licence.assigned', known)).toBe('license.assigned');
    expect(closestCode('CONTRACT.SUSPENDED', known)).toBe('contract.suspended');
  });

  it('are left out when nothing is near', () => {
    expect(closestCode('invoice.paid.twice', known)).toBeNull();
    expect(closestCode('x'.repeat(100_000), known)).toBeNull();
  });
});
