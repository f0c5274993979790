import { describe, expect, it } from 'vitest';
import { isNestedDeeper } from '../../server/domain/json-depth.ts';

describe('the depth of JSON text', () => {
  it.each([['{}', 1], ['[[1],[2],[3]]', 2], ['{"a":[{"b":1}],"c":{"d":{}}}', 3]])('of %s is %i', (text, depth) => {
    expect(isNestedDeeper(text, depth)).toBe(false);
    expect(isNestedDeeper(text, depth - 1)).toBe(true);
  });

  it('counts no brackets inside of strings', () => {
    const text = '{"a":"[[[[","b":"\\"[[","c":[1],"d":"\\\\","e":[]}';
    expect(isNestedDeeper(text, 2)).toBe(false);
    expect(isNestedDeeper(text, 1)).toBe(true);
  });

  it.each(['"', '\\', '\\"', '\\\\"[', '"]{', '[\\'.repeat(50), '\\"'.repeat(50)])('counts no brackets around and in a string of %j', (string) => {
    const text = JSON.stringify([{ [string]: [string, [string]] }, string, [string]]);
    expect(isNestedDeeper(text, 4)).toBe(false);
    expect(isNestedDeeper(text, 3)).toBe(true);
  });

  it('is found in text that is no JSON and has no end', () => {
    expect(isNestedDeeper('['.repeat(400_000), 200)).toBe(true);
    expect(isNestedDeeper('[[["', 2)).toBe(true);
    expect(isNestedDeeper('["[[\\', 2)).toBe(false);
  });
});
