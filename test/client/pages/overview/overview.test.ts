import { describe, expect, it } from 'vitest';
import { needingAttention } from '../../../../client/pages/overview/attention.ts';
import { isUnderWay, nextStep, stepsOf } from '../../../../client/pages/overview/first-steps.ts';
import { currentRates, KEPT_SAMPLES, rateColumns, withSamples } from '../../../../client/pages/overview/live-figures.ts';
import type { LiveSample, TroubledWebhook } from '../../../../client/pages/overview/overview.queries.ts';

const some = { nodes: [{ id: 'dlv_1' }] };
const none = { nodes: [] };

describe('the first steps', () => {
  it('begin with a webhook', () => {
    expect(nextStep(stepsOf({ webhooks: { totalCount: 0 }, tests: none, answered: none, live: none }))).toBe('create');
  });

  it('go on to a test that the receiver answers', () => {
    expect(nextStep(stepsOf({ webhooks: { totalCount: 1 }, tests: some, answered: none, live: none }))).toBe('verify');
  });

  it('are over with the first delivery in production, whatever was left out', () => {
    expect(isUnderWay(stepsOf({ webhooks: { totalCount: 1 }, tests: none, answered: none, live: some }))).toBe(true);
  });
});

const webhook = (name: string, changes: object) => ({ name, status: 'ACTIVE', statusReason: 'MANUAL', health: { state: 'HEALTHY' }, ...changes }) as TroubledWebhook;
const failing = webhook('failing', { health: { state: 'FAILING' } });
const degraded = webhook('degraded', { health: { state: 'DEGRADED' } });
const switchedOff = webhook('switched off', { status: 'INACTIVE', statusReason: 'AUTO_DISABLED' });
const paused = webhook('paused', { status: 'INACTIVE' });

describe('what needs attention', () => {
  const names = (troubled: TroubledWebhook[], inactive: TroubledWebhook[]) => needingAttention({ troubled: { totalCount: 9, nodes: troubled }, inactive: { nodes: inactive } }).map(({ name }) => name);

  it('has the worst first', () => {
    expect(names([degraded, failing], [switchedOff])).toEqual(['failing', 'switched off', 'degraded']);
  });

  it('leaves out what somebody paused', () => {
    expect(names([], [paused])).toEqual([]);
  });

  it('is a short list', () => {
    expect(names(Array.from({ length: 30 }, () => failing), [])).toHaveLength(10);
  });
});

const sample = (second: number, attemptsPerSecond = 0, failuresPerSecond = 0) => ({ at: new Date(second * 1_000).toISOString(), attemptsPerSecond, failuresPerSecond }) as LiveSample;

describe('the live figures', () => {
  it('keep the last minute', () => {
    expect(withSamples(Array.from({ length: KEPT_SAMPLES }, (_, second) => sample(second)), [sample(KEPT_SAMPLES)])).toHaveLength(KEPT_SAMPLES);
  });

  it('take a second once, also after a new connection', () => {
    expect(withSamples([sample(1), sample(2)], [sample(2), sample(3)]).map(({ at }) => Date.parse(at) / 1_000)).toEqual([1, 2, 3]);
  });

  it('are rates over the last five seconds', () => {
    expect(currentRates([sample(0, 100, 100), ...[1, 2, 3, 4, 5].map((second) => sample(second, 10, 1))])).toEqual({ attemptsPerSecond: 10, failuresPerSecond: 1 });
  });

  it('are zero before the first sample', () => {
    expect(currentRates([])).toEqual({ attemptsPerSecond: 0, failuresPerSecond: 0 });
  });

  it('never draw fewer than no successes', () => {
    expect(rateColumns([sample(1, 1, 2)])).toEqual([{ succeeded: 0, failed: 2 }]);
  });
});
