import { describe, expect, it } from 'vitest';
import { FINE_MS, MAX_BUCKETS, planStats, type StatsPlan, type StatsQuestion } from '../../server/domain/stats-range.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../server/domain/time.ts';

const NOW = Date.UTC(2026, 10, 20, 12, 7);

const ask = (own: Partial<StatsQuestion>) => planStats({ from: NOW - DAY_MS, to: null, granularityMs: null, ...own }, NOW);
const plan = (own: Partial<StatsQuestion>) => ask(own) as StatsPlan;

describe('the width of buckets', () => {
  it.each([
    [HOUR_MS, FINE_MS], [DAY_MS, 15 * MINUTE_MS], [2 * DAY_MS, 30 * MINUTE_MS], [7 * DAY_MS, 3 * HOUR_MS], [30 * DAY_MS, 12 * HOUR_MS], [60 * DAY_MS, DAY_MS],
    [400 * DAY_MS, 7 * DAY_MS],
  ])('is chosen for a range of %i ms', (length, granularityMs) => {
    expect(plan({ from: NOW - length }).granularityMs).toBe(granularityMs);
    expect(plan({ from: NOW - length }).bucketCount).toBeLessThanOrEqual(101);
  });

  it.each([0, 1, 60_000, 7 * MINUTE_MS, -FINE_MS])('must be a multiple of 5 minutes, not %i ms', (granularityMs) => {
    expect(ask({ granularityMs })).toEqual({ refusal: expect.stringContaining('PT5M') });
  });

  it('must fit what is kept of old times', () => {
    expect(ask({ from: NOW - 3 * DAY_MS, granularityMs: FINE_MS })).toEqual({ refusal: expect.stringContaining('PT1H') });
    expect(ask({ from: NOW - 36 * DAY_MS, granularityMs: HOUR_MS })).toEqual({ refusal: expect.stringContaining('P1D') });
    expect(plan({ from: NOW - 36 * DAY_MS, granularityMs: DAY_MS }).bucketCount).toBe(37);
  });

  it('makes at most 500 buckets', () => {
    expect(plan({ from: NOW - 499 * FINE_MS, granularityMs: FINE_MS }).bucketCount).toBe(MAX_BUCKETS);
    expect(ask({ from: NOW - 501 * FINE_MS, granularityMs: FINE_MS })).toEqual({ refusal: expect.stringContaining('at most 500') });
  });
});

describe('the range', () => {
  it('begins with a bucket and ends where it was asked to, or with the counts', () => {
    const { span, end, bucketCount } = plan({ from: NOW - HOUR_MS });
    expect([span.from, span.to, end, bucketCount]).toEqual([NOW - 62 * MINUTE_MS, NOW + 3 * MINUTE_MS, NOW, 13]);
    expect(plan({ to: NOW - 61 * MINUTE_MS }).end).toBe(NOW - 57 * MINUTE_MS);
  });

  it('lets days begin at any hour, as those of other time zones do', () => {
    const from = Date.UTC(2026, 10, 13, 23);
    expect(plan({ from, granularityMs: DAY_MS }).span.from).toBe(from);
  });

  it('must not be empty', () => {
    expect(ask({ from: NOW })).toEqual({ refusal: expect.stringContaining('before `to`') });
    expect(ask({ from: NOW, to: NOW - 1 })).toEqual({ refusal: expect.stringContaining('before `to`') });
  });

  it('is compared with one of the same length just before it', () => {
    const { span, previous } = plan({ from: NOW - HOUR_MS });
    expect(previous.to).toBe(span.from);
    expect(previous.to - previous.from).toBe(65 * MINUTE_MS);
    const old = plan({ from: NOW - 2 * DAY_MS }).previous;
    expect(old.widths).toEqual([HOUR_MS, DAY_MS]);
    expect(old.to % HOUR_MS).toBe(0);
  });

  it('reads hours where they are as good as what they are made of', () => {
    expect(plan({ from: NOW - DAY_MS, granularityMs: HOUR_MS }).span.widths).toEqual([HOUR_MS, DAY_MS]);
    expect(plan({ from: NOW - DAY_MS, granularityMs: FINE_MS }).span.widths).toEqual([FINE_MS]);
  });
});
