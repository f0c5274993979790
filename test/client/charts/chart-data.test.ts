import { describe, expect, it } from 'vitest';
import { bucketAt, bucketsOf, draggedSpan, peakOf, pointsChanged } from '../../../client/components/charts/chart-data.ts';

const START = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

const empty = { succeeded: 0, failed: 0, p50Ms: null, p95Ms: null, p99Ms: null, isPartial: false };
const at = (minutes: number, counts = {}) => ({ ...empty, start: new Date(START + minutes * MINUTE).toISOString(), ...counts });
const buckets = bucketsOf({ granularity: 'PT5M', series: [at(0), at(5, { succeeded: 9, failed: 2 }), at(10, { failed: 1 })] });

describe('the columns of a chart', () => {
  it('are as wide as the granularity', () => {
    expect(buckets.map(({ from, to }) => [from - START, to - START])).toEqual([[0, 5 * MINUTE], [5 * MINUTE, 10 * MINUTE], [10 * MINUTE, 15 * MINUTE]]);
  });

  it('are found by a moment in them', () => {
    expect(bucketAt(buckets, START + 5 * MINUTE)?.succeeded).toBe(9);
  });

  it('are not found outside the range', () => {
    expect(bucketAt(buckets, START - 1)).toBeNull();
  });
});

describe('a drag over a chart', () => {
  it('opens the whole columns that it touches', () => {
    expect(draggedSpan(buckets, START + 6 * MINUTE, START + 11 * MINUTE)).toEqual({ from: START + 5 * MINUTE, to: START + 15 * MINUTE });
  });

  it('may go from right to left', () => {
    expect(draggedSpan(buckets, START + 4 * MINUTE, START + MINUTE)).toEqual({ from: START, to: START + 5 * MINUTE });
  });

  it('opens nothing beside the columns', () => {
    expect(draggedSpan(buckets, START + 20 * MINUTE, START + 30 * MINUTE)).toBeNull();
  });
});

describe('the worst column', () => {
  it('is the one with most failures', () => {
    expect(peakOf(buckets, ({ failed }) => failed)?.from).toBe(START + 5 * MINUTE);
  });

  it('is none when nothing failed', () => {
    expect(peakOf([], ({ failed }) => failed)).toBeNull();
  });
});

describe('the change of a rate', () => {
  it('is in percentage points', () => {
    expect(pointsChanged(0.99, 0.97)).toBeCloseTo(2);
  });

  it('is not known without attempts before', () => {
    expect(pointsChanged(0.99, null)).toBeNull();
  });
});
