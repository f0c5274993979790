import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../client/live-connection.ts';

describe('retryDelayMs', () => {
  it('doubles from half a second', () => {
    expect([0, 1, 2].map((retries) => retryDelayMs(retries, () => 1))).toEqual([500, 1_000, 2_000]);
  });

  it('stays under half a minute however often it failed', () => {
    expect(retryDelayMs(1_000, () => 1)).toBe(30_000);
  });

  it('spreads over the upper half, so that a crowd does not return at once', () => {
    expect(retryDelayMs(2, () => 0)).toBe(1_000);
  });
});
