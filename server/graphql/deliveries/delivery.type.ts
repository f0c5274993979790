import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DELIVERY_STATUSES, DELIVERY_TRIGGERS, SKIP_REASONS, type SkipReason, type DeliveryStatus as Status, type DeliveryTrigger as Trigger } from '../../domain/delivery.ts';
import { Actor } from '../actor.type.ts';
import { enumOf } from '../enums.ts';
import { Environment } from '../environments/environment.type.ts';
import { WebhookEvent } from '../events/webhook-event.type.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf, ResultCount } from '../page.type.ts';
import { DateTime, URI } from '../scalars.ts';
import { RetryStep } from '../webhooks/retry-policy.type.ts';
import { Webhook } from '../webhooks/webhook.type.ts';
import { DeliveryAttempt, DeliveryAttemptConnection } from './delivery-attempt.type.ts';

export const DeliveryStatus = enumOf(DELIVERY_STATUSES);
export const DeliveryTrigger = enumOf(DELIVERY_TRIGGERS);
export const DeliverySkipReason = enumOf(SKIP_REASONS);

registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'Where a delivery stands.',
  valuesConfig: {
    PENDING: { description: 'Waiting for its first attempt.' },
    IN_PROGRESS: { description: 'An attempt is running.' },
    RETRYING: { description: 'An attempt failed and another is planned.' },
    SUCCEEDED: { description: 'A 2xx response was received.' },
    FAILED: { description: 'All attempts failed: permanently failed.' },
    CANCELLED: { description: 'Stopped by a member, API key or receiver.' },
    SKIPPED: { description: 'Not attempted because the webhook was inactive, deleted or its filter refused the event.' },
  },
});
registerEnumType(DeliveryTrigger, {
  name: 'DeliveryTrigger',
  description: 'What caused a delivery.',
  valuesConfig: {
    EVENT: { description: 'The event was published.' },
    TEST: { description: 'A test or sample was sent.' },
    REPLAY: { description: 'Someone replayed it.' },
  },
});
registerEnumType(DeliverySkipReason, {
  name: 'DeliverySkipReason',
  description: 'Why an event was not sent to a webhook that asked for its type.',
  valuesConfig: {
    INACTIVE: { description: 'The webhook was inactive.' },
    FILTER_REFUSED: { description: 'Its content filter refused the event.' },
    FILTER_FAILED: { description: 'Its content filter had no answer for the event; `contentFilterPreview` tells why.' },
  },
});

@ObjectType({ implements: Node, description: 'One event on its way to one webhook.', simpleResolvers: true })
export class Delivery implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => WebhookEvent, { description: 'Event.' }) event!: WebhookEvent;
  @Field(() => Webhook, { nullable: true, description: 'Webhook; null when deleted.' }) webhook!: Webhook | null;
  @Field(() => String, { description: 'Name of the webhook at the time.' }) webhookName!: string;
  @Field(() => URI, { description: 'Target URL of the newest attempt.' }) url!: string;
  @Field(() => Environment, { description: 'Environment.' }) environment!: Environment;
  @Field(() => DeliveryStatus, { description: 'Status.' }) status!: Status;
  @Field(() => DeliverySkipReason, { nullable: true, description: 'Why it was skipped when its event was published; stays when it is sent by hand later.' })
  skipReason!: SkipReason | null;
  @Field(() => DeliveryTrigger, { description: 'Cause.' }) trigger!: Trigger;
  @Field(() => Delivery, { nullable: true, description: 'Delivery this one repeats.' }) replayOf!: Delivery | null;
  @Field(() => Actor, { nullable: true, description: 'Who replayed or tested.' }) triggeredBy!: typeof Actor | null;
  @Field(() => Int, { description: 'Attempts made.' }) attemptCount!: number;
  @Field(() => Int, { description: 'Attempts allowed.' }) maxAttempts!: number;
  @Field(() => DeliveryAttempt, { nullable: true, description: 'Newest attempt.' }) lastAttempt!: DeliveryAttempt | null;
  @Field(() => DateTime, { nullable: true, description: 'When the next attempt is due.' }) nextAttemptAt!: number | null;
  @Field(() => [RetryStep], { description: 'Attempts still planned, for the timeline.' }) plannedAttempts!: RetryStep[];
  @Field(() => DeliveryAttemptConnection, { description: 'Attempts, oldest first.' }) attempts!: DeliveryAttemptConnection;
  @Field(() => DateTime, { description: 'Created.' }) createdAt!: number;
  @Field(() => DateTime, { nullable: true, description: 'Finished.' }) completedAt!: number | null;
  @Field(() => Int, { description: 'Grows with every change; drop stream items that are not newer.' }) revision!: number;
  @Field(() => Boolean, { description: 'The caller may replay it now.' }) viewerCanReplay!: boolean;
  @Field(() => Boolean, { description: 'The caller may cancel it now.' }) viewerCanCancel!: boolean;
}

@ObjectType({ description: 'A delivery in a page.', simpleResolvers: true })
export class DeliveryEdge extends EdgeOf(() => Delivery) {}

@ObjectType({ description: 'A page of deliveries.', simpleResolvers: true })
export class DeliveryConnection extends ConnectionOf(() => Delivery, () => DeliveryEdge) {
  @Field(() => ResultCount, { description: 'All matching deliveries.' }) count!: ResultCount;
}
