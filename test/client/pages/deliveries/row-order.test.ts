import { describe, expect, it } from 'vitest';
import { attemptOrderBy, clicked, deliveryOrderBy, NEWEST_FIRST, orderOf, wordOf } from '../../../../client/pages/deliveries/row-order.ts';

describe('the order of the rows', () => {
  it.each(['newest', 'oldest', 'slowest', 'fastest', 'highestCode', 'lowestCode'])('is read from the address and written to it: %s', (word) => {
    expect(wordOf(orderOf(word))).toBe(word);
  });

  it.each([undefined, null, 'toString', 'nonsense'])('begins with the newest when the address says %s', (word) => {
    expect(orderOf(word)).toEqual(NEWEST_FIRST);
  });

  it('turns round with a second click, and begins with the largest of another column', () => {
    expect(wordOf(clicked(NEWEST_FIRST, 'startedAt'))).toBe('oldest');
    expect(wordOf(clicked(NEWEST_FIRST, 'duration'))).toBe('slowest');
    expect(wordOf(clicked(orderOf('slowest'), 'duration'))).toBe('fastest');
    expect(wordOf(clicked(orderOf('fastest'), 'duration'))).toBe('slowest');
  });

  it('is asked of the server in its own words', () => {
    expect(attemptOrderBy(orderOf('slowest'))).toEqual({ field: 'DURATION', direction: 'DESC' });
    expect(deliveryOrderBy(orderOf('lowestCode'))).toEqual({ field: 'STATUS_CODE', direction: 'ASC' });
    expect(deliveryOrderBy(orderOf('slowest'))).toEqual({ field: 'CREATED_AT', direction: 'DESC' });
  });
});
