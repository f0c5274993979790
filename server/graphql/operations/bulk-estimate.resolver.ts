import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { estimateBulk, type BulkEstimate as Estimate } from '../../commands/bulk-estimate.ts';
import { RefusedError } from '../../domain/errors.ts';
import { READ_WEBHOOKS, WRITE_DELIVERIES } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { badInput } from '../errors.ts';
import { BulkEstimateArgs } from './bulk-operation.input.ts';
import { BulkEstimate } from './bulk-operation.type.ts';
import { checkScope } from './check-scope.ts';

@Resolver(() => BulkEstimate)
export class BulkEstimateResolver {
  /** A query has no user errors: what is wrong with its scope is an error of the request. */
  @Query(() => BulkEstimate, { description: 'What a bulk replay or cancel would touch.' })
  @Access(WRITE_DELIVERIES)
  async bulkEstimate(@Ctx() context: GraphqlContext, @Args(() => BulkEstimateArgs) { kind, scope }: BulkEstimateArgs): Promise<Estimate> {
    try {
      return await estimateBulk(context.deps, viewerOf(context), { kind, scope: checkScope(scope) });
    } catch (error) {
      throw error instanceof RefusedError ? badInput(error.problems[0]!.message) : error;
    }
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  async webhooks(@Root() { webhookIds }: Estimate, @Ctx() { loaders }: GraphqlContext) {
    const webhooks = await Promise.all(webhookIds.map((id) => loaders.webhook.load(id)));
    return webhooks.filter((webhook) => webhook !== null);
  }

  @FieldResolver()
  estimatedDuration(@Root() { estimatedDurationMs }: Estimate): number {
    return estimatedDurationMs;
  }
}
