import { describe, expect, it } from 'vitest';
import { KEPT_SECONDS, LiveStats } from '../../../../client/pages/live/live-stats.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const ended = (secondsAgo: number, durationMs: number, status = 'SUCCEEDED') => ({ status, durationMs, startedAt: new Date(NOW - secondsAgo * 1_000 - durationMs).toISOString() });

describe('the statistics of the stream', () => {
  it('count an attempt in the second in which it ended', () => {
    const stats = new LiveStats();
    stats.add([ended(1, 2_000), ended(1, 10, 'FAILED'), ended(3, 10)]);
    const series = stats.series(NOW);
    expect(series).toHaveLength(KEPT_SECONDS);
    expect(series.at(-1)).toMatchObject({ attempts: 2, failures: 1, p95Ms: 2_000 });
    expect(series.at(-2)).toMatchObject({ attempts: 0, p50Ms: null });
    expect(series.at(-3)).toMatchObject({ attempts: 1 });
  });

  it('sum up the last seconds and the last minute', () => {
    const stats = new LiveStats();
    stats.add([...Array.from({ length: 10 }, (_, index) => ended(2, (index + 1) * 10)), ended(30, 5_000, 'FAILED'), ended(90, 9_000, 'FAILED')]);
    const summary = stats.summary(NOW);
    expect(summary).toMatchObject({ attemptsPerSecond: 2, failuresPerSecond: 0, p50Ms: 60, p95Ms: 5_000 });
    expect(summary.successRate).toBeCloseTo(10 / 11);
  });

  it('say nothing about latency and success without attempts', () => {
    expect(new LiveStats().summary(NOW)).toEqual({ attemptsPerSecond: 0, failuresPerSecond: 0, p50Ms: null, p95Ms: null, successRate: null });
  });
});
