/** Code of test events. It is not in the catalogue and no pattern matches it: a test goes to the webhook it was asked for. */
export const TEST_EVENT_CODE = 'webhook.test';

export const MAX_EVENT_CODE_LENGTH = 120;

const CODE = /^[a-z][A-Za-z0-9_-]*(\.[a-z][A-Za-z0-9_-]*)+$/;
const PREFIX_PATTERN = /^[a-z][A-Za-z0-9_-]*(\.[a-z][A-Za-z0-9_-]*)*\.\*$/;

/** A suggestion may differ from what was typed in at most this share of its characters. */
const SUGGESTION_TOLERANCE = 0.4;

/** Whether a text has the form of an event type code: at least two dotted parts, e.g. `license.activated`. */
export function isEventTypeCode(value: string): boolean {
  return value.length <= MAX_EVENT_CODE_LENGTH && CODE.test(value);
}

/** Whether a text is a code, a prefix pattern such as `license.*`, or `*`. */
export function isEventTypePattern(value: string): boolean {
  return value === '*' || isEventTypeCode(value) || (value.length <= MAX_EVENT_CODE_LENGTH && PREFIX_PATTERN.test(value));
}

/** Whether a subscription pattern covers an event type code. */
export function matchesPattern(pattern: string, code: string): boolean {
  if (code === TEST_EVENT_CODE) return false;
  if (pattern === '*' || pattern === code) return true;
  return pattern.endsWith('.*') && code.startsWith(pattern.slice(0, -1));
}

/** Whether any of the patterns covers the code. */
export function matchesAny(patterns: readonly string[], code: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, code));
}

/** The known code that an unknown one was probably meant to be; null when none is near. */
export function closestCode(unknown: string, known: readonly string[]): string | null {
  const typed = unknown.slice(0, MAX_EVENT_CODE_LENGTH).toLowerCase();
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const code of known) {
    const tolerated = Math.min(bestDistance - 1, Math.floor(code.length * SUGGESTION_TOLERANCE));
    const distance = editDistance(typed, code.toLowerCase(), tolerated);
    if (distance > tolerated) continue;
    best = code;
    bestDistance = distance;
  }
  return best;
}

/** Levenshtein distance, one row at a time; Infinity as soon as it is sure to be more than `most`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    if (Math.min(...current) > most) return Infinity;
    previous = current;
  }
  return previous[b.length]!;
}
