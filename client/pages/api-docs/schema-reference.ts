import {
  getNamedType, GraphQLObjectType, GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, isUnionType,
  type GraphQLField, type GraphQLInputField, type GraphQLNamedType, type GraphQLObjectTypeConfig,
} from 'graphql';

export type OperationKind = 'Query' | 'Mutation' | 'Subscription';

export interface OperationEntry { readonly kind: OperationKind; readonly name: string; readonly field: GraphQLField<unknown, unknown> }

export const OPERATION_KINDS: readonly OperationKind[] = ['Query', 'Mutation', 'Subscription'];

const rootOf = (schema: GraphQLSchema, kind: OperationKind): GraphQLObjectType | null | undefined =>
  ({ Query: schema.getQueryType(), Mutation: schema.getMutationType(), Subscription: schema.getSubscriptionType() })[kind];

/** Every query, mutation and subscription, by name within its kind. */
export function operationsOf(schema: GraphQLSchema): OperationEntry[] {
  return OPERATION_KINDS.flatMap((kind) => Object.values(rootOf(schema, kind)?.getFields() ?? {})
    .map((field) => ({ kind, name: field.name, field }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/** The schema with only those operations, such as `Query.webhooks`; types that nothing leads to any more are gone as well. */
export function limitedSchema(schema: GraphQLSchema, allowed: readonly string[]): GraphQLSchema {
  const names = new Set(allowed);
  const limited = (kind: OperationKind): GraphQLObjectType | null => {
    const root = rootOf(schema, kind);
    if (!root) return null;
    const config: GraphQLObjectTypeConfig<unknown, unknown> = root.toConfig();
    const fields = Object.fromEntries(Object.entries(config.fields).filter(([name]) => names.has(`${kind}.${name}`)));
    return Object.keys(fields).length > 0 ? new GraphQLObjectType({ ...config, fields }) : null;
  };
  const roots = { query: limited('Query'), mutation: limited('Mutation'), subscription: limited('Subscription') };
  const reached = new GraphQLSchema({ ...roots, directives: schema.getDirectives() });
  // Nothing names the kinds of errors and actors but their interfaces and unions.
  const implementers = Object.values(reached.getTypeMap()).filter(isInterfaceType).filter(({ name }) => name !== 'Node')
    .flatMap((type) => schema.getPossibleTypes(type));
  return new GraphQLSchema({ ...roots, directives: schema.getDirectives(), types: implementers });
}

/** Types that people may want to look up, by name. */
export function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  const roots = new Set(OPERATION_KINDS.map((kind) => rootOf(schema, kind)?.name));
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && !roots.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export interface MemberEntry { readonly name: string; readonly type: string | null; readonly typeName: string | null; readonly description: string }

/** What a type consists of: fields, input fields, values or possible types. */
export function membersOf(schema: GraphQLSchema, type: GraphQLNamedType): MemberEntry[] {
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => ({ name, type: null, typeName: null, description: description ?? '' }));
  if (isUnionType(type)) return type.getTypes().map(({ name, description }) => ({ name, type: null, typeName: name, description: description ?? '' }));
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  const fields = Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields()).map((field) => ({
    name: field.name, type: String(field.type), typeName: getNamedType(field.type).name, description: field.description ?? '',
  }));
  if (!isInterfaceType(type)) return fields;
  return [...fields, ...schema.getPossibleTypes(type).map(({ name }) => ({ name: `… on ${name}`, type: null, typeName: name, description: '' }))];
}

/** Word for the kind of a type. */
export function kindOf(type: GraphQLNamedType): string {
  if (isScalarType(type)) return 'scalar';
  if (isEnumType(type)) return 'enum';
  if (isInputObjectType(type)) return 'input';
  if (isUnionType(type)) return 'union';
  return isInterfaceType(type) ? 'interface' : 'type';
}

/** Whether a name or description has every word of a search. */
export function fits(search: string, ...texts: readonly (string | null | undefined)[]): boolean {
  const whole = texts.join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => whole.includes(word));
}
