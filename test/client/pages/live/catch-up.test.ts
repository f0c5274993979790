import { expect, it } from 'vitest';
import { CatchUp } from '../../../../client/pages/live/catch-up.ts';

const at = (second: number) => `2026-11-20T12:00:${String(second).padStart(2, '0')}.000Z`;
const batch = (phase: string, second: number, ...started: number[]) => ({ phase, serverTime: at(second), attempts: started.map((each) => ({ startedAt: at(each), durationMs: 100 })) });

it('counts the attempts of the time without a connection, up to the first live message, and how long that took', () => {
  const catchUp = new CatchUp();
  catchUp.begin(5_000);
  expect(catchUp.accept(batch('BACKLOG', 30), 5_100)).toBeNull();
  expect(catchUp.accept(batch('BACKLOG', 30, 10, 11), 5_200)).toBeNull();
  expect(catchUp.accept(batch('LIVE', 31, 12, 30), 5_400)).toEqual({ count: 3, tookMs: 400 });
  expect(catchUp.accept(batch('LIVE', 32, 31), 6_000)).toBeNull();
});

it('says nothing of a stream that was never cut', () => {
  expect(new CatchUp().accept(batch('LIVE', 32, 31), 0)).toBeNull();
});
