import { describe, expect, it } from 'vitest';
import { formOf, NEW_WEBHOOK, withForm, withoutForm } from '../../../../client/pages/webhooks/form-address.ts';

describe('the form in the address of the list', () => {
  it.each([
    [{}, { form: null, from: null }],
    [{ form: '' }, { form: null, from: null }],
    [{ form: ['wh_1', 'wh_2'] }, { form: null, from: null }],
    [{ form: 'wh_1', q: 'crm' }, { form: 'wh_1', from: null }],
    [{ form: NEW_WEBHOOK, from: 'wh_1' }, { form: NEW_WEBHOOK, from: 'wh_1' }],
  ])('is read from %j', (query, expected) => {
    expect(formOf(query)).toEqual(expected);
  });

  it('stands beside search and filters, instead of another form', () => {
    expect(withForm({ q: 'crm', form: NEW_WEBHOOK, from: 'wh_1' }, 'wh_2')).toEqual({ q: 'crm', form: 'wh_2' });
    expect(withForm({ env: 'all' }, NEW_WEBHOOK, 'wh_1')).toEqual({ env: 'all', form: NEW_WEBHOOK, from: 'wh_1' });
  });

  it('leaves them when it closes', () => {
    expect(withoutForm({ q: 'crm', form: NEW_WEBHOOK, from: 'wh_1' })).toEqual({ q: 'crm' });
  });
});
