import { Args, ArgsType, Field, Float, ID, Int, ObjectType, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { EnvironmentKey as Environment } from '../../domain/environments.ts';
import { LIVE_HISTORY, type LiveStatsSample as Sample } from '../../live/live-stats.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access, requireAccess } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { EnvironmentKey } from '../environments/environment.type.ts';
import { badInput } from '../errors.ts';
import { checkFilter } from '../page.type.ts';
import { DateTime } from '../scalars.ts';

const LONGEST_INTERVAL_SECONDS = 60;

@ObjectType({ description: 'Statistics at a moment.', simpleResolvers: true })
export class LiveStatsSample {
  @Field(() => DateTime, { description: 'Moment.' }) at!: number;
  @Field(() => Float, { description: 'Finished attempts per second, over the time between messages.' }) attemptsPerSecond!: number;
  @Field(() => Float, { description: 'Failed attempts per second.' }) failuresPerSecond!: number;
  @Field(() => Int, { nullable: true, description: 'Median duration of the last 10 s, an estimate.' }) p50Ms!: number | null;
  @Field(() => Int, { nullable: true, description: '95th percentile of the last 10 s, an estimate.' }) p95Ms!: number | null;
  @Field(() => Int, { description: 'Running attempts, with those about to start.' }) inFlight!: number;
  @Field(() => Int, { description: 'Attempts due and not started; of each webhook counted up to 10,000.' }) dueBacklog!: number;
  @Field(() => Int, { description: 'Attempts planned for later; of each webhook counted up to 10,000.' }) scheduledBacklog!: number;
  @Field(() => Int, { nullable: true, description: 'Age of the oldest due attempt in ms.' }) oldestDueMs!: number | null;
}

@ObjectType({ description: 'A message of the statistics stream.', simpleResolvers: true })
export class LiveStatsMessage {
  @Field(() => [LiveStatsSample], { description: 'Past values when asked for, else one.' }) samples!: LiveStatsSample[];
}

@ArgsType()
class LiveStatsArgs {
  @Field(() => [EnvironmentKey], { nullable: true, description: 'Environments; all when omitted.' }) environments?: Environment[] | null;
  @Field(() => [ID], { nullable: true, description: 'Webhooks; all when omitted.' }) webhookIds?: string[] | null;
  @Field(() => Int, { defaultValue: 1, description: 'Seconds between messages, 1–60.' }) intervalSeconds!: number;
  @Field(() => Int, {
    defaultValue: 0, description: 'First send this many past values, so that sparklines are full at once, 0–300; as many as there are of the last 300 s.',
  })
  history!: number;
}

@Resolver()
export class LiveStatsResolver {
  @Subscription(() => LiveStatsMessage, { description: 'Throughput, latency and backlog, newest value only.', subscribe: followStats })
  @Access(READ_WEBHOOKS)
  deliveryLiveStats(@Root() samples: Sample[], @Args(() => LiveStatsArgs) _args: LiveStatsArgs): LiveStatsMessage {
    return { samples };
  }
}

function followStats({ args, context }: SubscribeResolverData<unknown, LiveStatsArgs, GraphqlContext>): AsyncIterable<Sample[]> {
  const scope = requireAccess(context, READ_WEBHOOKS);
  const { environments = null, webhookIds = null } = checkFilter({ environments: args.environments, webhookIds: args.webhookIds });
  const { intervalSeconds, history } = args;
  if (intervalSeconds < 1 || intervalSeconds > LONGEST_INTERVAL_SECONDS) throw badInput(`intervalSeconds must be between 1 and ${LONGEST_INTERVAL_SECONDS}; it is ${intervalSeconds}.`);
  if (history < 0 || history > LIVE_HISTORY) throw badInput(`history must be between 0 and ${LIVE_HISTORY}; it is ${history}.`);
  return context.live.followStats({ scope, environments, webhookIds, intervalSeconds, history });
}
