import { describe, expect, it } from 'vitest';
import { durationBounds } from '../../../../client/pages/deliveries/duration-filter.ts';
import { completionsAt } from '../../../../client/pages/deliveries/query-completion.ts';
import { parseQuery, type QueryFilters, type QueryVocabulary } from '../../../../client/pages/deliveries/query-language.ts';
import { queryFilters, queryText } from '../../../../client/pages/deliveries/query-text.ts';

const VOCABULARY: QueryVocabulary = {
  status: ['succeeded', 'failed'],
  failure: ['timeout', 'dns'],
  kind: ['initial', 'retry', 'manual'],
  env: ['production', 'staging'],
  type: ['license.*', 'license.activated', 'contract.suspended'],
  webhooks: [{ id: 'wh_1', name: 'CRM' }, { id: 'wh_2', name: 'CRM, old' }, { id: 'wh_3', name: 'Billing sync' }],
};
const filtersOf = (text: string) => parseQuery(text, VOCABULARY).filters;

describe('the query bar', () => {
  it('reads every filter and searches for the rest', () => {
    expect(parseQuery('status:failed code:5xx webhook:"CRM" type:license.* >2s since:1h lic_42', VOCABULARY)).toEqual({
      filters: { status: 'failed', code: '5xx', webhook: 'wh_1', type: 'license.*', duration: '2000-', since: '1h', search: 'lic_42' },
      problems: [],
    });
  });

  it.each<[string, QueryFilters]>([
    ['status:failed,succeeded', { status: 'failed,succeeded' }],
    ['status:failed status:succeeded status:failed', { status: 'failed,succeeded' }],
    ['code:4xx code:5xx', { code: '5xx' }],
    ['STATUS:Failed', { status: 'failed' }],
    ['webhook:"CRM, old",billing', { webhook: 'wh_2,wh_3' }],
    ['webhook:old', { webhook: 'wh_2' }],
    ['webhook:wh_9', { webhook: 'wh_9' }],
    ['from:2026-11-20T10:00:00Z to:2026-11-20T11:00:00Z', { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' }],
    ['<500ms', { duration: '-500' }],
    ['1s..5s', { duration: '1000-5000' }],
    ['https://crm.example/hook', { search: 'https://crm.example/hook' }],
    ['"two words"  more', { search: 'two words more' }],
    ['', {}],
  ])('reads %s', (text, filters) => {
    expect(parseQuery(text, VOCABULARY)).toEqual({ filters, problems: [] });
  });

  it.each([
    ['statsu:failed', { kind: 'key', word: 'statsu' }],
    ['status:perhaps', { kind: 'value', key: 'status', word: 'perhaps' }],
    ['code:700', { kind: 'value', key: 'code', word: '700' }],
    ['webhook:"No such"', { kind: 'value', key: 'webhook', word: 'No such' }],
    ['since:ever', { kind: 'value', key: 'since', word: 'ever' }],
    ['type:', { kind: 'value', key: 'type', word: '' }],
  ])('names what it does not know in %s, and takes the rest', (text, problem) => {
    expect(parseQuery(`${text} kind:retry`, VOCABULARY)).toEqual({ filters: { kind: 'retry' }, problems: [problem] });
  });

  it('does not stumble over half a word', () => {
    for (const text of ['"', 'webhook:"CR', ':', 'status:,', '>', '..', '"""', 'type:"']) expect(() => parseQuery(text, VOCABULARY)).not.toThrow();
  });

  it.each<QueryFilters>([
    { status: 'failed', code: 'none', failure: 'timeout,dns', kind: 'manual', type: 'license.*,contract.suspended', webhook: 'wh_1,wh_2', env: 'staging', since: '90m', duration: '1500-' },
    { duration: '250-2000', search: 'lic_42 status:odd' },
    { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z', search: 'a "quoted' },
  ])('writes filters so that they are read back the same: %j', (filters) => {
    const search = filters.search?.replaceAll('"', '');
    expect(filtersOf(queryText(filters, VOCABULARY))).toEqual(search === undefined ? filters : { ...filters, search });
  });

  it('takes the filters of an address, except that all environments are no filter', () => {
    expect(queryFilters({ status: 'failed', env: 'all', page: '2', group: 'delivery', search: '' })).toEqual({ status: 'failed' });
  });
});

describe('what completes a query', () => {
  const labels = (text: string, caret = text.length) => completionsAt(text, caret, VOCABULARY).map(({ label }) => label);

  it('is the name of a filter at the start of a word', () => {
    expect(labels('st')).toEqual(['status:']);
    expect(labels('status:failed t')).toEqual(['type:', 'to:']);
    expect(labels('').length).toBeGreaterThan(5);
  });

  it('is a value behind the colon, those that begin alike first', () => {
    expect(labels('status:f')).toEqual(['failed']);
    expect(labels('type:')).toEqual(['license.*', 'license.activated', 'contract.suspended']);
    expect(labels('webhook:"crm')).toEqual(['CRM', 'CRM, old']);
    expect(labels('status:failed,s')).toEqual(['succeeded']);
  });

  it('puts the word into its place, with quotes where they are needed', () => {
    const [, old] = completionsAt('webhook:crm code:5xx', 11, VOCABULARY);
    expect(old).toMatchObject({ text: 'webhook:"CRM, old" code:5xx', caret: 'webhook:"CRM, old" '.length });
    expect(completionsAt('status:failed,su', 16, VOCABULARY)[0]?.text).toBe('status:failed,succeeded ');
  });

  it('is nothing for a filter that there is not', () => {
    expect(labels('colour:re')).toEqual([]);
  });
});

describe('a duration in an address', () => {
  it.each([['2000-', { min: 2000 }], ['-500', { max: 500 }], ['1-2', { min: 1, max: 2 }], ['-', null], ['fast', null]])('%s is %j', (text, bounds) => {
    expect(durationBounds(text)).toEqual(bounds);
  });
});
