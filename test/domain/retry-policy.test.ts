import { describe, expect, it } from 'vitest';
import { checkRetryPolicy, DEFAULT_RETRY_POLICY, delayAfter, schedule, type RetryPolicy } from '../../server/domain/retry-policy.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/time.ts';

const exponential: RetryPolicy = {
  kind: 'EXPONENTIAL', maxAttempts: 6, initialDelayMs: 10 * SECOND_MS, multiplier: 3, maxDelayMs: 5 * MINUTE_MS, delaysMs: null,
  jitter: 0, respectRetryAfter: true, nonRetryableStatusCodes: [410],
};
const fixed: RetryPolicy = { ...exponential, kind: 'FIXED', maxAttempts: 3, multiplier: null, maxDelayMs: null };
const middle = () => 0.5;

describe('the default policy', () => {
  it('makes ten attempts over 75 hours', () => {
    const { steps, totalDurationMs, warnings } = schedule(DEFAULT_RETRY_POLICY, null);
    expect(steps.map(({ delayMs }) => delayMs)).toEqual([
      0, 5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS,
    ]);
    expect(Math.floor(totalDurationMs / HOUR_MS)).toBe(75);
    expect(warnings).toEqual([]);
  });

  it('spreads a wait by 20 % to both sides', () => {
    expect(delayAfter(DEFAULT_RETRY_POLICY, 2, () => 0)).toBe(4 * MINUTE_MS);
    expect(delayAfter(DEFAULT_RETRY_POLICY, 2, middle)).toBe(5 * MINUTE_MS);
    expect(schedule(DEFAULT_RETRY_POLICY, null).steps[2]).toMatchObject({ earliestDelayMs: 4 * MINUTE_MS, latestDelayMs: 6 * MINUTE_MS });
  });
});

describe('a policy', () => {
  it('can grow up to a limit', () => {
    expect(schedule(exponential, null).steps.map(({ delayMs }) => delayMs / SECOND_MS)).toEqual([0, 10, 30, 90, 270, 300]);
  });

  it('can wait the same each time', () => {
    expect(schedule(fixed, null).steps.map(({ offsetMs }) => offsetMs / SECOND_MS)).toEqual([0, 10, 20]);
  });

  it('gives times when the start is known', () => {
    expect(schedule(fixed, 1000).steps.map(({ at }) => at)).toEqual([1000, 11_000, 21_000]);
  });

  it('plans exactly the delays that the engine waits', () => {
    for (const policy of [DEFAULT_RETRY_POLICY, exponential, fixed]) {
      const { steps } = schedule(policy, null);
      for (let used = 1; used < policy.maxAttempts; used++) expect(delayAfter(policy, used, middle)).toBe(steps[used]!.delayMs);
    }
  });

  it('warns when it is short', () => {
    expect(schedule(fixed, null).warnings).toHaveLength(1);
    expect(schedule({ ...fixed, maxAttempts: 1 }, null).warnings[0]).toContain('once');
  });
});

describe('checking a policy', () => {
  const codes = (change: Partial<RetryPolicy>, base = exponential) => checkRetryPolicy({ ...base, ...change }).map(({ path }) => path!.slice(2).join('.'));

  it('accepts the presets', () => {
    expect(checkRetryPolicy(DEFAULT_RETRY_POLICY)).toEqual([]);
    expect(checkRetryPolicy(exponential)).toEqual([]);
  });

  it.each([
    [{ maxAttempts: 0 }, 'backoff.exponential.maxAttempts'],
    [{ maxAttempts: 26 }, 'backoff.exponential.maxAttempts'],
    [{ initialDelayMs: 999 }, 'backoff.exponential.initialDelay'],
    [{ multiplier: 0.5 }, 'backoff.exponential.multiplier'],
    [{ multiplier: NaN }, 'backoff.exponential.multiplier'],
    [{ maxDelayMs: 5 * SECOND_MS }, 'backoff.exponential.maxDelay'],
    [{ jitter: 1.1 }, 'jitter'],
    [{ jitter: NaN }, 'jitter'],
    [{ nonRetryableStatusCodes: [410, 200] }, 'nonRetryableStatusCodes.1'],
  ])('refuses %j', (change, path) => expect(codes(change)).toEqual([path]));

  it('reports everything at once', () => expect(codes({ maxAttempts: 0, multiplier: 99, jitter: 2 })).toHaveLength(3));

  it('refuses waits out of bounds in a list', () => {
    expect(codes({ delaysMs: [SECOND_MS, 0] }, DEFAULT_RETRY_POLICY)).toEqual(['backoff.custom.delays.1']);
    expect(codes({ delaysMs: Array.from({ length: 25 }, () => SECOND_MS) }, DEFAULT_RETRY_POLICY)).toEqual(['backoff.custom.delays']);
  });
});
