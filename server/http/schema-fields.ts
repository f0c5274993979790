/** A JSON Schema as far as a table of its members needs it. */
interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | readonly string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  enum?: readonly unknown[];
  const?: unknown;
}

export interface SchemaField {
  /** `license.product.id`; `licenses[].id` for members of list items. */
  path: string;
  type: string;
  isRequired: boolean;
  description: string;
}

/** How a language says what may be one of several, and what is a list. */
export interface TypeWords {
  or: string;
  listOf: (type: string) => string;
}

const DEFS = '#/$defs/';
/** Definitions can contain themselves. */
const DEEPEST = 5;

/** The members of a payload, each after the one that it is a member of. */
export function schemaFields(schema: unknown, words: TypeWords): SchemaField[] {
  const root = schema as Schema;

  function resolved(given: Schema): Schema {
    const target = given.$ref?.startsWith(DEFS) ? root.$defs?.[given.$ref.slice(DEFS.length)] : undefined;
    return target ? { ...target, ...(given.description !== undefined && { description: given.description }) } : given;
  }

  function shapes(given: Schema): Schema[] {
    const own = resolved(given);
    return own.anyOf ? own.anyOf.map(resolved) : [own];
  }

  function typeWords(given: Schema): string {
    const names = shapes(given).flatMap((each) => {
      if (each.enum ?? 'const' in each) return (each.enum ?? [each.const]).map((value) => JSON.stringify(value));
      const types = typeof each.type === 'string' ? [each.type] : each.type ?? ['any'];
      return types.map((type) => (type === 'array' && each.items ? words.listOf(typeWords(each.items)) : type));
    });
    return [...new Set(names)].join(` ${words.or} `);
  }

  function membersOf(given: Schema, prefix: string, depth: number): SchemaField[] {
    if (depth > DEEPEST) return [];
    return shapes(given).flatMap((shape) => [
      ...Object.entries(shape.properties ?? {}).flatMap(([name, member]) => {
        const path = prefix === '' ? name : `${prefix}.${name}`;
        const field = { path, type: typeWords(member), isRequired: shape.required?.includes(name) ?? false, description: resolved(member).description ?? '' };
        return [field, ...membersOf(member, path, depth + 1)];
      }),
      ...(shape.items ? membersOf(shape.items, `${prefix}[]`, depth + 1) : []),
    ]);
  }

  return membersOf(root, '', 0);
}
