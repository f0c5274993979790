import { jsonTree, sortedLines } from './json-tree.ts';
import { folded, lineDiff, type DiffPart } from './line-diff.ts';

/** A value on both sides; null where one side has none. */
export interface ComparedValue {
  name: string;
  left: string | null;
  right: string | null;
  isSame: boolean;
}

/** How two bodies compare: byte for byte the same, the same JSON in other words, different, or not there to be compared. */
export type ComparedBody = { kind: 'same' } | { kind: 'sameJson' } | { kind: 'unavailable' } | { kind: 'different'; isJson: boolean; parts: DiffPart[] };

interface Header {
  name: string;
  value: string;
}

/** Headers by name, those that differ first; names that differ in case only are the same. */
export function comparedHeaders(left: readonly Header[], right: readonly Header[]): ComparedValue[] {
  const names = [...new Map([...left, ...right].map(({ name }) => [name.toLowerCase(), name] as const)).entries()];
  const valueIn = (headers: readonly Header[], name: string) => {
    const values = headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
    return values.length > 0 ? values.join(', ') : null;
  };
  const values = names.map(([lower, name]) => comparedValue(name, valueIn(left, lower), valueIn(right, lower)));
  return [...values.filter(({ isSame }) => !isSame), ...values.filter(({ isSame }) => isSame)];
}

export const comparedValue = (name: string, left: string | null, right: string | null): ComparedValue => ({ name, left, right, isSame: left === right });

/** Bodies that are JSON are compared by what they say, whatever the order of members and the white space. */
export function comparedBodies(left: string | null, right: string | null): ComparedBody {
  if (left === null && right === null) return { kind: 'unavailable' };
  if (left === right) return { kind: 'same' };
  const [leftTree, rightTree] = [jsonTree(left ?? ''), jsonTree(right ?? '')];
  const isJson = leftTree !== null && rightTree !== null;
  const rows = isJson ? lineDiff(sortedLines(leftTree), sortedLines(rightTree)) : lineDiff(linesOf(left), linesOf(right));
  if (isJson && rows.every(({ kind }) => kind === 'same')) return { kind: 'sameJson' };
  return { kind: 'different', isJson, parts: folded(rows) };
}

const linesOf = (text: string | null) => (text === null || text === '' ? [] : text.split('\n'));
