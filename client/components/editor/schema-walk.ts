/** A JSON Schema, as far as an editor makes use of it. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

const DEEPEST_REFERENCE = 20;

function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let current = schema;
  for (let depth = 0; current.$ref !== undefined && depth < DEEPEST_REFERENCE; depth++) {
    const tokens = current.$ref.replace(/^#\//, '').split('/');
    const target = tokens.reduce<unknown>((node, token) => (node as Record<string, unknown> | undefined)?.[token.replaceAll('~1', '/').replaceAll('~0', '~')], root);
    if (typeof target !== 'object' || target === null) return {};
    current = target;
  }
  return current;
}

/** The schema itself and all that it is put together from. */
function parts(schema: JsonSchema, root: JsonSchema): JsonSchema[] {
  const own = resolved(schema, root);
  return [own, ...[...own.allOf ?? [], ...own.anyOf ?? [], ...own.oneOf ?? []].flatMap((part) => parts(part, root))];
}

/** The schemas that hold for the value at a path of keys and indexes; none where the schema says nothing. */
export function schemasAt(root: JsonSchema, path: readonly (string | number)[]): JsonSchema[] {
  return path.reduce<JsonSchema[]>((schemas, step) => schemas.flatMap((schema) => {
    const next = typeof step === 'number' ? schema.items : schema.properties?.[step];
    return next ? parts(next, root) : [];
  }), parts(root, root));
}

export interface KnownMember {
  key: string;
  isRequired: boolean;
  /** `string`, `object or null`. */
  type: string;
  description: string;
}

const typeWords = ({ type, enum: values }: JsonSchema) => (values ? values.map((value) => JSON.stringify(value)).join(', ') : [type ?? []].flat().join(' | '));

/** The members that an object at a path may have, required ones first. */
export function membersAt(root: JsonSchema, path: readonly (string | number)[]): KnownMember[] {
  const members = schemasAt(root, path).flatMap((schema) => Object.entries(schema.properties ?? {}).map(([key, member]) => {
    const own = resolved(member, root);
    return { key, isRequired: schema.required?.includes(key) ?? false, type: typeWords(own), description: own.description ?? '' };
  }));
  const unique = members.filter(({ key }, index) => members.findIndex((other) => other.key === key) === index);
  return unique.sort((one, other) => Number(other.isRequired) - Number(one.isRequired));
}

/** The values that are known to be allowed at a path, as JSON. */
export function valuesAt(root: JsonSchema, path: readonly (string | number)[]): string[] {
  const values = schemasAt(root, path).flatMap((schema) => {
    const types = [schema.type ?? []].flat();
    return [
      ...schema.enum ?? [], ...(schema.const === undefined ? [] : [schema.const]),
      ...(types.includes('boolean') ? [true, false] : []), ...(types.includes('null') ? [null] : []),
    ].map((value) => JSON.stringify(value));
  });
  return [...new Set(values)];
}
