import { describe, expect, it } from 'vitest';
import { checkPayloadSchema } from '../../server/domain/payload-schema.ts';
import { builtInTypes } from '../../server/commands/load-catalogue.ts';

const faultOf = (schema: unknown) => checkPayloadSchema(schema, ['input', 'payloadSchema']).map(({ message }) => message).join(' ');
const deep = (levels: number): unknown => (levels === 0 ? {} : { not: deep(levels - 1) });
/** Each definition names the next one twice: written out it doubles with every one. */
const doubling = (count: number) => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, index === count - 1 ? {} : { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] }])),
});

describe('a payload schema of an account', () => {
  it('may be what the built-in types use', () => {
    for (const { code, payloadSchema } of builtInTypes()) expect([code, faultOf(payloadSchema)]).toEqual([code, '']);
  });

  it('may use its own definitions, patterns and conditions', () => {
    expect(faultOf({ type: 'object', properties: { id: { $ref: '#/$defs/id' } }, if: {}, then: {}, $defs: { id: { type: 'string', pattern: '^lic_[0-9]+$' } } })).toBe('');
  });

  it.each([
    ['no object', [], 'must be a JSON object'],
    ['of another draft', { $schema: 'http://json-schema.org/draft-07/schema#' }, '2020-12'],
    ['nested very deep', deep(5_000), 'nested deeper'],
    ['very long', { description: 'x'.repeat(70_000) }, 'characters'],
    ['referring to elsewhere', { $ref: 'https://example.com/schema.json' }, '$ref'],
    ['referring to itself as a whole', { items: { $ref: '#' } }, '$ref'],
    ['referring to what is inherited', { $ref: '#/$defs/constructor' }, '$ref'],
    ['recursive', { $ref: '#/$defs/tree', $defs: { tree: { items: { $ref: '#/$defs/tree' } } } }, 'recursive'],
    ['small, but huge when written out', doubling(30), 'written out'],
    ['with dynamic references', { $dynamicRef: '#x' }, '$dynamicRef'],
    ['with unique items without end', { uniqueItems: true }, 'maxItems'],
    ['with a very long pattern', { pattern: 'a'.repeat(300) }, 'pattern'],
  ])('may not be %s', (_what, schema, words) => {
    expect(faultOf(schema)).toContain(words);
  });
});
