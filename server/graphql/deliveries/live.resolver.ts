import { Args, Ctx, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { AttemptBatch, FollowOptions } from '../../live/attempt-log.ts';
import type { DeliveryNews } from '../../live/delivery-watch.ts';
import { readLogCursor, type LogPosition } from '../../live/log-cursor.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access, requireAccess } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { badInput } from '../errors.ts';
import { renewLoaders } from '../loaders.ts';
import { checkFilter } from '../page.type.ts';
import { DeliveryAttemptsStreamArgs, DeliveryStreamArgs } from './live.input.ts';
import { DeliveryAttemptBatch, DeliveryUpdate } from './live.type.ts';

@Resolver()
export class LiveResolver {
  @Subscription(() => DeliveryAttemptBatch, { description: 'Attempts as they are recorded: the wall.', subscribe: followAttempts })
  @Access(READ_WEBHOOKS)
  deliveryAttempts(
    @Root() batch: AttemptBatch, @Ctx() context: GraphqlContext, @Args(() => DeliveryAttemptsStreamArgs) _args: DeliveryAttemptsStreamArgs,
  ): DeliveryAttemptBatch {
    renewLoaders(context);
    return batch as unknown as DeliveryAttemptBatch;
  }

  @Subscription(() => DeliveryUpdate, { description: 'One delivery: status, attempts and plan, until it is finished.', subscribe: followDelivery })
  @Access(READ_WEBHOOKS)
  delivery(
    @Root() news: DeliveryNews, @Ctx() context: GraphqlContext, @Args(() => DeliveryStreamArgs) _args: DeliveryStreamArgs,
  ): DeliveryUpdate {
    renewLoaders(context);
    return news as unknown as DeliveryUpdate;
  }
}

type Subscribing<T> = SubscribeResolverData<unknown, T, GraphqlContext>;

function followAttempts({ args, context }: Subscribing<DeliveryAttemptsStreamArgs>): AsyncIterable<AttemptBatch> {
  const scope = requireAccess(context, READ_WEBHOOKS);
  return context.live.follow({ scope, ...followOptions(args) });
}

function followOptions(args: DeliveryAttemptsStreamArgs): Omit<FollowOptions, 'scope'> {
  return {
    filter: checkFilter(args.filter),
    after: args.after ? positionOf(args.after) : null,
    snapshot: limited('snapshot', args.snapshot, 0, 200),
    batchSize: limited('batchSize', args.batchSize, 1, 200),
    minIntervalMs: limited('minIntervalMs', args.minIntervalMs, 50, 5_000),
    onLag: args.onLag,
  };
}

function followDelivery({ args, context }: Subscribing<DeliveryStreamArgs>): AsyncIterable<DeliveryNews> {
  const scope = requireAccess(context, READ_WEBHOOKS);
  const afterRevision = args.after ? Number(args.after) : 0;
  if (!Number.isSafeInteger(afterRevision) || afterRevision < 0) throw badInput('The cursor does not belong to this stream.');
  return context.live.followDelivery({ scope, id: args.id, afterRevision });
}

function positionOf(cursor: string): LogPosition {
  const position = readLogCursor(cursor);
  if (!position) throw badInput('The cursor does not belong to this stream.');
  return position;
}

function limited(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most) throw badInput(`${name} must be between ${least} and ${most}; it is ${value}.`);
  return value;
}
