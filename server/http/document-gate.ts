import { Kind, OperationTypeNode, parse, type DocumentNode, type GraphQLError } from 'graphql';
import { sizeProblem } from '../graphql/document-size.ts';
import { MAX_TOKENS } from '../graphql/limits.ts';

/** Programs send few documents again and again; longer ones than this are read anew each time. */
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 10_000;

/** Keeps too large documents from the rules of GraphQL, which take too long over them. What passed once is known by its text. */
export class DocumentGate {
  readonly #known = new Set<string>();

  /** Why the document of a request is not looked at; null when it may be. What is no document at all is for Apollo to say. */
  refusalOf(body: unknown): GraphQLError | null {
    const query = queryOf(body);
    if (query === null || this.#known.has(query)) return null;
    const document = parsed(query);
    const refusal = document && sizeProblem(document);
    if (refusal) return refusal;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    if (query.length <= MAX_KNOWN_LENGTH) this.#known.add(query);
    return null;
  }
}

/** Text of the document in the body of a request; null without one. */
export function queryOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string' ? body.query : null;
}

const PUBLISHING = new Set(['eventPublish', 'eventsPublish']);

/** Whether all operations of a document are mutations that do nothing but publish, and no fragment hides another field. */
export function onlyPublishes(query: string | null): boolean {
  const operations = query === null ? [] : (parsed(query)?.definitions ?? []).filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return operations.length > 0 && operations.every(({ operation, selectionSet }) => operation === OperationTypeNode.MUTATION
    && selectionSet.selections.every((each) => each.kind === Kind.FIELD && PUBLISHING.has(each.name.value)));
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch {
    return null;
  }
}
