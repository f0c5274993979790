import { describe, expect, it } from 'vitest';
import { LANE_SPAN_MS, LaneBoard, MOST_DOTS } from '../../../../client/pages/live/lane-board.ts';
import { dotRadius, dotUnder, dotX, dotY } from '../../../../client/pages/live/lane-drawing.ts';
import { worstFirst } from '../../../../client/pages/live/lane-order.ts';
import { rateText, restText, stateOf, successText } from '../../../../client/pages/live/lane-words.ts';
import type { LaneWebhook } from '../../../../client/pages/live/live.queries.ts';
import type { LiveRow } from '../../../../client/pages/live/live-row.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

function row(secondsAgo: number, { id = `att_${secondsAgo}`, durationMs = 100, outcome = 'SUCCEEDED', webhookId = 'wh_1' }: Partial<LiveRow> = {}): LiveRow {
  const endedAt = NOW - secondsAgo * 1_000;
  return {
    id, durationMs, outcome, webhookId, endedAt, startedAt: endedAt - (durationMs ?? 0), answer: '200', code: 'license.created', webhookName: 'CRM',
    number: 1, maxAttempts: 5, environment: 'PRODUCTION',
  };
}

function webhook(name: string, health: Partial<LaneWebhook['health']> = {}, status: LaneWebhook['status'] = 'ACTIVE'): LaneWebhook {
  return { id: name, name, status, environment: { key: 'PRODUCTION' }, health: { state: 'HEALTHY', circuit: 'CLOSED', circuitRetryAt: null, backlog: 0, ...health } };
}

const summary = (count: number, failed: number) => ({ count, failed, perSecond: count / 60, p95Ms: 100, successRate: count === 0 ? null : 1 - failed / count });

describe('a lane', () => {
  it('shows the attempts of its last minute one by one', () => {
    const board = new LaneBoard();
    board.add([row(70), row(30, { outcome: 'RETRYING' }), row(10, { outcome: 'GAVE_UP' }), row(1)]);
    expect(board.lane('wh_1').dots(NOW)?.map(({ result }) => result)).toEqual(['failed', 'gaveUp', 'ok']);
    expect(board.lane('wh_1').summary(NOW)).toMatchObject({ count: 3, failed: 2 });
    expect(board.lane('wh_1').lastFailureId).toBe('att_10');
  });

  it('keeps the attempts of each webhook to itself, and those of a deleted one out', () => {
    const board = new LaneBoard();
    board.add([row(1), row(2, { webhookId: 'wh_2' }), row(3, { webhookId: null })]);
    expect([board.lane('wh_1'), board.lane('wh_2')].map((lane) => lane.summary(NOW).count)).toEqual([1, 1]);
  });

  it('turns into columns above twenty attempts a second, and none of them is lost', () => {
    const board = new LaneBoard();
    const count = MOST_DOTS + 300;
    board.add(Array.from({ length: count }, (_, index) => row(59 - (index / count) * 58, { id: `att_${index}`, outcome: index % 10 === 0 ? 'FAILED' : 'SUCCEEDED' })));
    const lane = board.lane('wh_1');
    expect(lane.dots(NOW)).toBeNull();
    const columns = lane.columns(NOW);
    expect(columns.length).toBeLessThanOrEqual(LANE_SPAN_MS / 500);
    expect(columns.reduce((sum, { ok, failed }) => sum + ok + failed, 0)).toBe(count);
    expect(columns.map(({ at }) => at)).toEqual([...columns.map(({ at }) => at)].sort((one, other) => one - other));
  });

  it('forgets a half second when that of the next minute takes its place', () => {
    const board = new LaneBoard();
    board.add([row(0)]);
    const later = NOW + LANE_SPAN_MS + 500;
    board.add([{ ...row(0, { id: 'att_later' }), endedAt: later }]);
    expect(board.lane('wh_1').summary(later)).toMatchObject({ count: 1 });
    board.add([row(0, { id: 'att_late' })]);
    expect(board.lane('wh_1').summary(later)).toMatchObject({ count: 1 });
  });

  it('estimates the 95th percentile within a fifth', () => {
    const board = new LaneBoard();
    board.add(Array.from({ length: 100 }, (_, index) => row(1, { id: `att_${index}`, durationMs: (index + 1) * 10 })));
    const p95Ms = board.lane('wh_1').summary(NOW).p95Ms ?? 0;
    expect(p95Ms).toBeGreaterThanOrEqual(950);
    expect(p95Ms).toBeLessThan(950 * 1.2);
  });

  it('finds the dot under the pointer', () => {
    const board = new LaneBoard();
    board.add([row(30, { id: 'att_a' }), row(10, { id: 'att_b' })]);
    const dots = board.lane('wh_1').dots(NOW) ?? [];
    const place = { now: NOW, width: 600, height: 64 };
    expect(dotUnder(dots, { ...place, x: dotX(dots[0]!, NOW, 600) + 2, y: dotY(dots[0]!, 64) })?.id).toBe('att_a');
    expect(dotUnder(dots, { ...place, x: 5, y: 5 })).toBeNull();
  });

  it('draws a longer attempt larger', () => {
    expect(dotRadius(20)).toBeLessThan(dotRadius(500));
    expect(dotRadius(500)).toBeLessThan(dotRadius(15_000));
  });
});

describe('the order of the lanes', () => {
  it('has what rests on top, then what fails now, and what is off at the end', () => {
    const lanes = [
      { webhook: webhook('off', {}, 'INACTIVE'), summary: summary(0, 0) },
      { webhook: webhook('busy'), summary: summary(500, 0) },
      { webhook: webhook('some fail'), summary: summary(100, 10) },
      { webhook: webhook('rests', { circuit: 'OPEN' }), summary: summary(0, 0) },
      { webhook: webhook('most fail'), summary: summary(10, 9) },
      { webhook: webhook('quiet'), summary: summary(1, 0) },
    ];
    expect(worstFirst(lanes).map(({ webhook: { name } }) => name)).toEqual(['rests', 'most fail', 'some fail', 'busy', 'quiet', 'off']);
  });
});

describe('the words of a lane', () => {
  it('never round a failure away', () => {
    expect(successText(summary(100_000, 1))).toBe('99.99 %');
    expect(successText(summary(10, 0))).toBe('100 %');
    expect(successText(summary(0, 0))).toBe('–');
  });

  it('name the rate and the state', () => {
    expect(rateText(summary(744, 0))).toBe('12.4/s');
    expect(rateText(summary(0, 0))).toBe('');
    expect(stateOf({ webhook: webhook('a', { state: 'IDLE' }), summary: summary(3, 0) })).toBe('HEALTHY');
    expect(stateOf({ webhook: webhook('a', {}, 'INACTIVE'), summary: summary(3, 0) })).toBe('OFF');
  });

  it('tell when a webhook that rests is tried again', () => {
    const health = { ...webhook('a').health, circuit: 'OPEN' as const, circuitRetryAt: new Date(NOW + 42_000).toISOString() };
    expect(restText(health, NOW)).toBe('Circuit open, probe in 42 s');
    expect(restText({ ...health, circuitRetryAt: null }, NOW)).toBe('Circuit open, probe is due');
    expect(restText({ ...health, circuit: 'HALF_OPEN' }, NOW)).toBe('Circuit half open, a probe decides');
  });
});
