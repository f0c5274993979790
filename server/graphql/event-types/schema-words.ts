/** Keywords whose members have names of the schema's author, and those that hold values rather than schemas. */
const MEMBERS = new Set(['properties', '$defs', 'patternProperties']);
const VALUES = new Set(['enum', 'const', 'examples', 'default']);

/** Worked out once for each schema: the rows of the catalogue keep theirs until they change. */
const known = new WeakMap<object, readonly string[]>();

/** Names and descriptions of the members that a JSON Schema tells of, however deep, those of its definitions too. */
export function schemaWords(schema: object): readonly string[] {
  const found = known.get(schema);
  if (found) return found;
  const words = new Set<string>();
  collect(schema, words);
  const list = [...words];
  known.set(schema, list);
  return list;
}

function collect(schema: unknown, words: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'description' && typeof value === 'string') words.add(value);
    else if (MEMBERS.has(keyword) && typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (keyword === 'properties') words.add(name);
        collect(member, words);
      }
    } else if (!VALUES.has(keyword)) collect(value, words);
  }
}
