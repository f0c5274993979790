import { describe, expect, it } from 'vitest';
import type { GroupedDelivery, ListedAttempt, NewAttempt } from '../../../../client/pages/deliveries/deliveries.queries.ts';
import { groupedUpToDate, upToDate, withAttempts, withDeliveries, withNews } from '../../../../client/pages/deliveries/live-rows.ts';

const delivery = (id: string, revision: number, status: NewAttempt['delivery']['status']): NewAttempt['delivery'] => ({ id, revision, status, attemptCount: revision, nextAttemptAt: null, completedAt: null });
const row = (id: string, ofDelivery: NewAttempt['delivery']) => ({ id, delivery: { ...ofDelivery, webhookName: 'CRM' } }) as unknown as ListedAttempt;
const attempt = (id: string, ofDelivery: NewAttempt['delivery'], number = 1): NewAttempt => ({ id, number, kind: 'INITIAL', status: 'FAILED', statusCode: 503, durationMs: 12, startedAt: '2026-11-20T12:00:00Z', failure: null, delivery: ofDelivery });

describe('attempts that wait behind "n new"', () => {
  it('are counted once, and not at all when they are shown', () => {
    const waiting = withNews(new Set(['a']), [{ id: 'shown' }], [{ id: 'a' }, { id: 'shown' }, { id: 'b' }, { id: 'b' }]);
    expect([...waiting]).toEqual(['a', 'b']);
  });

  it('stay the same object when nothing is new', () => {
    const waiting = new Set(['a']);
    expect(withNews(waiting, [], [{ id: 'a' }])).toBe(waiting);
  });
});

describe('rows of a delivery that went on', () => {
  it('are shown as the delivery stands now', () => {
    const rows = [row('a1', delivery('d1', 1, 'RETRYING')), row('a2', delivery('d2', 1, 'SUCCEEDED'))];
    const known = withDeliveries(new Map(), [attempt('a3', delivery('d1', 2, 'SUCCEEDED'))]);
    const shown = upToDate(rows, known);
    expect(shown[0]?.delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2, webhookName: 'CRM' });
    expect(shown[1]).toBe(rows[1]);
  });

  it('ignore older news', () => {
    const newer = withDeliveries(new Map(), [attempt('a', delivery('d1', 5, 'FAILED'))]);
    const known = withDeliveries(newer, [attempt('b', delivery('d1', 4, 'RETRYING'))]);
    expect(known.get('d1')?.status).toBe('FAILED');
    expect(upToDate([row('a1', delivery('d1', 6, 'SUCCEEDED'))], known)[0]?.delivery.status).toBe('SUCCEEDED');
  });
});

describe('rows of grouped deliveries', () => {
  const grouped = (id: string, revision: number, attempts: NewAttempt[]) => ({ ...delivery(id, revision, 'RETRYING'), webhookName: 'CRM', attempts: { nodes: attempts } }) as unknown as GroupedDelivery;

  it('get the attempts that came since, in order and each once', () => {
    const first = attempt('a1', delivery('d1', 1, 'RETRYING'), 1);
    const rows = [grouped('d1', 1, [first]), grouped('d2', 1, [])];
    const news = withAttempts(new Map(), [attempt('a3', delivery('d1', 3, 'SUCCEEDED'), 3), attempt('a2', delivery('d1', 2, 'RETRYING'), 2), first]);
    const [shown, other] = groupedUpToDate(rows, news);
    expect(shown?.attempts.nodes.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(shown).toMatchObject({ status: 'SUCCEEDED', attemptCount: 3, webhookName: 'CRM' });
    expect(other).toBe(rows[1]);
  });

  it('do not go back to what older news say', () => {
    const [shown] = groupedUpToDate([grouped('d1', 9, [])], withAttempts(new Map(), [attempt('a1', delivery('d1', 2, 'FAILED'), 1)]));
    expect(shown).toMatchObject({ status: 'RETRYING', revision: 9 });
  });
});
