/** `key` and `string` keep their quotes; `plain` is white space, punctuation or text that is no JSON. */
export interface JsonToken {
  kind: 'key' | 'string' | 'number' | 'plain';
  text: string;
}

const TOKEN = /(?<string>"(?:[^"\\]|\\.)*")(?<colon>\s*:)?|(?<number>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b)/g;

/** Splits JSON text for colouring. The parts joined are the text itself, whatever it was. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  const push = (kind: JsonToken['kind'], part: string | undefined) => {
    if (part) tokens.push({ kind, text: part });
  };
  for (const match of text.matchAll(TOKEN)) {
    const { string, colon, number } = match.groups ?? {};
    push('plain', text.slice(end, match.index));
    push(colon ? 'key' : 'string', string);
    push('plain', colon);
    push('number', number);
    end = match.index + match[0].length;
  }
  push('plain', text.slice(end));
  return tokens;
}

const INDENT = '  ';

/**
 * Lays JSON out over lines without parsing it, so that big integers, repeated keys and their order
 * stay as they were sent. Null when the text is not JSON.
 */
export function prettyJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const parts = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  return parts.map((part, index) => {
    const next = parts[index + 1];
    if (part === '{' || part === '[') {
      if (next === '}' || next === ']') return part;
      depth += 1;
      return `${part}\n${INDENT.repeat(depth)}`;
    }
    if (part === '}' || part === ']') {
      const before = parts[index - 1];
      if (before === '{' || before === '[') return part;
      depth -= 1;
      return `\n${INDENT.repeat(depth)}${part}`;
    }
    if (part === ',') return `,\n${INDENT.repeat(depth)}`;
    return part === ':' ? ': ' : part;
  }).join('');
}
