/** JSON as a tree that keeps its scalars as they were written: big numbers, escapes and repeated keys survive. */
export type JsonNode =
  | { kind: 'scalar'; text: string }
  | { kind: 'array'; items: JsonNode[] }
  | { kind: 'object'; members: [key: string, value: JsonNode][] };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const DEEPEST = 500;

/** Reads JSON; null for a text that is none, and for one nested too deeply to be read by people. */
export function jsonTree(text: string): JsonNode | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(TOKEN) ?? [];
  let place = 0;

  function value(depth: number): JsonNode {
    if (depth > DEEPEST) throw new RangeError('nested too deeply');
    const token = tokens[place++] ?? '';
    if (token === '[') return { kind: 'array', items: listUntil(']', () => value(depth + 1)) };
    if (token === '{') return { kind: 'object', members: listUntil('}', () => member(depth)) };
    return { kind: 'scalar', text: token };
  }

  function member(depth: number): [string, JsonNode] {
    const key = tokens[place] ?? '';
    place += 2;
    return [key, value(depth + 1)];
  }

  function listUntil<Item>(end: string, read: () => Item): Item[] {
    const items: Item[] = [];
    while (place < tokens.length && tokens[place] !== end) {
      items.push(read());
      if (tokens[place] === ',') place += 1;
    }
    place += 1;
    return items;
  }

  try {
    return value(0);
  } catch {
    return null;
  }
}

/** JSON over lines with the members of each object in alphabetical order: two texts that say the same read the same. */
export function sortedLines(node: JsonNode): string[] {
  return written(node, '', '').split('\n');
}

function written(node: JsonNode, indent: string, end: string): string {
  if (node.kind === 'scalar') return node.text + end;
  const inner = `${indent}  `;
  if (node.kind === 'array') {
    if (node.items.length === 0) return `[]${end}`;
    const items = node.items.map((item, index) => `${inner}${written(item, inner, index < node.items.length - 1 ? ',' : '')}`);
    return `[\n${items.join('\n')}\n${indent}]${end}`;
  }
  if (node.members.length === 0) return `{}${end}`;
  const sorted = [...node.members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const members = sorted.map(([key, value], index) => `${inner}${key}: ${written(value, inner, index < sorted.length - 1 ? ',' : '')}`);
  return `{\n${members.join('\n')}\n${indent}}${end}`;
}
