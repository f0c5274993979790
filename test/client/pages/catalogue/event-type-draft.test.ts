import { describe, expect, it } from 'vitest';
import { newTypeDraft, readTypeDraft, typeErrors } from '../../../../client/pages/catalogue/event-type-draft.ts';
import { readJson } from '../../../../client/pages/catalogue/json-text.ts';

const filled = { ...newTypeDraft(), code: ' license.renewed ', name: 'Renewed', group: 'license', description: 'A licence was renewed.' };

describe('the draft of an event type', () => {
  it('begins with a schema and an example that are JSON', () => {
    expect(readTypeDraft(filled)).toMatchObject({ errors: null, input: { code: 'license.renewed', examples: [{ id: 'EXAMPLE-1' }] } });
  });

  it('says at each place what is missing or cannot be read', () => {
    const { errors } = readTypeDraft({ ...newTypeDraft(), payloadSchema: '{"type": }', examples: ['{}', ''] });
    expect(Object.keys(errors ?? {})).toEqual(['code', 'name', 'group', 'description', 'payloadSchema', 'examples.1']);
    expect(errors).toMatchObject({ 'examples.1': 'Example 2 is missing.' });
  });

  it('keeps null as an example, for the schema to judge', () => {
    expect(readTypeDraft({ ...filled, examples: ['null'] })).toMatchObject({ errors: null, input: { examples: [null] } });
  });
});

describe('JSON typed by hand', () => {
  it('names the line and column of what is wrong', () => {
    expect(readJson('{\n  "a": 1,\n}', 'The schema').problem).toMatch(/^The schema is not JSON, line 3, column 1: .+\.$/);
  });

  it('has no place where the text just ends', () => {
    expect(readJson('{', 'The schema').problem).toMatch(/^The schema is not JSON.*\.$/);
  });
});

describe('the errors of the server', () => {
  it('come to the place that their path names', () => {
    expect(typeErrors([
      { path: ['input', 'code'], message: 'Taken.' },
      { path: ['input', 'examples'], message: 'At least one.' },
      { path: ['input', 'examples', '1'], message: 'Does not match.', violations: [{ instancePointer: '/id', message: 'must be string' }] },
      { path: null, message: 'Too many types.' },
    ])).toEqual({ code: 'Taken.', examples: 'At least one.', 'examples.1': 'Does not match.', '': 'Too many types.' });
  });

  it('list every violation where there are several', () => {
    const violations = [{ instancePointer: '/id', message: 'must be string' }, { instancePointer: '', message: 'must have property name' }];
    expect(typeErrors([{ path: ['input', 'examples', '0'], message: 'Short.', violations }])).toEqual({
      'examples.0': 'It does not match the schema.\n/id must be string.\nThe payload must have property name.',
    });
  });

  it('put two of one place under each other', () => {
    expect(typeErrors([{ path: ['input', 'name'], message: 'One.' }, { path: ['input', 'name'], message: 'Two.' }])).toEqual({ name: 'One.\nTwo.' });
  });
});
