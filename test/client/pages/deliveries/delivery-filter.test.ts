import { describe, expect, it } from 'vitest';
import { attemptFilter } from '../../../../client/pages/deliveries/delivery-filter.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('the filter of the deliveries page', () => {
  it('is empty for a plain address', () => {
    expect(attemptFilter({}, null, NOW)).toEqual({});
  });

  it('is read from the address', () => {
    const query = { search: ' evt_1 ', status: 'failed', type: 'license.*', webhook: 'wh_1', kind: 'manual', since: '1h' };
    expect(attemptFilter(query, 'STAGING', NOW)).toEqual({
      search: 'evt_1', environments: ['STAGING'], statuses: ['FAILED'], eventTypes: ['license.*'], webhookIds: ['wh_1'], kinds: ['MANUAL'],
      started: { from: '2026-11-20T11:00:00.000Z' },
    });
  });

  it('knows classes of codes, single codes and attempts without a response', () => {
    expect(attemptFilter({ code: '5xx' }, null, NOW)).toEqual({ statusCode: { min: 500, max: 599 } });
    expect(attemptFilter({ code: '429' }, null, NOW)).toEqual({ statusCode: { min: 429, max: 429 } });
    expect(attemptFilter({ code: 'none' }, null, NOW).failureCodes).toContain('RESPONSE_TIMEOUT');
  });

  it('leaves out words that it does not know', () => {
    expect(attemptFilter({ status: 'perhaps', code: 'abc', since: 'ever', kind: ['a', 'b'] }, null, NOW)).toEqual({});
  });
});
