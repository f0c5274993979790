import {
  getNamedType, getNullableType, isAbstractType, isEnumType, isInputObjectType, isLeafType, isListType, isObjectType, type GraphQLInputType, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import { filledArguments, type Filling, type RootField } from './schema-walk.ts';

/** The steps to a value, as they are written in a selection: `nodes`, `... on Member`, `health(window: "P1D")`. */
type Steps = readonly string[];

/** From what has an id everything is reached in so many steps, as each thing that has one is asked for itself. */
const DEPTH = 3;
const LEAVES_PER_DOCUMENT = 40;

/** A document that asks only what a field gives. */
export const shallowDocument = (root: RootField, filling: Filling): string =>
  `${root.kind} { ${callOf(root.field, filling)}${isLeafType(getNamedType(root.field.type)) ? '' : ' { __typename }'} }`;

/** Documents that together ask a field of Query or Subscription for every value below it, each type once. `type`: what it gives, where that may differ. */
export function documentsFor(schema: GraphQLSchema, root: RootField, { type, ...filling }: Filling & { type?: string }): string[] {
  const all = leavesBelow(schema, getNamedType(root.field.type), { filling, depth: DEPTH, seen: new Set() });
  const leaves = all.filter(([first]) => !type || !first?.startsWith('...') || first === `... on ${type}`);
  const call = callOf(root.field, filling);
  return chunksOf(leaves, root.kind === 'subscription' ? leaves.length : LEAVES_PER_DOCUMENT).map((chunk) => `${root.kind} { ${textOf(chunk.map((steps) => [call, ...steps]))} }`);
}

interface Way { filling: Filling; depth: number; seen: Set<string> }

function leavesBelow(schema: GraphQLSchema, type: GraphQLNamedType, way: Way): Steps[] {
  if (isLeafType(type)) return [[]];
  // Fields of one name may differ in type between the types of a union, so each has names of its own.
  if (isAbstractType(type)) return schema.getPossibleTypes(type).flatMap((each) => leavesBelow(schema, each, way).map(([first, ...rest]) => [`... on ${each.name}`, `${each.name}_${nameIn(first!)}: ${first}`, ...rest]));
  if (!isObjectType(type) || way.depth === 0 || way.seen.has(type.name)) return [];
  way.seen.add(type.name);
  return Object.values(type.getFields()).filter(({ name }) => !(name === 'edges' && 'nodes' in type.getFields())).flatMap((field) =>
    leavesBelow(schema, getNamedType(field.type), { ...way, depth: way.depth - 1 }).map((steps) => [callOf(field, way.filling), ...steps]));
}

function callOf(field: RootField['field'], filling: Filling): string {
  const passed = filledArguments(field, filling).map(([{ name, type }, value]) => `${name}: ${literal(value, type)}`);
  return `${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''}`;
}

/** A value as it is written in a document. */
function literal(value: unknown, type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (isListType(inner)) return `[${(value as unknown[]).map((each) => literal(each, inner.ofType as GraphQLInputType)).join(', ')}]`;
  if (isEnumType(inner)) return String(value);
  if (!isInputObjectType(inner)) return JSON.stringify(value);
  return `{ ${Object.entries(value as object).map(([name, each]) => `${name}: ${literal(each, inner.getFields()[name]!.type)}`).join(', ')} }`;
}

const nameIn = (call: string): string => /^\w+/.exec(call)![0];

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/** A selection of all the values, with what they share written once. */
function textOf(leaves: readonly Steps[]): string {
  const below = new Map<string, Steps[]>();
  for (const [first, ...rest] of leaves) if (first !== undefined) below.set(first, [...below.get(first) ?? [], rest]);
  return [...below].map(([step, rest]) => {
    const inner = textOf(rest);
    return inner ? `${step} { ${inner} }` : step;
  }).join(' ');
}
