/** A line on one side of a comparison, numbered from 1. */
export interface DiffLine {
  number: number;
  text: string;
}

/** Two lines side by side: `changed` has both, `removed` only the left one, `added` only the right one. */
export interface DiffRow {
  kind: 'same' | 'changed' | 'removed' | 'added';
  left: DiffLine | null;
  right: DiffLine | null;
}

/** A stretch of rows, or how many equal ones are left out. */
export type DiffPart = { kind: 'rows'; rows: DiffRow[] } | { kind: 'skipped'; count: number };

/** Cells of the table that finds what two texts share; beyond it they are shown as wholly different. */
const MOST_CELLS = 4_000_000;

/** Compares two texts line by line. */
export function lineDiff(left: readonly string[], right: readonly string[]): DiffRow[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const same = (count: number, leftFrom: number, rightFrom: number): DiffRow[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'same', left: line(left, leftFrom + index), right: line(right, rightFrom + index) }));
  return [
    ...same(start, 0, 0),
    ...middle(left, right, start, left.length - end, right.length - end),
    ...same(end, left.length - end, right.length - end),
  ];
}

const line = (lines: readonly string[], index: number): DiffLine => ({ number: index + 1, text: lines[index] ?? '' });

/** What lies between the shared start and end. */
function middle(left: readonly string[], right: readonly string[], start: number, leftEnd: number, rightEnd: number): DiffRow[] {
  const pairs = shared(left.slice(start, leftEnd), right.slice(start, rightEnd));
  const rows: DiffRow[] = [];
  let [a, b] = [start, start];
  for (const [leftOffset, rightOffset] of [...pairs, [leftEnd - start, rightEnd - start] as const]) {
    rows.push(...different(left, right, [a, start + leftOffset], [b, start + rightOffset]));
    [a, b] = [start + leftOffset, start + rightOffset];
    if (a < leftEnd && b < rightEnd) rows.push({ kind: 'same', left: line(left, a++), right: line(right, b++) });
  }
  return rows;
}

/** Lines of a gap stand side by side as far as both sides have some. */
function different(left: readonly string[], right: readonly string[], [leftFrom, leftTo]: [number, number], [rightFrom, rightTo]: [number, number]): DiffRow[] {
  const count = Math.max(leftTo - leftFrom, rightTo - rightFrom);
  return Array.from({ length: count }, (_, index) => {
    const one = leftFrom + index < leftTo ? line(left, leftFrom + index) : null;
    const other = rightFrom + index < rightTo ? line(right, rightFrom + index) : null;
    return { kind: one && other ? 'changed' : one ? 'removed' : 'added', left: one, right: other };
  });
}

/** The longest common subsequence as pairs of indexes. */
function shared(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const width = right.length + 1;
  if (left.length * right.length > MOST_CELLS) return [];
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (a: number, b: number) => lengths[a * width + b] ?? 0;
  for (let a = left.length - 1; a >= 0; a--) {
    for (let b = right.length - 1; b >= 0; b--) {
      lengths[a * width + b] = left[a] === right[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let a = 0, b = 0; a < left.length && b < right.length;) {
    if (left[a] === right[b]) pairs.push([a++, b++]);
    else if (at(a + 1, b) >= at(a, b + 1)) a += 1;
    else b += 1;
  }
  return pairs;
}

/** Leaves out equal rows that are more than `context` away from a difference. */
export function folded(rows: readonly DiffRow[], context = 3): DiffPart[] {
  const isNear = new Array<boolean>(rows.length).fill(false);
  rows.forEach((row, index) => {
    if (row.kind !== 'same') isNear.fill(true, Math.max(0, index - context), Math.min(rows.length, index + context + 1));
  });
  const parts: DiffPart[] = [];
  rows.forEach((row, index) => {
    const last = parts.at(-1);
    if (isNear[index]) {
      if (last?.kind === 'rows') last.rows.push(row);
      else parts.push({ kind: 'rows', rows: [row] });
    } else if (last?.kind === 'skipped') last.count += 1;
    else parts.push({ kind: 'skipped', count: 1 });
  });
  return parts;
}
