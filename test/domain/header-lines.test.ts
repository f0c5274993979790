import { expect, it } from 'vitest';
import { formatHeaderLines, parseHeaderLines } from '../../server/domain/header-lines.ts';

it('keeps header fields as they are, in their order', () => {
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'], ['Set-Cookie', 'a=1'], ['set-cookie', 'b: 2'], ['X-Empty', ''], ['X-Space', ' padded '], ['X-Latin', 'caf\u00e9'],
  ];
  expect(parseHeaderLines(formatHeaderLines(headers))).toEqual(headers);
  expect(parseHeaderLines(formatHeaderLines([]))).toEqual([]);
});
