import { describe, expect, it } from 'vitest';
import { outageWords, recoveringAttempt, scheduleAxis, scheduledAttempts, scheduleWords } from '../../../../client/pages/webhook-form/retry-schedule.ts';

const step = (attempt: number, delay: string, [earliestDelay, latestDelay]: [string, string], offset: string) => ({ attempt, delay, earliestDelay, latestDelay, offset });
const attempts = scheduledAttempts([
  step(1, 'PT0S', ['PT0S', 'PT0S'], 'PT0S'), step(2, 'PT10S', ['PT8S', 'PT12S'], 'PT10S'), step(3, 'PT1M', ['PT48S', 'PT72S'], 'PT70S'),
]);

describe('a retry schedule of the server', () => {
  it('adds up what jitter can do to each attempt', () => {
    expect(attempts.at(-1)).toEqual({ attempt: 3, waitMs: 60_000, offsetMs: 70_000, earliestMs: 56_000, latestMs: 84_000 });
  });

  it('is said in words', () => {
    expect(scheduleWords(attempts)).toBe('3 attempts over 1 min 10 s: at once, then after 10 s, 1 min.');
    expect(scheduleWords(attempts.slice(0, 1))).toBe('One attempt only: a failure is final.');
  });

  it('tells which attempt meets a receiver that is back, or that the event is lost', () => {
    expect(recoveringAttempt(attempts, 30_000)).toBe(3);
    expect(outageWords(attempts, 5_000)).toBe('Delivered by attempt 2, after 10 s.');
    expect(outageWords(attempts, 3_600_000)).toBe('Lost: the last attempt is made after 1 min 10 s.');
  });

  it('leaves room for an outage that is longer than itself', () => {
    expect(scheduleAxis(attempts, { outageMs: 3_600_000, start: 0, end: 600 }).place(3_600_000)).toBe(600);
    expect(scheduleAxis(attempts, { outageMs: 0, start: 0, end: 600 }).place(84_000)).toBe(600);
  });
});
