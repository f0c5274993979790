import { Field, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { Delivery } from '../deliveries/delivery.type.ts';
import { UserError } from '../errors.ts';
import { BulkOperation } from './bulk-operation.type.ts';

@ObjectType({ description: 'Result of deliveriesReplay.', simpleResolvers: true })
export class DeliveriesReplayPayload {
  @Field(() => BulkOperation, { nullable: true, description: 'Operation; follow it with `Subscription.bulkOperation`.' }) bulkOperation!: BulkOperation | null;
  @Field(() => Boolean, { description: 'The result of an earlier request with the same key.' }) isIdempotentReplay!: boolean;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of deliveryCancel.', simpleResolvers: true })
export class DeliveryCancelPayload {
  @Field(() => Delivery, { nullable: true, description: 'Delivery.' }) delivery!: Delivery | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of deliveriesCancel.', simpleResolvers: true })
export class DeliveriesCancelPayload {
  @Field(() => BulkOperation, { nullable: true, description: 'Operation.' }) bulkOperation!: BulkOperation | null;
  @Field(() => Boolean, { description: 'The result of an earlier request with the same key.' }) isIdempotentReplay!: boolean;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of bulkOperationCancel.', simpleResolvers: true })
export class BulkOperationCancelPayload {
  @Field(() => BulkOperation, { nullable: true, description: 'Operation.' }) bulkOperation!: BulkOperation | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
