import { describe, expect, it } from 'vitest';
import { bandsOf, keptInside, labelSpan, radiiOf, readable } from '../../../../client/pages/delivery-detail/timeline-layout.ts';

const planned = (number: number, at: number, spread: number) => ({ number, at, earliest: at - spread, latest: at + spread });

describe('the timeline', () => {
  it('never lays one band of jitter over another', () => {
    const bands = bandsOf([planned(1, 100, 10), planned(2, 130, 40), planned(3, 150, 60), planned(4, 151, 90)], (at) => at);
    bands.slice(1).forEach((band, index) => expect(band.left).toBeGreaterThan(bands[index]?.right ?? 0));
    bands.forEach(({ left, right }) => expect(right).toBeGreaterThanOrEqual(left));
  });

  it('leaves bands alone that are apart', () => {
    expect(bandsOf([planned(1, 100, 10), planned(2, 200, 10)], (at) => at)).toEqual([{ x: 100, left: 90, right: 110 }, { x: 200, left: 190, right: 210 }]);
  });

  it('shows only labels that do not touch, the first in order first', () => {
    const labels = [labelSpan(100, '1 · 503'), labelSpan(120, '2 · Timeout'), labelSpan(300, '3 · 503')];
    expect(readable(labels, { order: [2, 1, 0] })).toEqual([false, true, true]);
    expect(readable(labels, { order: [0, 1, 2] })).toEqual([true, false, true]);
    expect(readable(labels, { order: [0, 1, 2], taken: [{ left: 290, right: 310 }] })).toEqual([true, false, false]);
    expect(readable(labels, { order: [-1, 1, 1, 2] })).toEqual([false, true, true]);
  });

  it('keeps labels at the ends whole', () => {
    expect(keptInside(500, 'x', 1_000)).toBe(500);
    const x = keptInside(998, '3 · Refused', 1_000);
    expect(labelSpan(x, '3 · Refused').right).toBeCloseTo(1_000);
  });

  it('makes marks smaller where they are many', () => {
    expect(radiiOf([0, 100, 110])).toEqual([8, 4.5, 4.5]);
    expect(radiiOf([0, 1, 2])).toEqual([3, 3, 3]);
  });
});
