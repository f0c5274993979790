import { describe, expect, it } from 'vitest';
import { allowance, burstOf, nextAllowanceAt, pacedUntilAfter } from '../../server/domain/rate-limit.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

/** Moments at which a sender with more than enough to send sends, asking whenever it is told to, for five seconds. */
function sendAll(limit: number, start = NOON): number[] {
  const sent: number[] = [];
  let pacedUntil: number | null = null;
  for (let now = start; now < start + 5_000;) {
    const count = allowance(limit, pacedUntil, now);
    sent.push(...Array<number>(count).fill(now));
    pacedUntil = pacedUntilAfter(limit, pacedUntil, { count, now });
    now = Math.max(now + 1, nextAllowanceAt(limit, pacedUntil));
  }
  return sent;
}

const mostInASecond = (sent: readonly number[]) =>
  Math.max(...sent.map((from, index) => sent.slice(index).filter((at) => at < from + 1_000).length));

describe.each([1, 2, 3, 7, 10, 30, 99, 300, 1_000])('a limit of %d a second', (limit) => {
  it('is never exceeded in any second by more than the burst', () => {
    expect(mostInASecond(sendAll(limit))).toBeLessThanOrEqual(limit + burstOf(limit));
  });

  it('is reached by whoever has enough to send', () => {
    expect(sendAll(limit).length).toBeGreaterThanOrEqual(5 * limit * 0.95);
  });

  it('is smooth: no half second has much more than half of it', () => {
    const sent = sendAll(limit);
    const inHalf = (from: number) => sent.filter((at) => at >= from && at < from + 500).length;
    expect(Math.max(...sent.map(inHalf))).toBeLessThanOrEqual(Math.ceil(limit / 2) + burstOf(limit));
  });
});

it('saves nothing up over a silence but the burst', () => {
  expect(allowance(100, null, NOON)).toBe(10);
  expect(allowance(100, (NOON - 3_600_000) * 1_000, NOON)).toBe(10);
});

it('lets a process with a slow clock wait instead of sending twice', () => {
  const pacedUntil = pacedUntilAfter(10, null, { count: 1, now: NOON });
  expect(allowance(10, pacedUntil, NOON - 30_000)).toBe(0);
});

it('does not stop for an hour because the clock was put back by one', () => {
  const pacedUntil = pacedUntilAfter(10, null, { count: 1, now: NOON });
  expect(allowance(10, pacedUntil, NOON - 3_600_000)).toBe(1);
  expect(pacedUntilAfter(10, pacedUntil, { count: 1, now: NOON - 3_600_000 })).toBe((NOON - 3_600_000 + 100) * 1_000);
});
