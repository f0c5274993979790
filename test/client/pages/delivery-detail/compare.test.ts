import { describe, expect, it } from 'vitest';
import { comparedBodies, comparedHeaders } from '../../../../client/pages/delivery-detail/compare-attempts.ts';
import { jsonTree, sortedLines } from '../../../../client/pages/delivery-detail/json-tree.ts';
import { folded, lineDiff } from '../../../../client/pages/delivery-detail/line-diff.ts';

const kinds = (left: string, right: string) => lineDiff(left.split(' '), right.split(' ')).map(({ kind }) => kind);

describe('a comparison line by line', () => {
  it('finds what stayed, changed, came and went', () => {
    expect(kinds('a b c', 'a b c')).toEqual(['same', 'same', 'same']);
    expect(kinds('a b c', 'a x c')).toEqual(['same', 'changed', 'same']);
    expect(kinds('a b c', 'a c')).toEqual(['same', 'removed', 'same']);
    expect(kinds('a c', 'a b c')).toEqual(['same', 'added', 'same']);
    expect(kinds('a b c d e', 'b c x e f')).toEqual(['removed', 'same', 'same', 'changed', 'same', 'added']);
  });

  it('keeps every line of both sides, with its number', () => {
    const [left, right] = ['p q r s t u'.split(' '), 'q x r u v'.split(' ')];
    const rows = lineDiff(left, right);
    expect(rows.flatMap((row) => row.left?.text ?? [])).toEqual(left);
    expect(rows.flatMap((row) => row.right?.text ?? [])).toEqual(right);
    expect(rows.flatMap((row) => row.right?.number ?? [])).toEqual([1, 2, 3, 4, 5]);
  });

  it('copes with texts too long to be aligned', () => {
    const many = (mark: string) => Array.from({ length: 3_000 }, (_, index) => `${mark}${index}`);
    const rows = lineDiff(['start', ...many('a'), 'end'], ['start', ...many('b'), 'end']);
    expect([rows.length, rows[0]?.kind, rows[1]?.kind, rows.at(-1)?.kind]).toEqual([3_002, 'same', 'changed', 'same']);
  });

  it('folds away what is far from a difference', () => {
    const lines = Array.from({ length: 20 }, (_, index) => String(index));
    const parts = folded(lineDiff(lines, lines.with(10, 'x')), 2);
    expect(parts.map((part) => (part.kind === 'skipped' ? part.count : part.rows.length))).toEqual([8, 5, 7]);
  });
});

describe('a comparison of bodies', () => {
  it('reads JSON: order and white space do not count, values do', () => {
    expect(comparedBodies('{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1 }')).toEqual({ kind: 'sameJson' });
    const changed = comparedBodies('{"a":1,"b":2}', '{"b":3,"a":1}');
    expect(changed).toMatchObject({ kind: 'different', isJson: true });
  });

  it('tells big numbers apart that a parser would make the same', () => {
    expect(comparedBodies('{"n":12345678901234567890}', '{"n":12345678901234567891}').kind).toBe('different');
  });

  it('compares other text as it is', () => {
    expect(comparedBodies('a\nb', 'a\nc')).toMatchObject({ kind: 'different', isJson: false });
    expect(comparedBodies('same', 'same')).toEqual({ kind: 'same' });
    expect(comparedBodies(null, null)).toEqual({ kind: 'unavailable' });
    expect(comparedBodies(null, '')).toMatchObject({ kind: 'different' });
  });

  it('does not run out of stack on hostile nesting', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    expect(jsonTree(deep)).toBeNull();
    expect(comparedBodies(deep, `${deep} `).kind).toBe('different');
  });

  it('keeps strings, escapes and repeated keys as they were written', () => {
    const tree = jsonTree('{"b":"a:{,}\\"","a":{},"c":[],"b":1e3}');
    expect(tree && sortedLines(tree)).toEqual(['{', '  "a": {},', '  "b": "a:{,}\\"",', '  "b": 1e3,', '  "c": []', '}']);
  });
});

describe('a comparison of headers', () => {
  it('shows what differs first and does not mind the case of names', () => {
    const left = [{ name: 'Content-Type', value: 'a' }, { name: 'X-Old', value: '1' }, { name: 'Set-It', value: '1' }, { name: 'Set-It', value: '2' }];
    const right = [{ name: 'content-type', value: 'a' }, { name: 'Set-It', value: '1, 2' }];
    expect(comparedHeaders(left, right)).toEqual([
      { name: 'X-Old', left: '1', right: null, isSame: false },
      { name: 'content-type', left: 'a', right: 'a', isSame: true },
      { name: 'Set-It', left: '1, 2', right: '1, 2', isSame: true },
    ]);
  });
});
