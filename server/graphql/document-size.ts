import { Kind, visit, type DocumentNode, type GraphQLError } from 'graphql';
import { badInput } from './errors.ts';

/** How much of each kind a document may have; what is more than those of the console and introspection by far. */
const MAXIMA = [
  { kind: Kind.FIELD, max: 300, what: 'fields' },
  { kind: Kind.FRAGMENT_DEFINITION, max: 40, what: 'fragments' },
  { kind: Kind.FRAGMENT_SPREAD, max: 80, what: 'uses of fragments' },
  { kind: Kind.DIRECTIVE, max: 40, what: 'directives' },
  { kind: Kind.VARIABLE_DEFINITION, max: 60, what: 'variables' },
  { kind: Kind.OPERATION_DEFINITION, max: 20, what: 'operations' },
] as const;

/**
 * What a document has too much of, in one pass. Asked before the rules of GraphQL are: those compare fields that would answer under one
 * name with each other, which for thousands takes half a second of whoever else is served.
 */
export function sizeProblem(document: DocumentNode): GraphQLError | null {
  const counts = new Map<string, number>();
  visit(document, { enter: ({ kind }) => void counts.set(kind, (counts.get(kind) ?? 0) + 1) });
  const over = MAXIMA.find(({ kind, max }) => (counts.get(kind) ?? 0) > max);
  return over ? badInput(`The document has ${counts.get(over.kind)} ${over.what}; at most ${over.max} are allowed. Send it in parts.`) : null;
}
