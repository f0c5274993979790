import { expect, it } from 'vitest';
import { durationBarShare } from '../../../client/lib/duration-bar.ts';

it('the bar of a duration grows with it, is never empty and never longer than its box', () => {
  const shares = [0, 20, 200, 2_000, 15_000, 60_000].map(durationBarShare);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares.at(-1)).toBe(1);
});
