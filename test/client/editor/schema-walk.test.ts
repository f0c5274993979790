import { describe, expect, it } from 'vitest';
import { schemaCheck } from '../../../client/components/editor/schema-check.ts';
import { membersAt, valuesAt, type JsonSchema } from '../../../client/components/editor/schema-walk.ts';

const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['license'],
  properties: {
    note: { type: ['string', 'null'], description: 'For people.' },
    license: { $ref: '#/$defs/license' },
    seats: { type: 'array', items: { type: 'object', properties: { user: { type: 'string' } } } },
  },
  $defs: { license: { type: 'object', required: ['status'], properties: { id: { type: 'string' }, status: { enum: ['active', 'suspended'] }, isTrial: { type: 'boolean' } } } },
};

describe('proposals of an editor by a schema', () => {
  it('name the members of the whole, required ones first', () => {
    expect(membersAt(SCHEMA, []).map(({ key }) => key)).toEqual(['license', 'note', 'seats']);
  });

  it('follow references', () => {
    expect(membersAt(SCHEMA, ['license']).map(({ key, isRequired }) => [key, isRequired])).toEqual([['status', true], ['id', false], ['isTrial', false]]);
  });

  it('go into arrays', () => {
    expect(membersAt(SCHEMA, ['seats', 3]).map(({ key }) => key)).toEqual(['user']);
  });

  it('tell type and meaning', () => {
    expect(membersAt(SCHEMA, []).find(({ key }) => key === 'note')).toEqual({ key: 'note', isRequired: false, type: 'string | null', description: 'For people.' });
  });

  it.each([[['license', 'status'], ['"active"', '"suspended"']], [['license', 'isTrial'], ['true', 'false']], [['note'], ['null']]])('offer the values of %o', (path, values) => {
    expect(valuesAt(SCHEMA, path)).toEqual(values);
  });

  it('are none where the schema says nothing', () => {
    expect(membersAt(SCHEMA, ['elsewhere'])).toEqual([]);
  });

  it('end although a reference leads to itself', () => {
    expect(membersAt({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, [])).toEqual([]);
  });
});

describe('a check by a schema', () => {
  const check = schemaCheck(SCHEMA);

  it('finds nothing in a value that keeps to it', () => {
    expect(check({ license: { status: 'active' } })).toEqual([]);
  });

  it('names the place of what is wrong', () => {
    expect(check({ license: { status: 'broken' } }).map(({ pointer }) => pointer)).toContain('#/license/status');
  });

  it('finds a missing member where it should be', () => {
    expect(check({ license: {} }).map(({ pointer }) => pointer)).toContain('#/license');
  });
});
