import { Field, Int, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { WebhookEvent } from './webhook-event.type.ts';

@ObjectType({ description: 'Result of eventPublish.', simpleResolvers: true })
export class EventPublishPayload {
  @Field(() => WebhookEvent, { nullable: true, description: 'Event; null on error.' }) event!: WebhookEvent | null;
  @Field(() => Int, { description: 'Webhooks it goes to.' }) matchedWebhookCount!: number;
  @Field(() => Boolean, { description: 'The event existed already.' }) isIdempotentReplay!: boolean;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result for one event of a batch.', simpleResolvers: true })
export class EventPublishResult {
  @Field(() => Int, { description: 'Position in the input.' }) index!: number;
  @Field(() => WebhookEvent, { nullable: true, description: 'Event; null on error.' }) event!: WebhookEvent | null;
  @Field(() => Boolean, { description: 'The event existed already.' }) isIdempotentReplay!: boolean;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of eventsPublish; results have the order of the input.', simpleResolvers: true })
export class EventsPublishPayload {
  @Field(() => [EventPublishResult], { description: 'One per event.' }) results!: EventPublishResult[];
  @Field(() => [UserError], { description: 'Problems of the batch as a whole.' }) userErrors!: UserProblem[];
}
