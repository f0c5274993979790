/*
 * Durations of attempts in a query, `>2s`, `<500ms`, `1s..5s`, and in an address, `2000-`, `-500`, `1000-5000`: from and to in ms, both
 * ends included.
 */

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000 };
const LENGTH = '(\\d{1,7}(?:\\.\\d{1,3})?)(ms|s|m)?';
const BOUND = new RegExp(`^([<>])=?${LENGTH}$`);
const SPAN = new RegExp(`^${LENGTH}\\.\\.${LENGTH}$`);

/** Without a unit it is ms. */
const msOf = (count: string | undefined, unit: string | undefined) => Math.round(Number(count) * (UNIT_MS[unit ?? 'ms'] ?? 1));

/** The duration that a word of a query asks for, as it stands in an address; null when the word is about something else. */
export function durationFilterOf(word: string): string | null {
  const [, sign, count, unit] = BOUND.exec(word) ?? [];
  if (sign !== undefined) return sign === '>' ? `${msOf(count, unit)}-` : `-${msOf(count, unit)}`;
  const span = SPAN.exec(word);
  if (!span) return null;
  const [from, to] = [msOf(span[1], span[2] ?? span[4]), msOf(span[3], span[4])];
  return from <= to ? `${from}-${to}` : null;
}

/** Bounds of a duration in an address in ms; null for a text that is none. */
export function durationBounds(value: string): { min?: number; max?: number } | null {
  const [, min = '', max = ''] = /^(\d{0,8})-(\d{0,8})$/.exec(value) ?? [];
  if (min === '' && max === '') return null;
  return { ...(min !== '' && { min: Number(min) }), ...(max !== '' && { max: Number(max) }) };
}

const length = (ms: number) => (ms >= 1_000 && ms % 100 === 0 ? `${ms / 1_000}s` : `${ms}ms`);

/** The word of a query for a duration of an address; null when the address holds none. */
export function durationText(value: string): string | null {
  const bounds = durationBounds(value);
  if (!bounds) return null;
  const { min, max } = bounds;
  if (min === undefined) return `<${length(max ?? 0)}`;
  return max === undefined ? `>${length(min)}` : `${length(min)}..${length(max)}`;
}
