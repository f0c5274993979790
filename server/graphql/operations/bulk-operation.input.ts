import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import type { BulkKind } from '../../domain/bulk-operation.ts';
import { DeliveryFilter } from '../deliveries/delivery.input.ts';
import { DateTime } from '../scalars.ts';
import { BulkOperationKind } from './bulk-operation.type.ts';

@InputType({ description: 'A webhook and a start.' })
export class FailedSinceInput {
  @Field(() => ID, { description: 'Webhook.' }) webhookId!: string;
  @Field(() => DateTime, { description: 'Start.' }) since!: number;
  @Field(() => DateTime, { nullable: true, description: 'End; now when omitted.' }) until?: number | null;
}

@InputType({ description: 'Deliveries to work on. Exactly one.' })
export class DeliveryScopeInput {
  @Field(() => [ID], { nullable: true, description: 'These deliveries, at most 1,000.' }) ids?: string[] | null;
  @Field(() => DeliveryFilter, { nullable: true, description: 'All deliveries that match.' }) filter?: DeliveryFilter | null;
  @Field(() => FailedSinceInput, { nullable: true, description: 'All of one webhook that failed since a time: recovery after an outage. For replays only.' })
  failedSince?: FailedSinceInput | null;
  @Field(() => FailedSinceInput, {
    nullable: true,
    description: 'Events published since a time that one webhook selects now and was never sent, e.g. while it was inactive. For replays only.',
  })
  missedSince?: FailedSinceInput | null;
}

@ArgsType()
export class BulkEstimateArgs {
  @Field(() => BulkOperationKind, { description: 'Kind.' }) kind!: BulkKind;
  @Field(() => DeliveryScopeInput, { description: 'Deliveries.' }) scope!: DeliveryScopeInput;
}

@InputType({ description: 'Input of deliveriesReplay.' })
export class DeliveriesReplayInput {
  @Field(() => DeliveryScopeInput, { description: 'Deliveries.' }) scope!: DeliveryScopeInput;
  @Field(() => Boolean, { defaultValue: true, description: 'Only those that failed or were skipped.' }) onlyUnsuccessful!: boolean;
  @Field(() => ID, { nullable: true, description: 'Send to this webhook instead of the original one.' }) targetWebhookId?: string | null;
  @Field(() => Int, { nullable: true, description: 'Most requests per second, to spare the receiver, 1–10000.' }) maxRequestsPerSecond?: number | null;
  @Field(() => String, { nullable: true, description: 'Token of `Query.bulkEstimate`; required for a filter.' }) estimateToken?: string | null;
  @Field(() => String, { description: 'Repeating with the same key starts nothing new.' }) idempotencyKey!: string;
}

@InputType({ description: 'Input of deliveryCancel.' })
export class DeliveryCancelInput {
  @Field(() => ID, { description: 'Delivery.' }) id!: string;
}

@InputType({ description: 'Input of deliveriesCancel.' })
export class DeliveriesCancelInput {
  @Field(() => DeliveryScopeInput, { description: 'Deliveries.' }) scope!: DeliveryScopeInput;
  @Field(() => String, { nullable: true, description: 'Token of `Query.bulkEstimate`; required for a filter.' }) estimateToken?: string | null;
  @Field(() => String, { description: 'Repeating with the same key starts nothing new.' }) idempotencyKey!: string;
}

@InputType({ description: 'Input of bulkOperationCancel.' })
export class BulkOperationCancelInput {
  @Field(() => ID, { description: 'Operation.' }) id!: string;
}
