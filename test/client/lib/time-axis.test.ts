import { describe, expect, it } from 'vitest';
import { legible, timeAxis } from '../../../client/lib/time-axis.ts';

const HOUR_MS = 3_600_000;

describe('the time axis of a delivery', () => {
  const axis = timeAxis({ from: 0, to: 75 * HOUR_MS, start: 80, end: 1_000 });

  it('has its ends where it was told', () => {
    expect(axis.place(0)).toBe(80);
    expect(axis.place(75 * HOUR_MS)).toBe(1_000);
    expect(axis.place(-5_000)).toBe(80);
    expect(axis.place(500 * HOUR_MS)).toBe(1_000);
  });

  it('gives seconds, minutes and hours room side by side', () => {
    const places = [5_000, 300_000, 2 * HOUR_MS, 24 * HOUR_MS].map(axis.place);
    places.slice(1).forEach((x, index) => expect(x - (places[index] ?? 0)).toBeGreaterThan(60));
  });

  it('has ticks only within its span', () => {
    expect(axis.ticks.map(({ label }) => label)).toEqual(['1 s', '10 s', '1 min', '10 min', '1 h', '6 h', '1 d', '3 d']);
    expect(timeAxis({ from: 0, to: 100, start: 0, end: 100 }).ticks.map(({ label }) => label)).toEqual(['1 s', '10 s']);
  });
});

describe('labels on the axis', () => {
  it('give way to the next one on their right', () => {
    expect(legible([0, 10, 100, 130, 200], 40)).toEqual([false, true, false, true, true]);
  });
});
