import {
  GraphQLError, Kind, type ASTVisitor, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext,
} from 'graphql';

/** Most tokens in a document; the introspection query of tools has about 400. */
export const MAX_TOKENS = 5_000;
/** Deepest nesting of fields; introspection needs 13 and the console far less. */
const MAX_DEPTH = 15;

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
