import { expect, it } from 'vitest';
import { niceCeiling } from '../../../../client/pages/live/strip-drawing.ts';

it('the top of an axis is the next round number', () => {
  expect([0, 1, 1.2, 5, 6, 99, 330, 4_810].map(niceCeiling)).toEqual([1, 1, 2, 5, 10, 100, 500, 5_000]);
});
