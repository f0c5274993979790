import {
  getNamedType, getNullableType, GraphQLError, isCompositeType, isInterfaceType, isListType, isObjectType, Kind,
  SchemaMetaFieldDef, TypeMetaFieldDef, type ArgumentNode, type ASTVisitor, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType,
  type GraphQLField, type GraphQLSchema, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode, type ValidationContext,
} from 'graphql';
import { badInput } from './errors.ts';
import { MAX_PAGE_SIZE } from './page.type.ts';

/** Most fields that answering an operation may resolve; the dearest query of the console needs about a fifth of them. */
export const MAX_COST = 25_000;

/** Arguments that tell how many items a list, or the connection around it, has at most. */
const SIZE_ARGUMENTS = ['first', 'last', 'batchSize'];
/** The lists of a connection and of a batch: as long as the arguments of the field above them say. */
const SIZED_LISTS = new Set(['nodes', 'edges', 'attempts']);
/** Items of lists that nothing limits, for lack of better knowledge. */
const USUAL_LIST_SIZE = 10;
const LIST_SIZES: Readonly<Record<string, number>> = { 'Query.eventTypeGroups': 5, 'WebhookChangeBatch.changes': MAX_PAGE_SIZE };

/** Introspection is answered from memory, by plain properties. */
const INTROSPECTION_WEIGHT = 0.1;
/** Averages over the schema, rounded up: what a type does not have costs nothing. */
const INTROSPECTION_SIZES: Readonly<Record<string, number>> = {
  types: 150, fields: 8, args: 2, inputFields: 4, enumValues: 5, possibleTypes: 10, interfaces: 2, directives: 8, locations: 5,
};

/** Validation rule against operations that make the server resolve too many fields, estimated before anything is run. */
export function costLimit(context: ValidationContext): ASTVisitor {
  const meter = new CostMeter(context);
  return {
    OperationDefinition(operation) {
      const root = context.getSchema().getRootType(operation.operation);
      const cost = root ? meter.costOf(operation.selectionSet, root, null) : 0;
      if (cost <= MAX_COST) return;
      const [has, limit] = [Math.ceil(cost), MAX_COST].map((each) => each.toLocaleString('en-GB'));
      const { message, extensions } = badInput(`The operation costs about ${has} fields; at most ${limit} are allowed. Ask for fewer items or fewer nested lists.`);
      context.reportError(new GraphQLError(message, { nodes: operation, extensions }));
    },
  };
}

/** What an operation of a valid document costs. */
export function operationCost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
  const root = schema.getRootType(operation.operation);
  return root ? new CostMeter({ getSchema: () => schema, getFragment: (name) => fragments.get(name) }).costOf(operation.selectionSet, root, null) : 0;
}

/** Where a meter finds types and fragments. */
type Measured = Pick<ValidationContext, 'getSchema' | 'getFragment'>;

/** Adds up the fields of selection sets, each as often as the lists around it have items; a fragment is measured once per page size. */
export class CostMeter {
  readonly #context: Measured;
  readonly #fragments = new Map<string, number>();

  constructor(context: Measured) {
    this.#context = context;
  }

  /** `pageSize`: what the arguments of the field with this selection set say about its lists. */
  costOf({ selections }: SelectionSetNode, type: GraphQLCompositeType, pageSize: number | null): number {
    return selections.reduce((cost, selection) => cost + this.#costOfSelection(selection, type, pageSize), 0);
  }

  #costOfSelection(selection: SelectionNode, type: GraphQLCompositeType, pageSize: number | null): number {
    if (selection.kind === Kind.FIELD) return this.#costOfField(selection, type, pageSize);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#costOfFragment(selection.name.value, pageSize);
    return this.costOf(selection.selectionSet, this.#typeNamed(selection.typeCondition?.name.value) ?? type, pageSize);
  }

  #costOfFragment(name: string, pageSize: number | null): number {
    const key = `${name} ${pageSize}`;
    const known = this.#fragments.get(key);
    if (known !== undefined) return known;
    // A fragment inside itself is refused by another rule; here it must only not run for ever.
    this.#fragments.set(key, 0);
    const fragment = this.#context.getFragment(name);
    const type = this.#typeNamed(fragment?.typeCondition.name.value);
    const cost = fragment && type ? this.costOf(fragment.selectionSet, type, pageSize) : 0;
    this.#fragments.set(key, cost);
    return cost;
  }

  #costOfField(node: FieldNode, parent: GraphQLCompositeType, pageSize: number | null): number {
    const field = this.#fieldOf(node.name.value, parent);
    const own = isIntrospection(parent) ? INTROSPECTION_WEIGHT : 1;
    const type = field && getNamedType(field.type);
    if (!node.selectionSet || !field || !isCompositeType(type)) return own;
    const size = sizeGiven(node, field);
    const children = this.costOf(node.selectionSet, type, size);
    return own + (isListType(getNullableType(field.type)) ? size ?? sizeAssumed(field, parent, pageSize) : 1) * children;
  }

  #fieldOf(name: string, parent: GraphQLCompositeType): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  #typeNamed(name: string | undefined): GraphQLCompositeType | null {
    const type = name === undefined ? undefined : this.#context.getSchema().getType(name);
    return isCompositeType(type) ? type : null;
  }
}

function sizeAssumed({ name }: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType, pageSize: number | null): number {
  if (isIntrospection(parent)) return INTROSPECTION_SIZES[name] ?? USUAL_LIST_SIZE;
  if (pageSize !== null && SIZED_LISTS.has(name)) return pageSize;
  return LIST_SIZES[`${parent.name}.${name}`] ?? USUAL_LIST_SIZE;
}

/** Null when the field has no such argument. Of a variable the most that a page may have is taken: documents are judged without their variables. */
function sizeGiven(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
  const ids = argumentOf(node, 'ids');
  if (ids) return ids.value.kind === Kind.LIST ? ids.value.values.length : MAX_PAGE_SIZE;
  const sizes = field.args.filter(({ name }) => SIZE_ARGUMENTS.includes(name)).map(({ name, defaultValue }) => {
    const given = argumentOf(node, name)?.value;
    if (given?.kind === Kind.INT) return Math.max(0, Number(given.value));
    if (given?.kind === Kind.VARIABLE) return MAX_PAGE_SIZE;
    return typeof defaultValue === 'number' ? defaultValue : 0;
  });
  return sizes.length > 0 ? Math.max(...sizes) : null;
}

const argumentOf = (node: FieldNode, name: string): ArgumentNode | undefined => node.arguments?.find((each) => each.name.value === name);

const isIntrospection = ({ name }: GraphQLCompositeType): boolean => name.startsWith('__');
