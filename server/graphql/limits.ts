import {
  BREAK, GraphQLError, Kind, specifiedRules, validate, visit, type ASTVisitor, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLSchema,
  type SelectionSetNode, type ValidationContext, type ValidationRule,
} from 'graphql';
import { costLimit } from './cost-limit.ts';
import { sizeProblem } from './document-size.ts';
import { badInput } from './errors.ts';

/** Most tokens in a document; the introspection query of tools has about 400. */
export const MAX_TOKENS = 5_000;
/** Deepest nesting of fields; introspection needs 13 and the console far less. */
const MAX_DEPTH = 15;
/** Most answers that one selection may take from the same field under different names. */
const MAX_ALIASES = 20;

/** Validation rule against documents nested so deep that answering them would be the attack. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const depth = new DepthMeter((name) => context.getFragment(name)).depthOf(operation.selectionSet);
      if (depth <= MAX_DEPTH) return;
      const message = `The operation is nested ${depth} levels deep; at most ${MAX_DEPTH} are allowed.`;
      context.reportError(new GraphQLError(message, { nodes: operation, extensions: { code: 'OPERATION_TOO_DEEP' } }));
    },
  };
}

/** Validation rule against asking the same field again and again: each time may be a query to the database, however little it returns. */
export function aliasLimit(context: ValidationContext): ASTVisitor {
  return {
    SelectionSet(set) {
      const names = new Map<string, Set<string>>();
      for (const { name, alias } of fieldsOf(set, context)) {
        names.set(name.value, (names.get(name.value) ?? new Set()).add((alias ?? name).value));
      }
      for (const [field, { size }] of names) {
        if (size <= MAX_ALIASES) continue;
        const { message, extensions } = badInput(`\`${field}\` is asked for under ${size} names; at most ${MAX_ALIASES} are allowed.`);
        context.reportError(new GraphQLError(message, { nodes: set, extensions }));
      }
    },
  };
}

/** Fields of a selection set and of the fragments in it, each fragment once. */
function* fieldsOf(set: SelectionSetNode, context: ValidationContext, seen = new Set<string>()): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsOf(selection.selectionSet, context, seen);
    else if (!seen.has(selection.name.value)) {
      const fragment = context.getFragment(selection.name.value);
      seen.add(selection.name.value);
      if (fragment) yield* fieldsOf(fragment.selectionSet, context, seen);
    }
  }
}

/** What documents are held to besides the rules of GraphQL, on HTTP and on the WebSocket. */
export const OPERATION_LIMITS: readonly ValidationRule[] = [depthLimit, aliasLimit, costLimit];

/** Everything that is wrong with a document; what is too large is not looked at further. */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const tooLarge = sizeProblem(document);
  return tooLarge ? [tooLarge] : validate(schema, document, [...specifiedRules, ...OPERATION_LIMITS]);
}

/** Whether a document reads the schema. Neither `__typename` does, nor `__type` with nothing but plain fields: whether a type exists is no work. */
export function introspects(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    Field({ name, selectionSet }) {
      isFound = name.value === '__schema' || (name.value === '__type' && !isFlat(selectionSet));
      return isFound ? BREAK : undefined;
    },
  });
  return isFound;
}

const isFlat = (set?: SelectionSetNode): boolean => set?.selections.every((each) => each.kind === Kind.FIELD && !each.selectionSet) ?? true;

/** Measures selection sets; a fragment once, however often it is used. */
class DepthMeter {
  readonly #fragment: (name: string) => FragmentDefinitionNode | null | undefined;
  readonly #depths = new Map<string, number>();

  constructor(fragment: (name: string) => FragmentDefinitionNode | null | undefined) {
    this.#fragment = fragment;
  }

  depthOf(set: SelectionSetNode): number {
    return Math.max(0, ...set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#depthOfFragment(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.depthOf(selection.selectionSet);
      return 1 + (selection.selectionSet ? this.depthOf(selection.selectionSet) : 0);
    }));
  }

  #depthOfFragment(name: string): number {
    const known = this.#depths.get(name);
    if (known !== undefined) return known;
    // A fragment inside itself is refused by another rule; here it must only not run for ever.
    this.#depths.set(name, 0);
    const fragment = this.#fragment(name);
    const depth = fragment ? this.depthOf(fragment.selectionSet) : 0;
    this.#depths.set(name, depth);
    return depth;
  }
}
