import { expect, it } from 'vitest';
import { plannedAttempts } from '../../../../client/pages/delivery-detail/attempt-plan.ts';

const steps = [
  { attempt: 3, delay: 'PT5M', earliestDelay: 'PT4M', latestDelay: 'PT6M' },
  { attempt: 4, delay: 'PT30M', earliestDelay: 'PT24M', latestDelay: 'PT36M' },
  { attempt: 5, delay: 'PT2H', earliestDelay: 'PT96M', latestDelay: 'PT144M' },
];
const MINUTE_MS = 60_000;

it('the next attempt is known exactly, and the band of the later ones grows', () => {
  const next = Date.parse('2026-11-20T12:00:00Z');
  const planned = plannedAttempts(steps, '2026-11-20T12:00:00Z');
  expect(planned[0]).toEqual({ number: 3, at: next, earliest: next, latest: next });
  expect(planned[1]).toEqual({ number: 4, at: next + 30 * MINUTE_MS, earliest: next + 24 * MINUTE_MS, latest: next + 36 * MINUTE_MS });
  expect(planned[2]).toEqual({ number: 5, at: next + 150 * MINUTE_MS, earliest: next + 120 * MINUTE_MS, latest: next + 180 * MINUTE_MS });
});

it('a delivery that waits for nothing has no plan', () => {
  expect(plannedAttempts(steps, null)).toEqual([]);
});
