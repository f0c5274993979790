import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InFlight } from '../../server/dispatcher/in-flight.ts';

describe('requests in flight', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('have as many places as there are', () => {
    const inFlight = new InFlight(2, () => undefined);
    inFlight.begin('a');
    const second = inFlight.begin('b');
    expect(inFlight.hasPlace).toBe(false);
    inFlight.end(second);
    expect(inFlight.hasPlace).toBe(true);
  });

  it('give their place up when they last long', () => {
    const onPlaces = vi.fn();
    const inFlight = new InFlight(1, onPlaces);
    const slow = inFlight.begin('a');
    vi.advanceTimersByTime(750);
    expect(inFlight.hasPlace).toBe(false);
    vi.advanceTimersByTime(500);
    expect(onPlaces).toHaveBeenCalledOnce();
    expect(inFlight).toMatchObject({ hasPlace: true, size: 1 });
    inFlight.begin('b');
    expect(inFlight.hasPlace).toBe(false);
    inFlight.end(slow);
    expect(inFlight).toMatchObject({ hasPlace: false, size: 1 });
  });

  it('are bounded however slow they are', () => {
    const inFlight = new InFlight(1, () => undefined);
    for (let index = 0; index < 8; index++) {
      expect(inFlight.hasPlace).toBe(true);
      inFlight.begin(`host-${index}`);
      vi.advanceTimersByTime(1_250);
    }
    expect(inFlight).toMatchObject({ hasPlace: false, size: 8 });
  });

  it('keep a host from taking more than its share', () => {
    const inFlight = new InFlight(100, () => undefined);
    const requests = Array.from({ length: 50 }, () => inFlight.begin('a'));
    expect([inFlight.isBusy('a'), inFlight.isBusy('b')]).toEqual([true, false]);
    inFlight.end(requests[0]!);
    expect(inFlight.isBusy('a')).toBe(false);
  });

  it('leave no timer behind', () => {
    const inFlight = new InFlight(1, () => undefined);
    inFlight.end(inFlight.begin('a'));
    expect(vi.getTimerCount()).toBe(0);
  });
});
