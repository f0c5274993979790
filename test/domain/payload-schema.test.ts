import { expect, it } from 'vitest';
import { selfContainedSchema } from '../../server/domain/payload-schema.ts';

const definitions = {
  tree: { type: 'object', properties: { left: { $ref: '#/$defs/tree' }, leaf: { $ref: '#/$defs/leaf' } } },
  leaf: { type: 'string' },
  unused: { type: 'number' },
};

it('a schema takes along the definitions it reaches, and no others', () => {
  const schema = selfContainedSchema({ type: 'array', items: { $ref: '#/$defs/tree' } }, definitions);
  expect(Object.keys(schema.$defs as object)).toEqual(['leaf', 'tree']);
});

it('a schema without references takes none', () => {
  expect(selfContainedSchema({ type: 'string' }, definitions)).toEqual({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'string' });
});
