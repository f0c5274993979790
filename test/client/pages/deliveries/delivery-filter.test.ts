import { describe, expect, it } from 'vitest';
import { deliveryFilter, groupedFilter, statusForRows } from '../../../../client/pages/deliveries/bulk-filter.ts';
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

  it('takes several values, failures, durations and a range of time', () => {
    const query = { type: 'license.*,contract.renewed', webhook: 'wh_1,wh_2', status: 'failed,succeeded', failure: 'timeout,dns', duration: '1000-5000', from: '2026-11-20T10:00:00Z', to: '2026-11-20T11:00:00Z' };
    expect(attemptFilter(query, null, NOW)).toEqual({
      eventTypes: ['license.*', 'contract.renewed'], webhookIds: ['wh_1', 'wh_2'], statuses: ['FAILED', 'SUCCEEDED'], failureCodes: ['CONNECT_TIMEOUT', 'RESPONSE_TIMEOUT', 'DNS_FAILURE'],
      durationMs: { min: 1_000, max: 5_000 }, started: { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' },
    });
  });
});

describe('the filter of deliveries behind it', () => {
  it('knows the statuses of deliveries, and leaves out what only attempts have', () => {
    expect(groupedFilter({ status: 'gaveup,retrying', kind: 'manual', duration: '1000-', since: '1h' }, null, NOW)).toEqual({ statuses: ['FAILED', 'RETRYING'], created: { from: '2026-11-20T11:00:00.000Z' } });
    expect(groupedFilter({ status: 'failed' }, null, NOW)).toEqual({ statuses: ['RETRYING', 'FAILED'] });
  });

  it('keeps the status that was chosen when rows become deliveries, and back', () => {
    expect(statusForRows('failed,succeeded', true)).toBe('retrying,gaveup,succeeded');
    expect(statusForRows('retrying,gaveup', false)).toBe('failed');
    expect(statusForRows('cancelled', false)).toBeNull();
  });

  it('is none when a filter has no meaning for deliveries', () => {
    expect(deliveryFilter({ kind: 'manual' }, null, NOW)).toBeNull();
    expect(deliveryFilter({ duration: '1000-' }, null, NOW)).toBeNull();
    expect(deliveryFilter({ status: 'succeeded' }, null, NOW)).toEqual({ statuses: ['SUCCEEDED'] });
  });
});
