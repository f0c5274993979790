import { describe, expect, it } from 'vitest';
import { circuitAfter, circuitState, CLOSED_CIRCUIT, type Circuit, type CircuitAttempt } from '../../server/domain/circuit.ts';
import type { FailureCode } from '../../server/domain/failure-code.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const attempt = (own: Partial<CircuitAttempt> = {}): CircuitAttempt =>
  ({ deliveryId: 'dlv_a', failureCode: 'CONNECTION_REFUSED', isByHand: false, endedAt: NOON, ...own });
const after = (attempts: readonly CircuitAttempt[], { from = CLOSED_CIRCUIT, random = 0.5 } = {}): Circuit =>
  attempts.reduce((circuit, each) => circuitAfter(circuit, each, () => random), from);
const faults = (count: number) => Array.from({ length: count }, () => attempt());
const open = after(faults(5));
const halfOpen: Circuit = { ...open, probeId: 'dlv_probe' };

describe('a closed circuit', () => {
  it('opens with the fifth fault in a row', () => {
    expect(after(faults(4)).trips).toBe(0);
    expect(open).toEqual({ faults: 0, trips: 1, retryAt: NOON + 10_000, probeId: null });
  });

  it.each([null, 'HTTP_CLIENT_ERROR', 'HTTP_REDIRECT', 'HTTP_RATE_LIMITED'] as (FailureCode | null)[])('counts from the start after %s, for the receiver is there', (failureCode) => {
    expect(after([...faults(4), attempt({ failureCode }), ...faults(4)]).trips).toBe(0);
  });

  it.each(['OUTCOME_UNKNOWN', 'INTERNAL'] as FailureCode[])('learns nothing from %s, which is our own fault', (failureCode) => {
    expect(after([...faults(4), attempt({ failureCode }), attempt({ failureCode })]).faults).toBe(4);
    expect(after([...faults(4), attempt({ failureCode }), attempt()]).trips).toBe(1);
  });

  it('does not open for what somebody tries by hand', () => {
    expect(after(Array.from({ length: 20 }, () => attempt({ isByHand: true })))).toEqual(CLOSED_CIRCUIT);
  });
});

describe('an open circuit', () => {
  it('is not touched by attempts that were under way when it opened', () => {
    expect(after(faults(20), { from: halfOpen })).toEqual(halfOpen);
  });

  it('closes with a success, also of one asked for by hand', () => {
    expect(after([attempt({ failureCode: null, isByHand: true })], { from: open })).toEqual(CLOSED_CIRCUIT);
  });

  it('rests twice as long after each probe that fails, up to ten minutes', () => {
    const rests = [];
    for (let circuit = open; circuit.trips < 10; circuit = after([attempt({ deliveryId: 'dlv_probe' })], { from: { ...circuit, probeId: 'dlv_probe' } })) {
      rests.push((circuit.retryAt! - NOON) / 1000);
    }
    expect(rests).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  it('rests a fifth more or less by chance', () => {
    expect(after(faults(5), { random: 0 }).retryAt).toBe(NOON + 8_000);
    expect(after(faults(5), { random: 0.999_999 }).retryAt).toBe(NOON + 12_000);
  });

  it('does not overflow however long the receiver is down', () => {
    expect(after([attempt({ deliveryId: 'dlv_probe' })], { from: { ...halfOpen, trips: 5_000 } }).retryAt).toBe(NOON + 600_000);
  });
});

it('is half open from the end of its rest until a probe has decided', () => {
  expect(circuitState(CLOSED_CIRCUIT, NOON)).toBe('CLOSED');
  expect(circuitState(open, NOON + 9_999)).toBe('OPEN');
  expect(circuitState(open, NOON + 10_000)).toBe('HALF_OPEN');
});
