import { describe, expect, it } from 'vitest';
import { deliveryFilter } from '../../../../client/pages/deliveries/bulk-filter.ts';
import { withRange, withToggled } from '../../../../client/pages/deliveries/selection.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const rows = [['a3', 'd1'], ['a2', 'd2'], ['a1', 'd1'], ['a0', 'd3']].map(([id, delivery]) => ({ id: id!, delivery: { id: delivery! } }));

describe('the selection of deliveries', () => {
  it('takes one in and out', () => {
    expect([...withToggled(new Set(['d1']), 'd2')]).toEqual(['d1', 'd2']);
    expect([...withToggled(new Set(['d1', 'd2']), 'd1')]).toEqual(['d2']);
  });

  it('takes a range of rows in either direction, several attempts of one delivery as one', () => {
    expect([...withRange(new Set(), rows, 'a3', 'a1') ?? []]).toEqual(['d1', 'd2']);
    expect([...withRange(new Set(['d9']), rows, 'a0', 'a1') ?? []]).toEqual(['d9', 'd1', 'd3']);
  });

  it('has no range from a row of another page', () => {
    expect(withRange(new Set(), rows, 'elsewhere', 'a1')).toBeNull();
  });
});

describe('all deliveries behind the attempts of an address', () => {
  it('are those whose newest attempt ended as the filter says', () => {
    expect(deliveryFilter({ status: 'failed', code: '5xx', webhook: 'wh_1' }, 'STAGING', NOW)).toEqual({
      environments: ['STAGING'], webhookIds: ['wh_1'], statusCode: { min: 500, max: 599 }, statuses: ['RETRYING', 'FAILED'],
    });
  });

  it('are those of the time', () => {
    expect(deliveryFilter({ since: '1h' }, null, NOW)).toEqual({ created: { from: '2026-11-20T11:00:00.000Z' } });
  });

  it('cannot be told by the kind of an attempt', () => {
    expect(deliveryFilter({ kind: 'manual' }, null, NOW)).toBeNull();
  });
});
