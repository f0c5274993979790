import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { Delivery } from '../deliveries/delivery.type.ts';
import { UserError } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Webhook } from './webhook.type.ts';

/** Base of every mutation's result. */
@ObjectType({ simpleResolvers: true })
abstract class Payload {
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ implements: UserError, description: 'Someone else changed the webhook since it was read.', simpleResolvers: true })
export class StaleWebhookError extends UserError {
  @Field(() => Webhook, { description: 'Current state, to show a three-way comparison.' }) current!: Webhook;
}

@ObjectType({ description: 'Result of webhookCreate.', simpleResolvers: true })
export class WebhookCreatePayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'New webhook; null on error.' }) webhook!: Webhook | null;
  @Field(() => String, {
    nullable: true, description: 'Signing secret in clear: shown only now, and to the same caller repeating the request; null in a repetition when it was replaced since.',
  })
  signingSecret!: string | null;
  @Field(() => Boolean, { description: 'The result of an earlier request with the same key.' }) isIdempotentReplay!: boolean;
}

@ObjectType({ description: 'Result of webhookUpdate.', simpleResolvers: true })
export class WebhookUpdatePayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'Webhook; null on error.' }) webhook!: Webhook | null;
}

@ObjectType({ description: 'Result of webhookDelete.', simpleResolvers: true })
export class WebhookDeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted webhook; null on error.' }) deletedWebhookId!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Restorable until.' }) restorableUntil!: number | null;
  @Field(() => Int, { description: 'Deliveries cancelled.' }) cancelledDeliveries!: number;
}

@ObjectType({ description: 'Result of webhookRestore.', simpleResolvers: true })
export class WebhookRestorePayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'Webhook, inactive; null on error.' }) webhook!: Webhook | null;
}

@ObjectType({ description: 'Result of webhooksActivate.', simpleResolvers: true })
export class WebhooksActivatePayload extends Payload {
  @Field(() => [Webhook], { description: 'Webhooks.' }) webhooks!: Webhook[];
}

@ObjectType({ description: 'Result of webhooksDeactivate.', simpleResolvers: true })
export class WebhooksDeactivatePayload extends Payload {
  @Field(() => [Webhook], { description: 'Webhooks.' }) webhooks!: Webhook[];
}

@ObjectType({ description: 'Result of webhookSecretRotate.', simpleResolvers: true })
export class WebhookSecretRotatePayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'Webhook.' }) webhook!: Webhook | null;
  @Field(() => String, { nullable: true, description: 'New secret in clear: shown only now.' }) signingSecret!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'End of the overlap.' }) previousSecretExpiresAt!: number | null;
}

@ObjectType({ description: 'Result of webhookSecretReveal.', simpleResolvers: true })
export class WebhookSecretRevealPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'Secret in clear.' }) signingSecret!: string | null;
}

@ObjectType({ description: 'Result of webhookSecretExpire.', simpleResolvers: true })
export class WebhookSecretExpirePayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: 'Webhook.' }) webhook!: Webhook | null;
}

@ObjectType({ description: 'Result of webhookTest.', simpleResolvers: true })
export class WebhookTestPayload extends Payload {
  @Field(() => Delivery, { nullable: true, description: 'Delivery; follow it with `Subscription.delivery`.' }) delivery!: Delivery | null;
}
