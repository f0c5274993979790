import { problem, type UserProblem } from './errors.ts';

/*
 * What a JSON Schema of an account may be made of. It judges every payload on the thread that serves everybody, so the time it may
 * take has to be known beforehand: no reference leads out of it or back into itself, and written out in full it stays small.
 */
const MAX_SCHEMA_CHARACTERS = 65_536;
const MAX_SCHEMA_DEPTH = 32;
/** Objects and lists, each definition counted wherever it is referred to. */
const MAX_PARTS = 2_000;
const MAX_PATTERN_LENGTH = 200;
/** Comparing all items with each other takes time that grows with the square of their number. */
const MAX_UNIQUE_ITEMS = 100;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const LOCAL_REFERENCE = /^#\/\$defs\/([A-Za-z0-9_.-]+)$/;
const REFUSED_KEYWORDS = new Set(['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$recursiveAnchor', '$vocabulary', 'unevaluatedItems', 'unevaluatedProperties']);

type Schema = Record<string, unknown>;

/** What keeps a schema from being used, at most one thing; it may still not be a valid JSON Schema. */
export function checkPayloadSchema(schema: unknown, path: readonly string[]): UserProblem[] {
  if (!isObject(schema)) return [problem('INVALID', 'The payload schema must be a JSON object, a JSON Schema of draft 2020-12.', path)];
  try {
    checkSize(schema);
    checkDialect(schema);
    new PartCounter(isObject(schema.$defs) ? schema.$defs : {}).count(schema, []);
    return [];
  } catch (error) {
    if (error instanceof SchemaFault) return [problem('INVALID', error.message, path)];
    throw error;
  }
}

class SchemaFault extends Error {}

function checkSize(schema: Schema): void {
  if (depthOf(schema) > MAX_SCHEMA_DEPTH) throw new SchemaFault(`The payload schema is nested deeper than ${MAX_SCHEMA_DEPTH} levels.`);
  const { length } = JSON.stringify(schema);
  if (length > MAX_SCHEMA_CHARACTERS) throw new SchemaFault(`The payload schema has ${length} characters; at most ${MAX_SCHEMA_CHARACTERS} are allowed.`);
}

/** One more than allowed stands for all that is deeper, so that no input can exhaust the stack. */
function depthOf(value: unknown, left = MAX_SCHEMA_DEPTH): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (left === 0) return 1;
  return 1 + Math.max(0, ...Object.values(value).map((each) => depthOf(each, left - 1)));
}

function checkDialect({ $schema }: Schema): void {
  if ($schema !== undefined && $schema !== DIALECT) throw new SchemaFault(`Payload schemas are of JSON Schema draft 2020-12: leave out $schema, or write "${DIALECT}".`);
}

/** Counts the parts of a schema with its references written out. */
class PartCounter {
  readonly #definitions: Schema;
  readonly #counted = new Map<string, number>();

  constructor(definitions: Schema) {
    this.#definitions = definitions;
  }

  /** @param within definitions that are being counted */
  count(value: unknown, within: readonly string[]): number {
    if (typeof value !== 'object' || value === null) return 0;
    let parts = 1;
    if (isObject(value)) checkKeywords(value);
    for (const [name, each] of Object.entries(value)) {
      parts += name === '$ref' ? this.#countReferred(each, within) : this.count(each, within);
      if (parts > MAX_PARTS) throw new SchemaFault(`The payload schema has more than ${MAX_PARTS} parts when its references are written out. Make it simpler.`);
    }
    return parts;
  }

  #countReferred(reference: unknown, within: readonly string[]): number {
    const name = typeof reference === 'string' ? LOCAL_REFERENCE.exec(reference)?.[1] : undefined;
    if (name === undefined || !Object.hasOwn(this.#definitions, name)) {
      throw new SchemaFault('A $ref of the payload schema must name a definition of its own, such as "#/$defs/customer".');
    }
    if (within.includes(name)) throw new SchemaFault(`The definition "${name}" refers to itself; payload schemas must not be recursive.`);
    const known = this.#counted.get(name);
    if (known !== undefined) return known;
    const parts = this.count(this.#definitions[name], [...within, name]);
    this.#counted.set(name, parts);
    return parts;
  }
}

function checkKeywords(schema: Schema): void {
  const refused = Object.keys(schema).find((name) => REFUSED_KEYWORDS.has(name));
  if (refused) throw new SchemaFault(`The keyword ${refused} cannot be used in payload schemas.`);
  const patterns = [...(typeof schema.pattern === 'string' ? [schema.pattern] : []), ...(isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : [])];
  if (patterns.some((pattern) => pattern.length > MAX_PATTERN_LENGTH)) throw new SchemaFault(`A pattern of the payload schema is longer than ${MAX_PATTERN_LENGTH} characters.`);
  if (schema.uniqueItems === true && !(typeof schema.maxItems === 'number' && schema.maxItems <= MAX_UNIQUE_ITEMS)) {
    throw new SchemaFault(`uniqueItems needs maxItems beside it, of at most ${MAX_UNIQUE_ITEMS}.`);
  }
}

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
