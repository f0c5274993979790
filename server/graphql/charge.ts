import { getOperationAST, GraphQLError, type DocumentNode, type ExecutionArgs, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { SECOND_MS } from '../domain/time.ts';
import type { GraphqlContext } from './context.ts';
import { budgetKey } from './cost-budget.ts';
import { operationCost } from './cost-limit.ts';

/** Documents are kept by Apollo and come again as the same object. */
const costs = new WeakMap<OperationDefinitionNode, number>();

/** What an operation of a valid document costs, in whole points. */
export function pointsOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): number {
  const known = costs.get(operation);
  if (known !== undefined) return known;
  const points = Math.ceil(operationCost(schema, document, operation));
  costs.set(operation, points);
  return points;
}

/** Takes points from the budget of the caller; an error that says when to come back if they are not there, and then nothing is taken. */
export function charge(context: GraphqlContext, points: number): GraphQLError | null {
  const waitMs = context.budget.take(budgetKey(context), points);
  if (waitMs === null) return null;
  const retryAfterSeconds = Math.ceil(waitMs / SECOND_MS);
  const message = `Your operations cost more than the budget restores. Wait ${retryAfterSeconds} s, ask less often or for fewer items; viewer.rateLimit tells what is left.`;
  return new GraphQLError(message, { extensions: { code: 'THROTTLED', retryAfterSeconds } });
}

/** The same for an operation that is about to start on a socket or stream: it is paid once, however long it listens. */
export function chargeAtStart({ schema, document, operationName, contextValue }: ExecutionArgs): GraphQLError | null {
  const operation = getOperationAST(document, operationName);
  return operation ? charge(contextValue as GraphqlContext, pointsOf(schema, document, operation)) : null;
}

/** What `extensions.cost` tells: what the operation cost, and what the caller has left. */
export function costExtension(context: Pick<GraphqlContext, 'budget' | 'viewer' | 'ip'>, requested: number) {
  const { remaining, limit, restoreRate, resetAt } = context.budget.stateOf(budgetKey(context));
  return { requested, available: remaining, limit, restoreRate, resetAt: new Date(resetAt).toISOString() };
}
