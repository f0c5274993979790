import { parse, type DocumentNode, type GraphQLError } from 'graphql';
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
    const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
    if (typeof query !== 'string' || this.#known.has(query)) return null;
    const document = parsed(query);
    const refusal = document && sizeProblem(document);
    if (refusal) return refusal;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    if (query.length <= MAX_KNOWN_LENGTH) this.#known.add(query);
    return null;
  }
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch {
    return null;
  }
}
