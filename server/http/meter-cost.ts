import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { charge, costExtension, pointsOf } from '../graphql/charge.ts';
import type { GraphqlContext } from '../graphql/context.ts';

/** Takes what an operation costs from its caller's budget, refuses what it no longer covers, and tells cost and budget in each answer. */
export const meterCost: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: async () => {
    let requested = 0;
    return {
      didResolveOperation: async ({ schema, document, operation, contextValue }) => {
        if (!operation) return;
        requested = pointsOf(schema, document, operation);
        const refusal = charge(contextValue, requested);
        if (refusal) throw withStatus(refusal);
      },
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== 'single') return;
        const cost = costExtension(contextValue, requested);
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost };
      },
    };
  },
};

function withStatus({ message, extensions }: GraphQLError): GraphQLError {
  const http = { status: 429, headers: new HeaderMap([['retry-after', String(extensions.retryAfterSeconds)]]) };
  return new GraphQLError(message, { extensions: { ...extensions, http } });
}
