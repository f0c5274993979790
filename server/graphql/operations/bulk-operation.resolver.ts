import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import { skipCount, skipReport } from '../../domain/bulk-operation.ts';
import type { BulkOperation as OperationRow } from '../../storage/entities/bulk-operation.ts';
import { NEWEST_OPERATION_FIRST, operationsOf, REPLAYS_IN_ORDER, replaysOf } from '../../storage/repositories/bulk-operations.ts';
import { READ_WEBHOOKS, WRITE_DELIVERIES } from '../access-rules.ts';
import { Access, requireAccess, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { createLoaders } from '../loaders.ts';
import { PageArgs, readConnection, readNestedConnection } from '../page.type.ts';
import { BulkOperation, BulkOperationConnection } from './bulk-operation.type.ts';

@Resolver(() => BulkOperation)
export class BulkOperationResolver {
  @Query(() => BulkOperationConnection, {
    description: 'Bulk operations, newest first. An API key that is held to some environments sees those that it started.',
  })
  @Access(WRITE_DELIVERIES)
  async bulkOperations(@Ctx() context: GraphqlContext, @Args(() => PageArgs) page: PageArgs) {
    const operations = await readConnection(operationsOf(context.deps.store, viewerOf(context)), NEWEST_OPERATION_FIRST, page);
    return { ...operations, totalCount: async () => (await operations.count()).value };
  }

  @Subscription(() => BulkOperation, { description: 'Progress of a bulk operation, until it is finished.', subscribe: followOperation })
  @Access(WRITE_DELIVERIES)
  bulkOperation(@Root() operation: OperationRow, @Ctx() context: GraphqlContext, @Arg('id', () => ID, { description: 'Operation.' }) _id: string): BulkOperation {
    // What loaders have read is remembered for one message only.
    context.loaders = createLoaders(context.deps, context.viewer);
    return operation as unknown as BulkOperation;
  }

  @FieldResolver()
  processedCount(@Root() { succeededCount, skips }: OperationRow): number {
    return succeededCount + skipCount(skips);
  }

  @FieldResolver()
  failedCount(@Root() { skips }: OperationRow): number {
    return skipCount(skips);
  }

  @FieldResolver()
  failureMessage(@Root() { fault, kind, skips }: OperationRow): string | null {
    return [fault, skipReport(kind, skips)].filter(Boolean).join(' ') || null;
  }

  @FieldResolver()
  createdBy(@Root() { createdBy }: OperationRow, @Ctx() { loaders }: GraphqlContext) {
    return loaders.actor.load(createdBy);
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  deliveries(@Root() { id }: OperationRow, @Ctx() context: GraphqlContext, @Args(() => PageArgs) page: PageArgs) {
    return readNestedConnection(replaysOf(context.deps.store, viewerOf(context), id), REPLAYS_IN_ORDER, page, context.loaders.lists);
  }
}

function followOperation({ args, context }: SubscribeResolverData<unknown, { id: string }, GraphqlContext>): AsyncIterable<OperationRow> {
  const scope = requireAccess(context, WRITE_DELIVERIES);
  return context.live.followOperation({ scope, id: args.id });
}
