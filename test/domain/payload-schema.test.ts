import { describe, expect, it } from 'vitest';
import { checkPayloadSchema, costOfSchema, countValues, stepsFor } from '../../server/domain/payload-schema.ts';
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
    ['checked later', { $async: true }, '$async'],
    ['with definitions further down', { properties: { a: { $defs: {} } } }, '$defs'],
    ['with values where schemas belong', { not: 5 }, 'neither an object'],
    ['with very many values', { enum: Array.from({ length: 3_000 }, (_, index) => index) }, 'parts'],
    ['with unique items without end', { uniqueItems: true }, 'maxItems'],
    ['with a very long pattern', { pattern: 'a'.repeat(300) }, 'pattern'],
  ])('may not be %s', (_what, schema, words) => {
    expect(faultOf(schema)).toContain(words);
  });
});

describe('the cost of a payload schema', () => {
  const steps = (schema: Record<string, unknown>, values: number, characters = 0) => stepsFor(costOfSchema(schema), { values, characters });

  it('does not grow with the payload where each part is asked once', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { allOf: [{ type: 'object' }, { required: ['c'] }] } } };
    expect(steps(schema, 1_000_000)).toBe(steps(schema, 1));
  });

  it('grows with what is inside of lists and maps, at any depth only once', () => {
    const part = { type: 'integer' };
    expect(steps({ items: part }, 1_000) - steps({ items: part }, 0)).toBe(2_000);
    expect(steps({ items: { items: part } }, 1_000)).toBeLessThan(5_000);
    expect(steps({ items: { allOf: Array.from({ length: 300 }, () => part) } }, 50_000)).toBeGreaterThan(10_000_000);
  });

  it('grows with texts where patterns are run over them', () => {
    expect(steps({ properties: { a: { pattern: 'x' } } }, 1, 1_000)).toBeGreaterThan(4_000);
  });

  it('lets members have the names of keywords', () => {
    expect(faultOf({ properties: { $ref: { type: 'string' }, $id: { const: { $ref: 'plain data' } } } })).toBe('');
  });

  it('is far below the limit for the built-in types', () => {
    for (const { payloadSchema } of builtInTypes()) expect(steps(payloadSchema, 50_000, 1_000_000)).toBeLessThan(5_000_000);
  });

  it('counts every value of a payload', () => {
    expect(countValues({ a: [1, { b: null }], c: 'text' })).toBe(6);
  });
});
