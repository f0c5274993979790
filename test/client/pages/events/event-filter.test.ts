import { describe, expect, it } from 'vitest';
import { eventFilter } from '../../../../client/pages/events/event-filter.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');

describe('the filter of the events', () => {
  it('is empty for an address without filters', () => {
    expect(eventFilter({ page: '2', after: 'abc' }, null, NOW)).toEqual({});
  });

  it('takes search, environment, type, time and kind from the address', () => {
    expect(eventFilter({ search: ' lic_1 ', type: 'license.*', since: '1h', kind: 'test' }, 'STAGING', NOW)).toEqual({
      search: 'lic_1', environments: ['STAGING'], types: ['license.*'], occurred: { from: '2026-11-20T11:00:00.000Z' }, isTest: true,
    });
  });

  it('asks for published events only without leaving the answer open', () => {
    expect(eventFilter({ kind: 'real' }, null, NOW)).toEqual({ isTest: false });
  });

  it('leaves out words that it does not know', () => {
    expect(eventFilter({ kind: 'odd', since: 'yesterday', webhook: 'wh_1' }, null, NOW)).toEqual({});
  });
});
