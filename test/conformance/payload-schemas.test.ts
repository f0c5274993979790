import { expect, it } from 'vitest';
import { PayloadSchemas } from '../../server/commands/payload-schemas.ts';

const schema = {
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['active', 'inactive'] },
    at: { type: 'string', format: 'date-time' },
    seats: { type: 'array', items: { type: 'integer' } },
  },
};

it('a violation names its place in payload and schema', () => {
  expect(new PayloadSchemas().check('a', schema, { status: 'gone', at: 'yesterday', seats: [1, 'two'] })).toEqual([
    { instancePointer: '/status', schemaPointer: '/properties/status/enum', message: 'must be equal to one of the allowed values: active, inactive' },
    { instancePointer: '/at', schemaPointer: '/properties/at/format', message: 'must match format "date-time"' },
    { instancePointer: '/seats/1', schemaPointer: '/properties/seats/items/type', message: 'must be integer' },
  ]);
});

it('at most 50 violations are reported', () => {
  expect(new PayloadSchemas().check('a', schema, { status: 'active', seats: Array.from({ length: 80 }, () => 'x') })).toHaveLength(50);
});

it('a changed schema takes effect at once', () => {
  const schemas = new PayloadSchemas();
  expect(schemas.check('a', schema, {})).toHaveLength(1);
  expect(schemas.check('a', { type: 'object' }, {})).toEqual([]);
});
