import { describe, expect, it } from 'vitest';
import { Containment, ContainmentError } from '../../server/domain/json-containment.ts';

const contains = (document: unknown, wanted: unknown) => new Containment(wanted).isIn(document).isContained;

describe('Containment', () => {
  it.each([
    ['a member', { license: { status: 'active', seats: 5 } }, { license: { status: 'active' } }],
    ['an empty object in any object', { a: 1 }, { }],
    ['an empty array in any array', { a: [1] }, { a: [] }],
    ['items in whatever order and number', { flags: ['b', 'a'] }, { flags: ['a', 'a', 'b'] }],
    ['an object within a list', { items: [{ id: 1 }, { id: 2, sku: 'x' }] }, { items: [{ sku: 'x' }] }],
    ['a list within a list', [1, [2, 3]], [[3]]],
    ['a scalar of a list that is the document', ['a', 'b'], 'b'],
    ['null, which is a value', { customer: null }, { customer: null }],
    ['numbers however they are written', JSON.parse('{"n":1.0}'), JSON.parse('{"n":1e0}')],
    ['an own member called __proto__', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
  ])('finds %s', (_what, document, wanted) => {
    expect(contains(document, wanted)).toBe(true);
  });

  it.each([
    ['a member of another value', { a: 1 }, { a: 2 }],
    ['a member that is only inherited', {}, { toString: {} }],
    ['a text for a number', { a: '1' }, { a: 1 }],
    ['null for a member that is not there', {}, { customer: null }],
    ['an object for an array', { a: [] }, { a: {} }],
    ['an array for an object', { a: {} }, { a: [] }],
    ['a scalar for an array of it, below the top', { a: ['x'] }, { a: 'x' }],
    ['members spread over two items', { items: [{ id: 1 }, { sku: 'x' }] }, { items: [{ id: 1, sku: 'x' }] }],
    ['another case', { a: 'X' }, { a: 'x' }],
  ])('does not take %s', (_what, document, wanted) => {
    expect(contains(document, wanted)).toBe(false);
  });

  it('compares integers beyond 2^53 as the doubles that they are read as', () => {
    expect(contains(JSON.parse('{"n":9007199254740993}'), { n: 9007199254740992 })).toBe(true);
    expect(contains(JSON.parse('{"n":9007199254740995}'), { n: 9007199254740992 })).toBe(false);
  });

  it('tells from the text that a document cannot contain it', () => {
    const active = new Containment({ status: 'active' });
    expect(active.mayBeIn('{"status":"expired"}')).toBe(false);
    expect(active.mayBeIn('{"status":"active"}')).toBe(true);
  });

  it('does not trust a text in which something is escaped', () => {
    const text = String.raw`{"status":"\u0061ctive"}`;
    expect(new Containment({ status: 'active' }).mayBeIn(text)).toBe(true);
    expect(contains(JSON.parse(text), { status: 'active' })).toBe(true);
  });

  it.each([
    ['parts', Array.from({ length: 100 }, (_, index) => index), /at most 100 parts/],
    ['levels', JSON.parse(`${'['.repeat(17)}${']'.repeat(17)}`), /at most 16 levels/],
    ['characters', { a: 'x'.repeat(2_000) }, /at most 2000 characters/],
    ['number', { a: Infinity }, /a number that is too large/],
  ])('refuses too many %s', (_what, wanted, message) => {
    expect(() => new Containment(wanted)).toThrow(message);
  });

  it('gives up on lists of objects that would be compared each with each', () => {
    const items = Array.from({ length: 50_000 }, (_, id) => ({ id }));
    const wanted = Array.from({ length: 40 }, () => ({ id: -1 }));
    expect(() => contains(items, wanted.map(({ id }, index) => ({ id: id - index })))).not.toThrow();
    expect(() => contains(items, wanted.map((_, index) => ({ id: 49_999 - index })))).toThrow(ContainmentError);
  });
});
