import { describe, expect, it } from 'vitest';
import { joined, KEPT_SECONDS, seriesOf, summaryOf } from '../../../../client/pages/live/live-series.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const sample = (secondsAgo: number, attempts = 0, failures = 0) => ({
  at: new Date(NOW - secondsAgo * 1_000).toISOString(), attemptsPerSecond: attempts, failuresPerSecond: failures,
  p50Ms: attempts > 0 ? 100 : null, p95Ms: attempts > 0 ? 500 : null, inFlight: 1, dueBacklog: 2, scheduledBacklog: 3, oldestDueMs: null,
});

describe('the statistics of the header', () => {
  it('put each second in its place, the newest last', () => {
    const series = seriesOf([sample(3, 4, 1), sample(0, 7)]);
    expect(series).toHaveLength(KEPT_SECONDS);
    expect(series.at(-1)).toMatchObject({ attempts: 7, failures: 0 });
    expect(series.at(-2)).toMatchObject({ attempts: 0, p95Ms: null });
    expect(series.at(-4)).toMatchObject({ attempts: 4, failures: 1, p95Ms: 500 });
  });

  it('keep five minutes, and a second that comes twice once', () => {
    const samples = joined([sample(400, 1), sample(200, 2), sample(1, 3)], [sample(1, 3), sample(0, 4)]);
    expect(samples.map(({ attemptsPerSecond }) => attemptsPerSecond)).toEqual([2, 3, 4]);
  });

  it('tell the rate of the last seconds and the success of the last minute', () => {
    const summary = summaryOf([sample(90, 100, 100), ...Array.from({ length: 60 }, (_, index) => sample(59 - index, 10, 1))]);
    expect(summary).toMatchObject({ attemptsPerSecond: 10, failuresPerSecond: 1, p95Ms: 500, inFlight: 1, dueBacklog: 2 });
    expect(summary?.successRate).toBeCloseTo(0.9);
  });

  it('say nothing about success without attempts, and nothing at all without a sample', () => {
    expect(summaryOf([sample(0)])?.successRate).toBeNull();
    expect(summaryOf([])).toBeNull();
    expect(seriesOf([])).toHaveLength(KEPT_SECONDS);
  });
});
