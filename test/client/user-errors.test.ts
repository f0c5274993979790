import { describe, expect, it } from 'vitest';
import { errorsByField } from '../../client/lib/user-errors.ts';

const FIELDS = ['name', 'events'] as const;

describe('errorsByField', () => {
  it('puts an error under the field that its path names', () => {
    expect(errorsByField([{ message: 'Too long.', path: ['input', 'name'] }], FIELDS)).toEqual({ name: 'Too long.' });
  });

  it('puts errors of list entries together under the list', () => {
    const errors = [{ message: 'No event a.', path: ['input', 'events', '0'] }, { message: 'No event b.', path: ['input', 'events', '2'] }];
    expect(errorsByField(errors, FIELDS)).toEqual({ events: 'No event a. No event b.' });
  });

  it('keeps errors of no field of the form', () => {
    expect(errorsByField([{ message: 'Limit reached.', path: null }, { message: 'Odd.', path: ['input', 'other'] }], FIELDS)).toEqual({ '': 'Limit reached. Odd.' });
  });
});
