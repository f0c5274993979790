import { waitText } from '../../lib/iso-duration.ts';

export interface DiffLine {
  kind: 'same' | 'before' | 'after';
  text: string;
}

/** Above this many cells the table of the comparison is not worth its time: everything old, then everything new. */
const MOST_CELLS = 1_000_000;

/** A value as the log shows it. Of a field in milliseconds, its length in words. */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && field.endsWith('Ms')) return waitText(value);
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** The lines of two texts with what went and what came, by their longest common subsequence. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  if (old.length * now.length > MOST_CELLS) return [...marked('before', old), ...marked('after', now)];
  const common = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      lines.push({ kind: 'same', text: old[i]! });
      i++;
      j++;
    } else if (common[i + 1]![j]! >= common[i]![j + 1]!) lines.push({ kind: 'before', text: old[i++]! });
    else lines.push({ kind: 'after', text: now[j++]! });
  }
  return [...lines, ...marked('before', old.slice(i)), ...marked('after', now.slice(j))];
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
const marked = (kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind, text }));

/** At [i][j]: how many lines the rests from there on have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      table[i]![j] = old[i] === now[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}
