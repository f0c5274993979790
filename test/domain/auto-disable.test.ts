import { expect, it } from 'vitest';
import { autoDisableAt, verdictOf, type FailureRun } from '../../server/domain/auto-disable.ts';

const START = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const run = (own: Partial<FailureRun> = {}): FailureRun => ({ consecutiveFailures: 10, failingSince: START, ...own });
/** The verdict on a failure at `at`, the one before it having been at `before`. */
const verdict = (before: number | null, at: number, own: Partial<FailureRun> = {}, afterMs: number | null = 5 * DAY) =>
  verdictOf({ ...run(own), lastFailureAt: before }, run(own), { afterMs, now: at });

it('is forecast for the time of the settings after the first failure', () => {
  expect(autoDisableAt(run(), 5 * DAY)).toBe(START + 5 * DAY);
});

it.each([{ failingSince: null }, { consecutiveFailures: 4 }])('is not forecast with %o', (own) => {
  expect(autoDisableAt(run(own), 5 * DAY)).toBeNull();
  expect(verdict(START + 9 * DAY, START + 10 * DAY, own)).toBeNull();
});

it('warns once, with the first failure after a day', () => {
  expect(verdict(START, START + DAY - 1)).toBeNull();
  expect(verdict(START + DAY - 1, START + DAY)).toBe('WARN');
  expect(verdict(START + DAY, START + 2 * DAY)).toBeNull();
});

it('warns when the failure that makes the run long enough comes after a day', () => {
  const before = { ...run({ consecutiveFailures: 4 }), lastFailureAt: START + 2 * DAY };
  expect(verdictOf(before, run({ consecutiveFailures: 5 }), { afterMs: 5 * DAY, now: START + 3 * DAY })).toBe('WARN');
});

it('switches off with the first failure at or after the forecast, as long as it is not done', () => {
  expect(verdict(START + 4 * DAY, START + 5 * DAY - 1)).toBeNull();
  expect(verdict(START + 4 * DAY, START + 5 * DAY)).toBe('DISABLE');
  expect(verdict(START + 5 * DAY, START + 6 * DAY)).toBe('DISABLE');
});

it('warns half of the way when the way is short', () => {
  expect(verdict(START, START + DAY / 4 - 1, {}, DAY / 2)).toBeNull();
  expect(verdict(START, START + DAY / 4, {}, DAY / 2)).toBe('WARN');
  expect(verdict(START + DAY / 4, START + DAY / 2, {}, DAY / 2)).toBe('DISABLE');
});

it('warns but never switches off where nothing is to be switched off', () => {
  expect(autoDisableAt(run(), null)).toBeNull();
  expect(verdict(START, START + DAY, {}, null)).toBe('WARN');
  expect(verdict(START + 50 * DAY, START + 100 * DAY, {}, null)).toBeNull();
});
