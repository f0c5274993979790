import { describe, expect, it } from 'vitest';
import type { ListedAttempt, NewAttempt } from '../../../../client/pages/deliveries/deliveries.queries.ts';
import { upToDate, withDeliveries, withNews } from '../../../../client/pages/deliveries/live-rows.ts';

const delivery = (id: string, revision: number, status: NewAttempt['delivery']['status']): NewAttempt['delivery'] => ({ id, revision, status, attemptCount: revision, nextAttemptAt: null });
const row = (id: string, ofDelivery: NewAttempt['delivery']) => ({ id, delivery: { ...ofDelivery, webhookName: 'CRM' } }) as ListedAttempt;

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
    const known = withDeliveries(new Map(), [{ id: 'a3', delivery: delivery('d1', 2, 'SUCCEEDED') }]);
    const shown = upToDate(rows, known);
    expect(shown[0]?.delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 2, webhookName: 'CRM' });
    expect(shown[1]).toBe(rows[1]);
  });

  it('ignore older news', () => {
    const newer = withDeliveries(new Map(), [{ id: 'a', delivery: delivery('d1', 5, 'FAILED') }]);
    const known = withDeliveries(newer, [{ id: 'b', delivery: delivery('d1', 4, 'RETRYING') }]);
    expect(known.get('d1')?.status).toBe('FAILED');
    expect(upToDate([row('a1', delivery('d1', 6, 'SUCCEEDED'))], known)[0]?.delivery.status).toBe('SUCCEEDED');
  });
});
