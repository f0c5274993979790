import { expect, it } from 'vitest';
import { autoDisableAt, verdictOf, type FailureRun } from '../../server/domain/auto-disable.ts';

const START = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;
const run = (own: Partial<FailureRun> = {}): FailureRun => ({ consecutiveFailures: 10, failingSince: START, ...own });
/** The verdict on a failure at `at`. */
const verdict = (at: number, { warnedAt = null, ...own }: Partial<FailureRun> & { warnedAt?: number | null } = {}, afterMs: number | null = 5 * DAY) =>
  verdictOf({ ...run(own), warnedAt }, { afterMs, now: at });

it('is forecast for the time of the settings after the first failure', () => {
  expect(autoDisableAt(run(), 5 * DAY)).toBe(START + 5 * DAY);
});

it.each([{ failingSince: null }, { consecutiveFailures: 4 }])('is not forecast with %o', (own) => {
  expect(autoDisableAt(run(own), 5 * DAY)).toBeNull();
  expect(verdict(START + 10 * DAY, own)).toBeNull();
});

it('warns once, with the first failure after a day', () => {
  expect(verdict(START + DAY - 1)).toBeNull();
  expect(verdict(START + DAY)).toBe('WARN');
  expect(verdict(START + 2 * DAY, { warnedAt: START + DAY })).toBeNull();
});

it('warns again in another run', () => {
  expect(verdict(START + DAY, { warnedAt: START - DAY })).toBe('WARN');
});

it('switches off with the first failure at or after the forecast, as long as it is not done', () => {
  const warnedAt = START + DAY;
  expect(verdict(START + 5 * DAY - 1, { warnedAt })).toBeNull();
  expect(verdict(START + 5 * DAY, { warnedAt })).toBe('DISABLE');
  expect(verdict(START + 6 * DAY, { warnedAt })).toBe('DISABLE');
});

it('warns half of the way when the way is short', () => {
  expect(verdict(START + DAY / 4 - 1, {}, DAY / 2)).toBeNull();
  expect(verdict(START + DAY / 4, {}, DAY / 2)).toBe('WARN');
  expect(verdict(START + DAY / 2, { warnedAt: START + DAY / 4 }, DAY / 2)).toBe('DISABLE');
});

it('warns when the way was made so short that the time for the warning is over already', () => {
  expect(verdict(START + DAY / 2 - 2, {}, 5 * DAY)).toBeNull();
  expect(verdict(START + DAY / 2 - 1, {}, DAY / 2)).toBe('WARN');
});

it('warns but never switches off where nothing is to be switched off', () => {
  expect(autoDisableAt(run(), null)).toBeNull();
  expect(verdict(START + DAY, {}, null)).toBe('WARN');
  expect(verdict(START + 100 * DAY, { warnedAt: START + DAY }, null)).toBeNull();
});
