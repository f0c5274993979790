import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { Delivery } from '../deliveries/delivery.type.ts';
import { HttpRequestRecord } from '../deliveries/http-record.type.ts';
import { UserError } from '../errors.ts';
import { EventTypeCode, JSONValue } from '../scalars.ts';

@InputType({ description: 'What to preview: a stored event, or a sample of a type.' })
export class DeliveryPreviewInput {
  @Field(() => ID, { description: 'Webhook whose format, headers and signatures are used.' }) webhookId!: string;
  @Field(() => EventTypeCode, { nullable: true, description: 'Event type of a sample.' }) eventType?: string | null;
  @Field(() => ID, { nullable: true, description: 'Stored event instead of a sample.' }) eventId?: string | null;
  @Field(() => JSONValue, { nullable: true, description: 'Payload instead of the default example.' }) payload?: unknown;
}

@ObjectType({ description: 'A request that was not sent.', simpleResolvers: true })
export class DeliveryPreview {
  @Field(() => HttpRequestRecord, {
    nullable: true, description: 'Request, signed as of now; null when there are errors. Signatures are masked for who may not change webhooks.',
  })
  request!: HttpRequestRecord | null;

  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@InputType({ description: 'Input of webhookSampleSend.' })
export class WebhookSampleSendInput {
  @Field(() => ID, { description: 'Webhook, active or not, subscribed or not.' }) id!: string;
  @Field(() => EventTypeCode, { description: 'Event type.' }) eventType!: string;
  @Field(() => JSONValue, { nullable: true, description: 'Payload; the default example when omitted.' }) payload?: unknown;
  @Field(() => Boolean, { defaultValue: false, description: 'Send even if the payload breaks the schema.' }) skipSchemaCheck!: boolean;
  @Field(() => Boolean, { defaultValue: false, description: 'Retry like a real event; the webhook must be active.' }) withRetries!: boolean;
}

@ObjectType({ description: 'Result of webhookSampleSend.', simpleResolvers: true })
export class WebhookSampleSendPayload {
  @Field(() => Delivery, { nullable: true, description: 'Delivery; follow it with `Subscription.delivery`.' }) delivery!: Delivery | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
