import { Field, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { DeliveryAttempt } from './delivery-attempt.type.ts';
import { Delivery } from './delivery.type.ts';

@ObjectType({ description: 'Result of deliveryRetry.', simpleResolvers: true })
export class DeliveryRetryPayload {
  @Field(() => Delivery, { nullable: true, description: 'Delivery; follow it with `Subscription.delivery`.' }) delivery!: Delivery | null;
  @Field(() => DeliveryAttempt, {
    nullable: true, description: 'The attempt that was asked for; null until its result is known. It starts at once: repeat the request with its key, or follow the delivery.',
  })
  attempt!: DeliveryAttempt | null;
  @Field(() => Boolean, { description: 'The result of an earlier request with the same key.' }) isIdempotentReplay!: boolean;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
