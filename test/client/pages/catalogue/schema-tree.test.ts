import { describe, expect, it } from 'vitest';
import { schemaTree, type SchemaNode } from '../../../../client/pages/catalogue/schema-tree.ts';

const schema = {
  $defs: {
    id: { type: 'string', description: 'An id.', maxLength: 255 },
    part: { type: 'object', required: ['id'], properties: { id: { $ref: '#/$defs/id' }, parts: { type: 'array', items: { $ref: '#/$defs/part' } } } },
  },
  type: 'object',
  required: ['part'],
  properties: {
    part: { $ref: '#/$defs/part', description: 'The whole.' },
    owner: { anyOf: [{ $ref: '#/$defs/id' }, { type: 'null' }] },
    state: { enum: ['on', 'off'] },
    tags: { type: 'array', items: { type: 'string' } },
    extra: { type: 'object', additionalProperties: { type: ['number', 'null'] } },
    lost: { $ref: '#/$defs/nowhere' },
  },
};
const tree = schemaTree(schema, { part: { id: 'p1', parts: [{ id: 'p2' }] }, owner: null, state: 'on' });
const member = (name: string, nodes: readonly SchemaNode[] = tree) => nodes.find((node) => node.name === name)!;

describe('the tree of a JSON Schema', () => {
  it('names the members in their order and says which are required', () => {
    expect(tree.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['part', true], ['owner', false], ['state', false], ['tags', false], ['extra', false], ['lost', false],
    ]);
  });

  it('follows references; what stands beside one comes first', () => {
    expect(member('part')).toMatchObject({ type: 'object', description: 'The whole.' });
    expect(member('id', member('part').children())).toMatchObject({ type: 'string', description: 'An id.', limits: ['at most 255 characters'], example: '"p1"' });
  });

  it('puts alternatives into words, null last', () => {
    expect(member('owner')).toMatchObject({ type: 'string or null', example: 'null' });
  });

  it('knows the type of values without one', () => {
    expect(member('state')).toMatchObject({ type: 'string', values: ['"on"', '"off"'] });
  });

  it('shows the items of a list only where they have members', () => {
    expect(member('tags')).toMatchObject({ type: 'list of string' });
    expect(member('tags').children()).toEqual([]);
    expect(member('parts', member('part').children()).children().map(({ name }) => name)).toEqual(['[ ]']);
  });

  it('goes as deep as it is asked into a schema that contains itself', () => {
    let nodes = member('part').children();
    for (let depth = 0; depth < 5; depth += 1) nodes = member('[ ]', member('parts', nodes).children()).children();
    expect(member('id', nodes).type).toBe('string');
  });

  it('has a line for members of any name', () => {
    expect(member('*', member('extra').children()).type).toBe('number or null');
  });

  it.each([[undefined], [null], [true], ['text'], [[]], [{}], [{ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }]])('has no members for %j', (odd) => {
    expect(schemaTree(odd, {})).toEqual([]);
  });

  it('says nothing of a reference that leads nowhere', () => {
    expect(member('lost')).toMatchObject({ type: 'any', values: [] });
  });
});
