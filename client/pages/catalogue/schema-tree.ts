import { t } from '../../i18n.ts';
import type { Schema } from './json-schema.ts';

/** A member of a payload: a line of the tree. */
export interface SchemaNode {
  /** Name of the member; `[ ]` for the items of a list, `*` for members of any name. */
  name: string;
  /** Place in the payload, for keys. */
  path: string;
  /** `string`, `integer or null`, `list of object`. */
  type: string;
  isRequired: boolean;
  description: string;
  /** Values it can have, as JSON; none if any. */
  values: string[];
  /** Limits in words: `date-time`, `at least 0`. */
  limits: string[];
  /** Its value in the example, as JSON; null where that has none, or it is an object or a list. */
  example: string | null;
  /** Made when they are looked at: a schema can contain itself. */
  children: () => SchemaNode[];
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A reader of one schema, which knows its definitions. */
function reader(root: Schema, inWords: (description: string) => string) {
  const target = ({ $ref }: Schema): Schema | undefined => ($ref?.startsWith('#/$defs/') ? root.$defs?.[$ref.slice('#/$defs/'.length)] : undefined);

  /** Follows references; what stands beside one adds to it. A reference that leads nowhere, or to itself, says nothing. */
  function resolved(schema: Schema, depth = 0): Schema {
    const found = depth < 8 ? target(schema) : undefined;
    if (!found) return schema;
    const { $ref: _, ...beside } = schema;
    return { ...resolved(found, depth + 1), ...beside };
  }

  function alternatives(schema: Schema): Schema[] {
    return (schema.anyOf ?? schema.oneOf ?? [schema]).filter(isSchema).map((each) => resolved(each));
  }

  function typeWords(schema: Schema): string {
    const words = alternatives(schema).flatMap((each) => typesOf(each).map((type) => (type === 'array' ? listWords(each) : type)));
    return [...new Set(words)].sort((one, other) => Number(one === 'null') - Number(other === 'null')).reduce((one, other) => (one === '' ? other : t('catalogue.schema.or', { one, other })), '');
  }
  const listWords = ({ items }: Schema): string => (isSchema(items) ? t('catalogue.schema.listOf', { type: typeWords(resolved(items)) }) : t('catalogue.schema.list'));

  function childrenOf(schema: Schema, path: string, example: unknown): SchemaNode[] {
    return alternatives(schema).flatMap((each) => [
      ...Object.entries(each.properties ?? {}).map(([name, member]) => node(member, {
        name, path: `${path}/${name}`, isRequired: each.required?.includes(name) ?? false, example: memberOf(example, name),
      })),
      ...(isSchema(each.additionalProperties) ? [node(each.additionalProperties, { name: '*', path: `${path}/*`, isRequired: false, example: undefined })] : []),
      ...itemNodes(each, path, example),
    ]);
  }

  /** Items that have no members of their own are told by the type of the list. */
  function itemNodes({ items }: Schema, path: string, example: unknown): SchemaNode[] {
    if (!isSchema(items)) return [];
    const item = node(items, { name: '[ ]', path: `${path}/[]`, isRequired: false, example: Array.isArray(example) ? example[0] : undefined });
    return item.children().length > 0 ? [item] : [];
  }

  function node(given: Schema, place: { name: string; path: string; isRequired: boolean; example: unknown }): SchemaNode {
    const schema = resolved(given);
    const shapes = alternatives(schema);
    return {
      ...place,
      type: typeWords(schema) || t('catalogue.schema.any'),
      description: inWords(schema.description ?? shapes.find(({ description }) => description)?.description ?? ''),
      values: shapes.flatMap((each) => each.enum ?? ('const' in each ? [each.const] : [])).map((value) => JSON.stringify(value)),
      limits: shapes.flatMap(limitsOf),
      example: place.example === undefined || (typeof place.example === 'object' && place.example !== null) ? null : JSON.stringify(place.example),
      children: () => childrenOf(schema, place.path, place.example),
    };
  }

  return { membersOf: (schema: Schema, example: unknown) => childrenOf(resolved(schema), '', example) };
}

function typesOf({ type, enum: values, properties, items, ...schema }: Schema): string[] {
  if (typeof type === 'string') return [type];
  if (type) return [...type];
  if (values) return [...new Set(values.map(typeOfValue))];
  if ('const' in schema) return [typeOfValue(schema.const)];
  return properties ? ['object'] : items ? ['array'] : [];
}

const typeOfValue = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

const memberOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

function limitsOf({ format, pattern, minimum, maximum, minLength, maxLength }: Schema): string[] {
  return [
    format, pattern && t('catalogue.schema.matches', { pattern }),
    minimum !== undefined && t('catalogue.schema.atLeast', { n: minimum }), maximum !== undefined && t('catalogue.schema.atMost', { n: maximum }),
    minLength !== undefined && minLength > 1 && t('catalogue.schema.atLeastCharacters', { n: minLength }), maxLength !== undefined && t('catalogue.schema.atMostCharacters', { n: maxLength }),
  ].filter((limit): limit is string => typeof limit === 'string');
}

/** The members that a payload can have, with their values in an example of it; `inWords` puts what is told of them into another language. */
export function schemaTree(schema: unknown, example: unknown, inWords = (description: string) => description): SchemaNode[] {
  if (!isSchema(schema)) return [];
  return reader(schema, inWords).membersOf(schema, example);
}
