import { describe, expect, it } from 'vitest';
import { lineDiff, valueText } from '../../../../client/pages/audit-log/value-diff.ts';

const signs = (before: string, after: string) => lineDiff(before, after).map(({ kind, text }) => `${{ same: ' ', before: '-', after: '+' }[kind]}${text}`);

describe('the difference of two values', () => {
  it('keeps what both have in common', () => {
    expect(signs('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
  });

  it('is all new without a value before, and all old without one after', () => {
    expect(signs('', 'a\nb')).toEqual(['+a', '+b']);
    expect(signs('a\nb', '')).toEqual(['-a', '-b']);
  });

  it('gives back both texts', () => {
    const [before, after] = ['1\n2\n3\n4', '2\n4\n5\n1'];
    const lines = lineDiff(before, after);
    expect(lines.filter(({ kind }) => kind !== 'after').map(({ text }) => text).join('\n')).toBe(before);
    expect(lines.filter(({ kind }) => kind !== 'before').map(({ text }) => text).join('\n')).toBe(after);
  });

  it('does not compare line by line what is very long', () => {
    const long = Array.from({ length: 2_000 }, (_, index) => String(index)).join('\n');
    expect(lineDiff(long, long)).toHaveLength(4_000);
  });
});

describe('a value in the log', () => {
  it('is laid out over lines when it is an object', () => {
    expect(valueText('retryPolicy', { kind: 'FIXED' })).toBe('{\n  "kind": "FIXED"\n}');
  });

  it('is a time in words when it is in milliseconds', () => {
    expect(valueText('defaultTimeoutMs', 15_000)).toBe('15 s');
  });

  it('is nothing when there was none, but not when it is false or zero', () => {
    expect([null, false, 0, ''].map((value) => valueText('field', value))).toEqual(['', 'false', '0', '']);
  });
});
