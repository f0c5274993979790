import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Actor } from '../actor.type.ts';
import { ContentUnavailableReason } from '../deliveries/http-record.type.ts';
import { DeliveryConnection } from '../deliveries/delivery.type.ts';
import { Environment } from '../environments/environment.type.ts';
import { EventType } from '../event-types/event-type.type.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf, ResultCount } from '../page.type.ts';
import { DateTime, JSONValue } from '../scalars.ts';

@ObjectType({ description: 'Deliveries by status.', simpleResolvers: true })
export class DeliverySummary {
  @Field(() => Int, { description: 'All.' }) total!: number;
  @Field(() => Int, { description: 'Succeeded.' }) succeeded!: number;
  @Field(() => Int, { description: 'Waiting, running or retrying.' }) pending!: number;
  @Field(() => Int, { description: 'Failed for good.' }) failed!: number;
  @Field(() => Int, { description: 'Cancelled or skipped.' }) cancelled!: number;
}

@ObjectType({ description: 'A rule of routing.', simpleResolvers: true })
export class RoutingRule {
  @Field(() => String, { description: 'Name, e.g. `environment`.' }) name!: string;
  @Field(() => Boolean, { nullable: true, description: 'Passed; null when it was not asked or made no difference.' }) passed!: boolean | null;
  @Field(() => String, { description: 'What was compared, e.g. `Event: production, webhook: staging.`' }) detail!: string;
}

@ObjectType({ description: 'Why a webhook got an event, or did not.', simpleResolvers: true })
export class RoutingExplanation {
  @Field(() => Boolean, { description: 'It went there.' }) isMatch!: boolean;
  @Field(() => String, { description: 'For people: the reason, and what to do.' }) summary!: string;
  @Field(() => [RoutingRule], { description: 'Rules in the order: status, environment, event type, content filter, created before the event.' })
  rules!: RoutingRule[];
}

@ObjectType({ implements: Node, description: 'Something that happened on the platform.', simpleResolvers: true })
export class WebhookEvent implements Node {
  @Field(() => ID, { description: 'Global id; `eventId` in the body, the same for every webhook and attempt.' }) id!: string;
  @Field(() => EventType, { description: 'Type.' }) type!: EventType;
  @Field(() => Environment, { description: 'Environment.' }) environment!: Environment;
  @Field(() => String, { description: 'Version of the payload schema that it was published under.' }) schemaVersion!: string;
  @Field(() => String, { description: 'Id of the licence, activation, product, contract or record.' }) resourceId!: string;
  @Field(() => DateTime, { description: 'When it happened.' }) occurredAt!: number;
  @Field(() => DateTime, { description: 'When it was accepted.' }) publishedAt!: number;
  @Field(() => JSONValue, { nullable: true, description: 'Payload as stored; null when past retention or hidden from the caller.' }) payload!: unknown;
  @Field(() => ContentUnavailableReason, { nullable: true, description: 'Why `payload` is null.' })
  payloadUnavailableReason!: ContentUnavailableReason | null;
  @Field(() => Boolean, { description: 'Made by Test or a sample.' }) isTest!: boolean;
  @Field(() => String, { nullable: true, description: 'Key given by the publisher.' }) idempotencyKey!: string | null;
  @Field(() => String, { nullable: true, description: 'W3C trace context of the publisher.' }) traceparent!: string | null;
  @Field(() => Actor, { nullable: true, description: 'Who published it.' }) source!: typeof Actor | null;
  @Field(() => DeliverySummary, { description: 'Deliveries by status.' }) deliverySummary!: DeliverySummary;
  @Field(() => DeliveryConnection, { description: 'Deliveries, one per webhook and replay.' }) deliveries!: DeliveryConnection;
}

@ObjectType({ description: 'An event in a page.', simpleResolvers: true })
export class WebhookEventEdge extends EdgeOf(() => WebhookEvent) {}

@ObjectType({ description: 'A page of events.', simpleResolvers: true })
export class WebhookEventConnection extends ConnectionOf(() => WebhookEvent, () => WebhookEventEdge) {
  @Field(() => ResultCount, { description: 'All matching events.' }) count!: ResultCount;
}
