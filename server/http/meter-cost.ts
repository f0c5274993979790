import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { SECOND_MS } from '../domain/time.ts';
import type { GraphqlContext } from '../graphql/context.ts';
import { budgetKey } from '../graphql/cost-budget.ts';
import { operationCost } from '../graphql/cost-limit.ts';

/** Documents are kept by Apollo and come again as the same object. */
const costs = new WeakMap<OperationDefinitionNode, number>();

/** Takes what an operation costs from its caller's budget, refuses what it no longer covers, and tells cost and budget in each answer. */
export const meterCost: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: async () => {
    let requested = 0;
    return {
      didResolveOperation: async ({ schema, document, operation, contextValue }) => {
        if (!operation) return;
        requested = costOf(schema, document, operation);
        const waitMs = contextValue.budget.take(budgetKey(contextValue), requested);
        if (waitMs !== null) throw overBudget(waitMs);
      },
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== 'single') return;
        const { remaining, limit, restoreRate, resetAt } = contextValue.budget.stateOf(budgetKey(contextValue));
        const cost = { requested, available: remaining, limit, restoreRate, resetAt: new Date(resetAt).toISOString() };
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost };
      },
    };
  },
};

function costOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): number {
  const known = costs.get(operation);
  if (known !== undefined) return known;
  const cost = Math.ceil(operationCost(schema, document, operation));
  costs.set(operation, cost);
  return cost;
}

function overBudget(waitMs: number): GraphQLError {
  const retryAfterSeconds = Math.ceil(waitMs / SECOND_MS);
  const message = `Your operations cost more than the budget restores. Wait ${retryAfterSeconds} s, ask less often or for fewer items; extensions.cost tells what is left.`;
  const http = { status: 429, headers: new HeaderMap([['retry-after', String(retryAfterSeconds)]]) };
  return new GraphQLError(message, { extensions: { code: 'THROTTLED', retryAfterSeconds, http } });
}
