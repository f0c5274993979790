import {
  getNamedType, getNullableType, isCompositeType, isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType, isObjectType, isUnionType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputField, type GraphQLInputType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';

/** A field of Query, Mutation or Subscription. */
export interface RootField { readonly kind: 'query' | 'mutation' | 'subscription'; readonly name: string; readonly field: GraphQLField<unknown, unknown> }

/** Where an argument of a field takes an id, e.g. `['input', 'scope', 'ids']`. */
export type IdPath = readonly string[];

export function rootFields(schema: GraphQLSchema): RootField[] {
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
  return Object.entries(roots).flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind: kind as RootField['kind'], name: `${type!.name}.${field.name}`, field })));
}

/** Every place among the arguments of a field that takes an id or ids. */
export function idPaths({ field }: RootField): IdPath[] {
  return field.args.flatMap((arg) => idPathsOf(arg, [], []));
}

function idPathsOf({ name, type }: GraphQLArgument | GraphQLInputField, above: IdPath, seen: readonly string[]): IdPath[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [[...above, name]];
  if (!isInputObjectType(named) || seen.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) => idPathsOf(field, [...above, name], [...seen, named.name]));
}

export interface Operation { readonly source: string; readonly variables: Record<string, unknown> }

/** How the arguments of an operation are filled in. */
export interface Filling {
  /** Puts an id there, and makes what is around it. */
  readonly at?: { path: IdPath; id: string };
  /** Values of arguments and input fields by path, joined by dots. */
  readonly values?: Readonly<Record<string, unknown>>;
}

const UNKNOWN_ID = 'wh_01JD0000000000000000000000';
let keys = 0;

/** An operation that asks for one field with whatever arguments it cannot do without, and selects what it gives two levels deep. */
export function operationFor({ kind, field }: RootField, filling: Filling = {}): Operation {
  const filled = filledArguments(field, filling);
  const declared = filled.map(([{ name, type }]) => `$${name}: ${String(type)}`).join(', ');
  const passed = filled.map(([{ name }]) => `${name}: $${name}`).join(', ');
  const source = `${kind}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${selectionOf(field.type, 2)} }`;
  return { source, variables: Object.fromEntries(filled.map(([{ name }, value]) => [name, value])) };
}

/** The arguments of a field that it cannot do without, or that are to be filled in, with their values. */
export function filledArguments(field: GraphQLField<unknown, unknown>, filling: Filling = {}): (readonly [argument: GraphQLArgument, value: unknown])[] {
  return field.args.map((arg) => [arg, valueOf(arg, [], filling)] as const).filter(([, value]) => value !== undefined);
}

function valueOf(input: GraphQLArgument | GraphQLInputField, above: IdPath, filling: Filling): unknown {
  const path = [...above, input.name];
  const place = path.join('.');
  if (filling.values && place in filling.values) return filling.values[place];
  const { at } = filling;
  const isOnTheWay = at !== undefined && path.every((step, index) => at.path[index] === step);
  if (isOnTheWay && path.length === at.path.length) return inLists(input.type, at.id);
  const isNeeded = isNonNullType(input.type) && input.defaultValue === undefined;
  if (input.name === 'first') return 5;
  return isNeeded || isOnTheWay ? inLists(input.type, plainValue(input, path, filling)) : undefined;
}

const inLists = (type: GraphQLInputType, value: unknown): unknown => (isListType(getNullableType(type)) ? [value] : value);

function plainValue({ name, type }: GraphQLArgument | GraphQLInputField, path: IdPath, filling: Filling): unknown {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields()).map((field) => [field.name, valueOf(field, path, filling)] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (name === 'idempotencyKey') return `key ${++keys}`;
  return PLAIN_VALUES[named.name] ?? 'text';
}

const PLAIN_VALUES: Readonly<Record<string, unknown>> = {
  ID: UNKNOWN_ID, Int: 1, Float: 1, Boolean: true, JSON: {}, DateTime: '2026-11-20T12:00:00Z', Duration: 'PT1H', URI: 'https://example.com/',
  EventTypeCode: 'license.created', EventTypePattern: 'license.*', UInt64: '1',
};

/** Fields that differ from one request to the next. */
const RESTLESS = ['token', 'secret', 'signingSecret', 'invitationUrl', 'rateLimit'];

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (isUnionType(named)) return ' { __typename }';
  const fields = Object.values(named.getFields()).filter(({ name, args }) => args.length === 0 && !RESTLESS.includes(name));
  const chosen = fields.flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return [field.name];
    return depth > 0 && (isObjectType(getNamedType(field.type)) || field.name === 'userErrors') ? [`${field.name}${selectionOf(field.type, depth - 1)}`] : [];
  });
  return ` { ${['__typename', ...chosen].join(' ')} }`;
}
