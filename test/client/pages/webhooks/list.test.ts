import { describe, expect, it } from 'vitest';
import { phraseOf } from '../../../../client/pages/webhooks/bulk-action.ts';
import { codesByGroup } from '../../../../client/pages/webhooks/codes-by-group.ts';
import { columnsOf, withColumn } from '../../../../client/pages/webhooks/list-columns.ts';
import { listFilters } from '../../../../client/pages/webhooks/list-filter.ts';

describe('the filters of the list', () => {
  it('ask for nothing in particular at first', () => {
    expect(listFilters({}, null).rows).toEqual({ search: null, environments: null, health: null, eventTypes: null });
  });

  it('are read from the address', () => {
    expect(listFilters({ q: 'crm', status: 'inactive', health: 'degraded', event: 'license.created' }, 'STAGING').rows).toEqual({
      search: 'crm', environments: ['STAGING'], health: ['DEGRADED'], eventTypes: ['license.created'], statuses: ['INACTIVE'],
    });
  });

  it('of the tab Failing are active webhooks that fail', () => {
    expect(listFilters({ status: 'failing' }, null).rows).toMatchObject({ statuses: ['ACTIVE'], health: ['FAILING'] });
  });

  it('of the counts on the tabs leave the tab out', () => {
    expect(listFilters({ q: 'crm', status: 'failing' }, null).counts).toEqual({ search: 'crm', environments: null, health: null, eventTypes: null });
  });

  it('leave out words that mean nothing', () => {
    expect(listFilters({ status: 'gone', health: 'toString' }, null).rows).toEqual({ search: null, environments: null, health: null, eventTypes: null });
  });
});

describe('the columns of the list', () => {
  it('are the standard ones until somebody chooses', () => {
    expect(columnsOf(null)).toEqual(['environment', 'events', 'trend']);
  });

  it('may all be hidden', () => {
    expect(columnsOf('')).toEqual([]);
  });

  it('keep the order of the table, however they were chosen', () => {
    expect(withColumn(['p95'], 'environment', true)).toEqual(['environment', 'p95']);
  });

  it('forget names that are no columns', () => {
    expect(columnsOf('p95,nonsense')).toEqual(['p95']);
  });
});

describe('deleting several webhooks', () => {
  it('asks for the number when production is among them', () => {
    expect(phraseOf('delete', [{ environment: { key: 'STAGING' } }, { environment: { key: 'PRODUCTION' } }])).toBe('2');
  });

  it('asks for nothing when it is a few elsewhere', () => {
    expect(phraseOf('delete', [{ environment: { key: 'STAGING' } }])).toBeNull();
  });

  it('is the only action that asks', () => {
    expect(phraseOf('deactivate', [{ environment: { key: 'PRODUCTION' } }])).toBeNull();
  });
});

describe('codes in groups', () => {
  it('stand under their first part', () => {
    expect(codesByGroup(['license.created', 'contract.created', 'license.revoked'])).toEqual([
      { key: 'license', codes: ['license.created', 'license.revoked'] }, { key: 'contract', codes: ['contract.created'] },
    ]);
  });
});
