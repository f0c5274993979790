import 'reflect-metadata';
import { buildSchema, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { expect, it } from 'vitest';
import { cursorOf, subscribeOnce } from '../../server/graphql/answer-once.ts';

interface Asking { role?: string; query?: string; variables?: Record<string, unknown> }

/** A stream whose messages are the same object for everybody, and a field that counts how often it is worked out. */
function countingSchema(): { schema: GraphQLSchema; worked: () => number; ask: (asking?: Asking) => Promise<AsyncIterableIterator<ExecutionResult>> } {
  const schema = buildSchema('type Query { a: Int } type News { cursor: String! text(loud: Boolean): String! } type Subscription { news(after: String): News! }');
  const messages = ['one', 'two'].map((cursor) => ({ cursor }));
  let count = 0;
  const news = schema.getSubscriptionType()!.getFields().news!;
  news.subscribe = async function* subscribe() { yield* messages; };
  news.resolve = (message: unknown) => message;
  (schema.getType('News') as ReturnType<GraphQLSchema['getSubscriptionType']>)!.getFields().text!.resolve = () => {
    count += 1;
    return 'hello';
  };
  const ask = async ({ role = 'ADMIN', query = 'subscription($after: String, $loud: Boolean) { news(after: $after) { text(loud: $loud) } }', variables = {} }: Asking = {}) =>
    await subscribeOnce({
      schema, document: parse(query), variableValues: variables,
      contextValue: { viewer: { accountId: 'acc_1', environments: [], role, scopes: [], apiKeyId: null } },
    }) as AsyncIterableIterator<ExecutionResult>;
  return { schema, worked: () => count, ask };
}

async function first(answers: AsyncIterableIterator<ExecutionResult>): Promise<ExecutionResult> {
  return (await answers.next()).value as ExecutionResult;
}

it('works out an answer once for a hundred subscribers that ask the same, wherever they begin', async () => {
  const { ask, worked } = countingSchema();
  const answers = await Promise.all(Array.from({ length: 100 }, async (_, index) => first(await ask({ variables: { after: String(index) } }))));
  expect(new Set(answers).size).toBe(1);
  expect(worked()).toBe(1);
});

it('answers each by itself whose question or rights are others', async () => {
  const { ask, worked } = countingSchema();
  const others: Asking[] = [{}, { role: 'VIEWER' }, { variables: { loud: true } }, { query: 'subscription { news { other: text } }' }];
  for (const other of others) await first(await ask(other));
  expect(worked()).toBe(others.length);
});

it('knows the cursor of an answer that did not ask for it', async () => {
  const { ask } = countingSchema();
  const answers = await ask();
  expect([cursorOf(await first(answers)), cursorOf(await first(answers))]).toEqual(['one', 'two']);
});
