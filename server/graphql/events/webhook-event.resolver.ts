import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { routingOf } from '../../commands/explain-routing.ts';
import type { EventType } from '../../storage/entities/event-type.ts';
import type { EventFacts, StatusCount } from '../../storage/repositories/events.ts';
import { READ_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { readDeliveries } from '../deliveries/read-deliveries.ts';
import { environmentValue } from '../environments/environment.resolver.ts';
import { badInput } from '../errors.ts';
import { typeOfEvent } from '../event-types/event-type-groups.ts';
import { PageArgs } from '../page.type.ts';
import { readEvents } from './read-events.ts';
import { WebhookEventsArgs } from './webhook-event.input.ts';
import { RoutingExplanation, WebhookEvent, WebhookEventConnection } from './webhook-event.type.ts';

@Resolver(() => WebhookEvent)
export class WebhookEventResolver {
  @Query(() => WebhookEventConnection, { description: 'Events.' })
  @Access(READ_WEBHOOKS)
  webhookEvents(@Ctx() context: GraphqlContext, @Args(() => WebhookEventsArgs) args: WebhookEventsArgs) {
    return readEvents(context, args);
  }

  @Query(() => WebhookEvent, { nullable: true, description: 'One event.' })
  @Access(READ_WEBHOOKS)
  webhookEvent(@Ctx() { loaders }: GraphqlContext, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<EventFacts | null> {
    return loaders.event.load(id);
  }

  @FieldResolver()
  type(@Root() event: EventFacts, @Ctx() { deps }: GraphqlContext): EventType {
    return typeOfEvent(deps.catalogue, event);
  }

  @FieldResolver()
  environment(@Root() { accountId, environment }: EventFacts) {
    return environmentValue(accountId, environment);
  }

  @FieldResolver()
  async payload(@Root() event: EventFacts, @Ctx() context: GraphqlContext): Promise<unknown> {
    const body = await context.loaders.eventBody.load(event.id);
    return body === null ? null : (JSON.parse(body) as { payload: unknown }).payload;
  }

  @FieldResolver()
  async payloadUnavailableReason(@Root() event: EventFacts, @Ctx() context: GraphqlContext): Promise<'EXPIRED' | null> {
    return (await context.loaders.eventBody.load(event.id)) === null ? 'EXPIRED' : null;
  }

  @FieldResolver()
  source(@Root() { publishedBy }: EventFacts, @Ctx() { loaders }: GraphqlContext) {
    return publishedBy === null ? null : loaders.actor.load(publishedBy);
  }

  @FieldResolver(() => RoutingExplanation, {
    description: 'Why a webhook got this event or did not: each rule with its verdict, as of the time of publishing where that is known.',
  })
  @Access(READ_WEBHOOKS)
  async routing(
    @Root() event: EventFacts, @Ctx() context: GraphqlContext, @Arg('webhookId', () => ID, { description: 'Webhook, deleted or not.' }) webhookId: string,
  ) {
    const routing = await routingOf(context.deps, viewerOf(context), event, webhookId);
    if (!routing) throw badInput('There is no such webhook.');
    return routing;
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  async deliverySummary(@Root() { id }: EventFacts, @Ctx() { loaders }: GraphqlContext) {
    return summarise(await loaders.deliveryCounts.load(id));
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  deliveries(@Root() { id }: EventFacts, @Ctx() context: GraphqlContext, @Args(() => PageArgs) page: PageArgs) {
    return readDeliveries(context, page, { eventId: id });
  }
}

function summarise(counts: readonly StatusCount[]) {
  const of = (...statuses: StatusCount['status'][]) =>
    counts.filter(({ status }) => statuses.includes(status)).reduce((sum, { count }) => sum + count, 0);
  const succeeded = of('SUCCEEDED');
  const pending = of('PENDING', 'IN_PROGRESS', 'RETRYING');
  const failed = of('FAILED');
  const cancelled = of('CANCELLED', 'SKIPPED');
  return { total: succeeded + pending + failed + cancelled, succeeded, pending, failed, cancelled };
}
