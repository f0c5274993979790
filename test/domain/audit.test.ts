import { describe, expect, it } from 'vitest';
import { changedFields, redacted } from '../../server/domain/audit.ts';

describe('what changed', () => {
  it('is what differs, with both values', () => {
    expect(changedFields({ name: 'CRM', url: 'https://a.example' }, { name: 'ERP', url: 'https://a.example' }))
      .toEqual([{ field: 'name', before: 'CRM', after: 'ERP', isRedacted: false }]);
  });

  it('compares lists and objects by what is in them', () => {
    expect(changedFields({ events: ['a', 'b'], policy: { jitter: 0.1 } }, { events: ['a', 'b'], policy: { jitter: 0.1 } })).toEqual([]);
    expect(changedFields({ events: ['a', 'b'] }, { events: ['b', 'a'] })).toHaveLength(1);
  });

  it('of a new object is what is not empty', () => {
    expect(changedFields(null, { name: 'CRM', description: null, isActive: false })).toEqual([
      { field: 'name', before: null, after: 'CRM', isRedacted: false }, { field: 'isActive', before: null, after: false, isRedacted: false },
    ]);
  });

  it('of a secret is only that it changed', () => {
    expect(changedFields({ password: 'old' }, { password: 'new' }, { secret: ['password'] })).toEqual([redacted('password')]);
    expect(changedFields({ password: 'same' }, { password: 'same' }, { secret: ['password'] })).toEqual([]);
  });
});
