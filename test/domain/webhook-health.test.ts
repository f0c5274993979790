import { expect, it } from 'vitest';
import { bucketOf, DURATION_BUCKETS_MS, percentile } from '../../server/domain/percentile.ts';
import { judgeHealth } from '../../server/domain/webhook-health.ts';

const timeout = { code: 'RESPONSE_TIMEOUT', statusCode: null, count: 38 } as const;

it.each([
  [0, 0, 0, 'IDLE'],
  [100, 100, 0, 'HEALTHY'],
  [100, 95, 0, 'HEALTHY'],
  [100, 94, 1, 'DEGRADED'],
  [100, 50, 1, 'DEGRADED'],
  [100, 49, 1, 'FAILING'],
  [100, 95, 5, 'FAILING'],
  [1, 0, 1, 'FAILING'],
])('%d attempts, %d succeeded, %d failed in a row: %s', (attemptCount, succeededCount, consecutiveFailures, state) => {
  const topFailure = attemptCount === succeededCount ? null : timeout;
  expect(judgeHealth({ attemptCount, succeededCount, consecutiveFailures, topFailure, isCircuitClosed: true }).state).toBe(state);
});

it('the summary names the cause', () => {
  expect(judgeHealth({ attemptCount: 100, succeededCount: 62, consecutiveFailures: 2, topFailure: timeout, isCircuitClosed: true }).summary)
    .toBe('38% of 100 attempts failed. Most often: The receiver did not answer completely in time.');
  expect(judgeHealth({ attemptCount: 10, succeededCount: 4, consecutiveFailures: 6, topFailure: { code: 'HTTP_CLIENT_ERROR', statusCode: 404, count: 6 }, isCircuitClosed: true }).summary)
    .toBe('60% of 10 attempts failed, the last 6 in a row. Most often: answer 404. The receiver refused the request.');
});

it('a share never rounds to nothing or all', () => {
  expect(judgeHealth({ attemptCount: 10_000, succeededCount: 9999, consecutiveFailures: 0, topFailure: null, isCircuitClosed: true }).summary).toContain('1% of');
  expect(judgeHealth({ attemptCount: 10_000, succeededCount: 1, consecutiveFailures: 0, topFailure: null, isCircuitClosed: true }).summary).toContain('99% of');
});

it('durations fall into the bucket of their upper bound', () => {
  expect([0, 10, 10.1, 25, 20_000, 20_001].map(bucketOf)).toEqual([0, 0, 1, 1, 10, 11]);
});

it('percentiles come from buckets, within their width', () => {
  const counts = DURATION_BUCKETS_MS.map(() => 0);
  expect(percentile(counts, 0.5)).toBeNull();
  for (let ms = 1; ms <= 100; ms++) counts[bucketOf(ms)]!++;
  expect(percentile(counts, 0.5)).toBe(50);
  expect(percentile(counts, 0.95)).toBe(95);
  expect(percentile(counts, 1)).toBe(100);
});

it('a percentile in the open bucket stays below the largest timeout', () => {
  const counts = DURATION_BUCKETS_MS.map((bound) => (bound === Infinity ? 1 : 0));
  expect(percentile(counts, 0.99)).toBe(30_000);
});
