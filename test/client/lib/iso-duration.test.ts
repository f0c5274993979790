import { describe, expect, it } from 'vitest';
import { durationMs, isoDuration, typedWaitMs, waitText } from '../../../client/lib/iso-duration.ts';

describe('an ISO 8601 duration', () => {
  it('is read to milliseconds', () => {
    expect(durationMs('PT5S')).toBe(5_000);
    expect(durationMs('P3DT3H')).toBe(75 * 3_600_000);
    expect(durationMs('PT0.5S')).toBe(500);
    expect(durationMs('5 min')).toBeNaN();
  });

  it('is the same after writing and reading it', () => {
    for (const ms of [0, 1_500, 300_000, 86_400_000]) expect(durationMs(isoDuration(ms))).toBe(ms);
  });
});

describe('a wait', () => {
  it('is said in its two largest units', () => {
    expect(waitText(5_000)).toBe('5 s');
    expect(waitText(90_000)).toBe('1 min 30 s');
    expect(waitText(75 * 3_600_000)).toBe('3 d 3 h');
    expect(waitText(86_400_000 + 5_000)).toBe('1 d');
    expect(waitText(0)).toBe('0 s');
    expect(waitText(250)).toBe('250 ms');
  });

  it('is read as people type it', () => {
    expect(typedWaitMs('30s')).toBe(30_000);
    expect(typedWaitMs(' 1h 30 min ')).toBe(5_400_000);
    expect(typedWaitMs('soon')).toBeNull();
    expect(typedWaitMs('5')).toBeNull();
    expect(typedWaitMs('5 min later')).toBeNull();
  });

  it('can be typed as it is said', () => {
    for (const ms of [1_000, 90_000, 7_200_000, 3 * 86_400_000]) expect(typedWaitMs(waitText(ms))).toBe(ms);
  });
});
