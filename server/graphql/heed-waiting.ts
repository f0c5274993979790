import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { GraphqlContext } from './context.ts';

type Resolver = GraphQLFieldResolver<unknown, GraphqlContext>;

/**
 * Lets every field ask, before it is resolved, whether somebody still waits for the answer; if not, it fails with the reason. What runs
 * already is left to end, so a mutation does all of its work or has not begun it. Subscriptions are not held up: nobody there waits for one answer.
 */
export function heedWaiting(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) if (field.resolve) field.resolve = heeding(field.resolve);
  }
  return schema;
}

const heeding = (resolve: Resolver): Resolver => (source, args, context, info) => {
  context.waiting?.throwIfAborted();
  return resolve(source, args, context, info);
};
