import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { EnvironmentKey as Environment } from '../../domain/environments.ts';
import type { EventType as EventTypeRow } from '../../storage/entities/event-type.ts';
import type { Webhook as WebhookRow } from '../../storage/entities/webhook.ts';
import { findWebhooksEver } from '../../storage/repositories/webhooks.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { EnvironmentKey } from '../environments/environment.type.ts';
import { EventType } from '../event-types/event-type.type.ts';
import { checkFilter, TimeRangeInput } from '../page.type.ts';
import { Duration } from '../scalars.ts';
import { Webhook } from '../webhooks/webhook.type.ts';
import { planOrRefuse, readJointStats, type StatsValue } from './read-stats.ts';
import { DeliveryStats, TimeBucketCount, type EventTypeCount } from './stats.type.ts';

@ArgsType()
class StatsArgs {
  @Field(() => TimeRangeInput, { description: 'Time range.' }) range!: TimeRangeInput;
  @Field(() => Duration, { nullable: true, description: 'Bucket width, a multiple of PT5M; chosen by the server when omitted. At most 500 buckets.' })
  granularity?: number | null;
}

@ArgsType()
class DeliveryStatsArgs extends StatsArgs {
  @Field(() => [EnvironmentKey], { nullable: true, description: 'Environments; all when omitted.' }) environments?: Environment[] | null;
  @Field(() => [ID], { nullable: true, description: 'Webhooks; all when omitted.' }) webhookIds?: string[] | null;
}

@Resolver(() => DeliveryStats)
export class DeliveryStatsResolver {
  @Query(() => DeliveryStats, { description: 'Statistics over all webhooks.' })
  @Access(READ_WEBHOOKS)
  async deliveryStats(@Ctx() context: GraphqlContext, @Args(() => DeliveryStatsArgs) args: DeliveryStatsArgs): Promise<StatsValue> {
    const { environments, webhookIds } = checkFilter({ environments: args.environments, webhookIds: args.webhookIds });
    const viewer = viewerOf(context);
    const { store, clock } = context.deps;
    const now = clock();
    const plan = planOrRefuse(questionOf(args), now);
    const isAccount = !webhookIds?.length;
    const ids = isAccount ? [viewer.accountId] : (await findWebhooksEver(store, viewer, webhookIds)).map(({ id }) => id);
    const allowed = viewer.environments.filter((each) => !environments?.length || environments.includes(each));
    return readJointStats(store, { ids, environments: allowed }, { plan, now, isAccount });
  }

  @FieldResolver()
  async byEventType(@Root() { types }: StatsValue, @Ctx() context: GraphqlContext): Promise<EventTypeCount[]> {
    const { accountId } = viewerOf(context);
    const attempted = (await types()).filter(({ attempts }) => attempts > 0).sort((a, b) => b.attempts - a.attempts);
    return attempted.flatMap(({ eventCode, attempts, failures }) => {
      const eventType = context.deps.catalogue.byCode(accountId, eventCode);
      return eventType ? [{ eventType: eventType as unknown as EventType, count: attempts, failed: failures }] : [];
    });
  }
}

@Resolver(() => Webhook)
export class WebhookStatsResolver {
  @FieldResolver(() => DeliveryStats, { description: 'Statistics for charts.' })
  @Access(READ_WEBHOOKS)
  stats(@Root() { id }: WebhookRow, @Ctx() { loaders }: GraphqlContext, @Args(() => StatsArgs) args: StatsArgs): Promise<StatsValue> {
    return loaders.stats.load({ webhookId: id, question: questionOf(args) });
  }
}

@Resolver(() => EventType)
export class EventVolumeResolver {
  @FieldResolver(() => [TimeBucketCount], { description: 'Events per bucket, for the sparkline in the catalogue.' })
  @Access(READ_WEBHOOKS)
  async volume(
    @Root() { code }: EventTypeRow,
    @Ctx() context: GraphqlContext,
    @Arg('range', () => TimeRangeInput, { description: 'Time range.' }) range: TimeRangeInput,
    @Arg('environment', () => EnvironmentKey, { nullable: true, description: 'Environment; all when omitted.' }) environment: Environment | null,
  ): Promise<TimeBucketCount[]> {
    const environments = viewerOf(context).environments.filter((each) => !environment || each === environment);
    const plan = planOrRefuse(questionOf({ range }), context.deps.clock());
    const sums = await context.loaders.volume.load({ code, plan, environments });
    const counts = new Map(sums.map(({ bucket, events }) => [bucket, events]));
    return Array.from({ length: plan.bucketCount }, (_, bucket) => ({ start: plan.span.from + bucket * plan.granularityMs, count: counts.get(bucket) ?? 0 }));
  }
}

const questionOf = ({ range, granularity }: StatsArgs) => ({ from: range.from, to: range.to ?? null, granularityMs: granularity ?? null });
