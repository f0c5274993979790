const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING = ['{', '['];
const [BRACE, BRACKET] = OPENING.map((bracket) => bracket.charCodeAt(0));
const [BRACE_END, BRACKET_END] = ['}', ']'].map((bracket) => bracket.charCodeAt(0));

/**
 * Whether JSON text is nested deeper than `levels`. `JSON.parse` takes seconds for megabytes of brackets; this takes milliseconds. Few
 * texts have so many brackets at all, and counting them is a fraction of the work of following them.
 */
export function isNestedDeeper(text: string, levels: number): boolean {
  return OPENING.reduce((sum, bracket) => sum + count(text, bracket), 0) > levels && goesDeeper(text, levels);
}

function count(text: string, bracket: string): number {
  let found = 0;
  for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) found++;
  return found;
}

/** Without recursion, so that no text can exhaust the stack. */
function goesDeeper(text: string, levels: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index);
    else if (character === BRACKET || character === BRACE) {
      if (++depth > levels) return true;
    } else if (character === BRACKET_END || character === BRACE_END) depth--;
  }
  return false;
}

/** Where the string that begins at `start` has its closing quote; the end of the text when it has none. Finding quotes is faster than looking at each character. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    const isEscaped = (quote - before) % 2 === 0;
    if (!isEscaped) return quote;
  }
  return text.length;
}
