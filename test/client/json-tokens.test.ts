import { describe, expect, it } from 'vitest';
import { jsonTokens, prettyJson } from '../../client/lib/json-tokens.ts';

const joined = (text: string) => jsonTokens(text).map((token) => token.text).join('');

describe('jsonTokens', () => {
  it('tells keys, strings and other values apart', () => {
    const kinds = jsonTokens('{"a": "b", "n": -1.5e3, "t": true}').filter(({ kind }) => kind !== 'plain');
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual(['key "a"', 'string "b"', 'key "n"', 'number -1.5e3', 'key "t"', 'number true']);
  });

  it.each(['{"a":"say \\"hi\\": no"}', '<html>503</html>', '{"cut":"of', '', '[1,2', 'a "b" 3'])('changes nothing of %j', (text) => {
    expect(joined(text)).toBe(text);
  });
});

describe('prettyJson', () => {
  it('indents like JSON.stringify', () => {
    const value = { a: [1, { b: 'x, {y}: [z]' }], empty: {}, none: [], last: null };
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  it('keeps big integers, repeated keys and exponents as they were sent', () => {
    expect(prettyJson('{"id":12345678901234567890,"id":1e3}')).toBe('{\n  "id": 12345678901234567890,\n  "id": 1e3\n}');
  });

  it('refuses what is not JSON', () => {
    expect(prettyJson('{"a":1')).toBeNull();
  });
});
