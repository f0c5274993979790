import { createSourceEventStream, execute, Kind, print, visit, type DocumentNode, type ExecutionArgs, type ExecutionResult, type OperationDefinitionNode } from 'graphql';
import type { GraphqlContext } from './context.ts';

/** As graphql-js has them; it ends at once when its consumer leaves. */
type Answers = AsyncGenerator<ExecutionResult, void, void>;

type Answer = ExecutionResult | Promise<ExecutionResult>;

/** What was made of a message of a stream, by question. Streams hand the same message to all who read along. */
const answersTo = new WeakMap<object, Map<string, Answer>>();
/** The message that an answer was made of. */
const messages = new WeakMap<ExecutionResult, object>();

/**
 * Runs a subscription. Of a message that several subscribers get, those who ask the same with the same rights share one answer: it is
 * worked out once.
 */
export async function subscribeOnce(args: ExecutionArgs): Promise<Answers | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const question = questionOf(args);
  const iterator = source[Symbol.asyncIterator]();
  const ended = { value: undefined, done: true } as const;
  const answers: Answers = {
    next: async () => {
      const { value, done } = await iterator.next();
      return done ? ended : { value: await answerTo(value, question, args), done: false };
    },
    return: async () => {
      await iterator.return?.();
      return ended;
    },
    throw: async (error) => {
      await iterator.throw?.(error);
      return ended;
    },
    [Symbol.asyncIterator]() {
      return answers;
    },
  };
  return answers;
}

/** The cursor of the message that an answer was made of, whether or not it was asked for; null for streams without cursors. */
export function cursorOf(answer: ExecutionResult): string | null {
  const cursor = (messages.get(answer) as { cursor?: unknown } | undefined)?.cursor;
  return typeof cursor === 'string' ? cursor : null;
}

async function answerTo(message: unknown, question: string, args: ExecutionArgs): Promise<ExecutionResult> {
  if (typeof message !== 'object' || message === null) return execute({ ...args, rootValue: message });
  const known = answersTo.get(message) ?? new Map<string, Answer>();
  answersTo.set(message, known);
  let answer = known.get(question);
  if (!answer) known.set(question, answer = execute({ ...args, rootValue: message }));
  const made = await answer;
  messages.set(made, message);
  return made;
}

/** The same text for those whose answers are the same: by what they ask, and by what they may see. Where a stream begins is no part of it. */
function questionOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): string {
  const { viewer } = contextValue as GraphqlContext;
  const rights = viewer && [viewer.accountId, viewer.environments, viewer.role, viewer.scopes, viewer.apiKeyId === null];
  const names = variablesBelowRoot(document);
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => names.has(name));
  return JSON.stringify([print(document), operationName ?? null, variables, rights]);
}

/** Names of the variables that the answer depends on: arguments of the subscription itself only settle what its messages are. */
function variablesBelowRoot(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  const definitions = document.definitions.map((each) => (each.kind === Kind.OPERATION_DEFINITION ? withoutRootArguments(each) : each));
  visit({ ...document, definitions }, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

function withoutRootArguments(operation: OperationDefinitionNode): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? { ...each, arguments: [] } : each));
  return { ...operation, variableDefinitions: [], selectionSet: { ...operation.selectionSet, selections } };
}
