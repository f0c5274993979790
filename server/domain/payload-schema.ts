import { problem, type UserProblem } from './errors.ts';

/*
 * What a JSON Schema of an account may be made of, and what it may cost. It judges every payload on the thread that serves everybody,
 * so the time it takes has to be known beforehand: no reference leads out of it or back into itself, it stays small when it is
 * written out in full, and each of its parts is asked once for each value of the payload at most.
 */
const MAX_SCHEMA_CHARACTERS = 65_536;
const MAX_SCHEMA_DEPTH = 32;
/** Keywords and values, each definition counted wherever it is referred to. */
const MAX_PARTS = 2_000;
const MAX_PATTERN_LENGTH = 200;
/** Comparing all items with each other takes time that grows with the square of their number. */
const MAX_UNIQUE_ITEMS = 100;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const LOCAL_REFERENCE = /^#\/\$defs\/([A-Za-z0-9_.-]+)$/;
/** Steps for each character of a payload: a pattern is run over texts, the others look at their length or form. */
const PATTERN_STEPS = 4;
const TEXT_STEPS = 0.1;

/** What the value of a keyword is: a schema for the same value, for each value inside, a list or a map of schemas, plain data, or a text rule. */
type Kind = 'schema' | 'inside' | 'list' | 'map' | 'patterns' | 'data' | 'text';
const KINDS = new Map<string, Kind>([
  ...of('schema', 'not', 'if', 'then', 'else'),
  ...of('inside', 'items', 'contains', 'additionalProperties', 'propertyNames'),
  ...of('list', 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
  ...of('map', 'properties', 'dependentSchemas'),
  ...of('patterns', 'patternProperties'),
  ...of('text', 'pattern', 'format', 'minLength', 'maxLength'),
  ...of('data', '$schema', '$comment', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'contentEncoding', 'contentMediaType', 'type', 'enum',
    'const', 'required', 'dependentRequired', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minItems', 'maxItems', 'uniqueItems', 'minContains',
    'maxContains', 'minProperties', 'maxProperties'),
]);

type Schema = Record<string, unknown>;

/** What a schema asks: parts for one value, parts for each value of a payload, steps for each character of it. */
export interface SchemaCost { readonly once: number; readonly each: number; readonly texts: number }

/** What keeps a schema from being used, at most one thing; it may still not be a valid JSON Schema. */
export function checkPayloadSchema(schema: unknown, path: readonly string[]): UserProblem[] {
  if (!isObject(schema)) return [problem('INVALID', 'The payload schema must be a JSON object, a JSON Schema of draft 2020-12.', path)];
  try {
    checkSize(schema);
    costOfSchema(schema);
    return [];
  } catch (error) {
    if (error instanceof SchemaFault) return [problem('INVALID', error.message, path)];
    throw error;
  }
}

/** @throws when the schema is none that `checkPayloadSchema` lets pass */
export function costOfSchema({ $defs = {}, ...schema }: Schema): SchemaCost {
  if (!isObject(schema) || !isObject($defs)) throw new SchemaFault('$defs of the payload schema must be an object.');
  const meter = new Meter($defs);
  for (const name of Object.keys($defs)) meter.definition(name, []);
  return meter.measure(schema, []);
}

/** Steps that checking a payload takes at most; some tens of nanoseconds each. */
export function stepsFor({ once, each, texts }: SchemaCost, { values, characters }: { values: number; characters: number }): number {
  return once + each * values + texts * characters;
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
  let deepest = 0;
  for (const each of Object.values(value)) deepest = Math.max(deepest, depthOf(each, left - 1));
  return 1 + deepest;
}

/** Adds up what a schema asks, with its references written out. */
class Meter {
  readonly #definitions: Schema;
  readonly #known = new Map<string, SchemaCost>();

  constructor(definitions: Schema) {
    this.#definitions = definitions;
  }

  /** @param within definitions that are being measured */
  measure(schema: unknown, within: readonly string[]): SchemaCost {
    if (typeof schema === 'boolean') return ONE;
    if (!isObject(schema)) throw new SchemaFault('Where a schema is expected, the payload schema has something that is neither an object nor true or false.');
    checkLimits(schema);
    let sum = ONE;
    for (const [keyword, value] of Object.entries(schema)) {
      sum = add(sum, keyword === '$ref' ? this.#referred(value, within) : this.#keyword(keyword, value, within));
      if (sum.once + sum.each > MAX_PARTS) throw new SchemaFault(`The payload schema has more than ${MAX_PARTS} parts when its references are written out. Make it simpler.`);
    }
    return sum;
  }

  definition(name: string, within: readonly string[]): SchemaCost {
    if (within.includes(name)) throw new SchemaFault(`The definition "${name}" refers to itself; payload schemas must not be recursive.`);
    let cost = this.#known.get(name);
    if (!cost) this.#known.set(name, cost = this.measure(this.#definitions[name], [...within, name]));
    return cost;
  }

  #referred(reference: unknown, within: readonly string[]): SchemaCost {
    const name = typeof reference === 'string' ? LOCAL_REFERENCE.exec(reference)?.[1] : undefined;
    if (name === undefined || !Object.hasOwn(this.#definitions, name)) {
      throw new SchemaFault('A $ref of the payload schema must name a definition of its own, such as "#/$defs/customer".');
    }
    return this.definition(name, within);
  }

  #keyword(keyword: string, value: unknown, within: readonly string[]): SchemaCost {
    const each = (schemas: unknown) => Object.values(isObject(schemas) || Array.isArray(schemas) ? schemas : []).map((schema) => this.measure(schema, within));
    switch (kindOf(keyword)) {
      case 'schema': return this.measure(value, within);
      case 'inside': return forEach(this.measure(value, within));
      case 'list': case 'map': return each(value).reduce(add, ONE);
      case 'patterns': return each(value).map((cost) => add(forEach(cost), { once: 0, each: 1, texts: PATTERN_STEPS })).reduce(add, ONE);
      case 'text': return { once: 1, each: 0, texts: keyword === 'pattern' ? PATTERN_STEPS : TEXT_STEPS };
      case 'data': return { once: countValues(value), each: 0, texts: 0 };
    }
  }
}

const ONE: SchemaCost = { once: 1, each: 0, texts: 0 };
const add = (a: SchemaCost, b: SchemaCost): SchemaCost => ({ once: a.once + b.once, each: a.each + b.each, texts: a.texts + b.texts });
const forEach = ({ once, each, texts }: SchemaCost): SchemaCost => ({ once: 0, each: once + each, texts });

function kindOf(keyword: string): Kind {
  const kind = KINDS.get(keyword);
  if (kind) return kind;
  if (keyword.startsWith('x-')) return 'data';
  throw new SchemaFault(`The keyword "${keyword.slice(0, 40)}" cannot be used in payload schemas. $defs stand at the top; notes of your own begin with "x-".`);
}

function checkLimits({ $schema, pattern, patternProperties, uniqueItems, maxItems }: Schema): void {
  if ($schema !== undefined && $schema !== DIALECT) throw new SchemaFault(`Payload schemas are of JSON Schema draft 2020-12: leave out $schema, or write "${DIALECT}".`);
  const patterns = [...(typeof pattern === 'string' ? [pattern] : []), ...(isObject(patternProperties) ? Object.keys(patternProperties) : [])];
  if (patterns.some(({ length }) => length > MAX_PATTERN_LENGTH)) throw new SchemaFault(`A pattern of the payload schema is longer than ${MAX_PATTERN_LENGTH} characters.`);
  if (uniqueItems === true && !(typeof maxItems === 'number' && maxItems <= MAX_UNIQUE_ITEMS)) {
    throw new SchemaFault(`uniqueItems needs maxItems beside it, of at most ${MAX_UNIQUE_ITEMS}.`);
  }
}

/** Values in a JSON value, itself included. */
export function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const each of Object.values(value)) count += countValues(each);
  return count;
}

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

function of(kind: Kind, ...keywords: string[]): [string, Kind][] {
  return keywords.map((keyword) => [keyword, kind]);
}
