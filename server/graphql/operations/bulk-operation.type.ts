import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BULK_KINDS, BULK_STATUSES, type BulkKind, type BulkStatus } from '../../domain/bulk-operation.ts';
import { Actor } from '../actor.type.ts';
import { DeliveryConnection } from '../deliveries/delivery.type.ts';
import { enumOf } from '../enums.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf, ResultCount } from '../page.type.ts';
import { DateTime, Duration, URI } from '../scalars.ts';
import { Webhook } from '../webhooks/webhook.type.ts';

export const BulkOperationKind = enumOf(BULK_KINDS);
export const BulkOperationStatus = enumOf(BULK_STATUSES);

registerEnumType(BulkOperationKind, {
  name: 'BulkOperationKind',
  description: 'Kinds of bulk operation.',
  valuesConfig: { REPLAY: { description: 'Replay deliveries.' }, CANCEL: { description: 'Cancel deliveries.' }, EXPORT: { description: 'Export attempts.' } },
});
registerEnumType(BulkOperationStatus, {
  name: 'BulkOperationStatus',
  description: 'State of a bulk operation.',
  valuesConfig: {
    QUEUED: { description: 'Waiting.' },
    RUNNING: { description: 'Running.' },
    CANCELLING: { description: 'Being stopped.' },
    COMPLETED: { description: 'Done.' },
    CANCELLED: { description: 'Stopped.' },
    FAILED: { description: 'Ended by a fault.' },
  },
});

@ObjectType({ implements: Node, description: 'A long-running operation on many deliveries or attempts.', simpleResolvers: true })
export class BulkOperation implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => BulkOperationKind, { description: 'Kind.' }) kind!: BulkKind;
  @Field(() => BulkOperationStatus, { description: 'Status.' }) status!: BulkStatus;
  @Field(() => Int, { description: 'Items found when it started; they are counted before the first is handled.' }) totalCount!: number;
  @Field(() => Int, { description: 'Items handled.' }) processedCount!: number;
  @Field(() => Int, { description: 'Handled with success.' }) succeededCount!: number;
  @Field(() => Int, { description: 'Handled with failure or skipped.' }) failedCount!: number;
  @Field(() => String, { description: 'Filter in words, for the history.' }) scopeDescription!: string;
  @Field(() => DeliveryConnection, { description: 'Deliveries made by a replay.' }) deliveries!: DeliveryConnection;
  @Field(() => URI, {
    nullable: true, description: 'Download of an export that is completed; signed, for the caller alone, and short-lived: ask again for another. Null for everything else.',
  })
  downloadUrl!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Until when the download can be begun.' }) downloadExpiresAt!: number | null;
  @Field(() => DateTime, { description: 'Created.' }) createdAt!: number;
  @Field(() => Actor, { nullable: true, description: 'By whom; null when the member or API key is gone.' }) createdBy!: typeof Actor | null;
  @Field(() => DateTime, { nullable: true, description: 'Finished.' }) completedAt!: number | null;
  @Field(() => String, { nullable: true, description: 'Why it failed, or why some items were left alone, with their numbers.' })
  failureMessage!: string | null;
}

@ObjectType({ description: 'A bulk operation in a page.', simpleResolvers: true })
export class BulkOperationEdge extends EdgeOf(() => BulkOperation) {}

@ObjectType({ description: 'A page of bulk operations.', simpleResolvers: true })
export class BulkOperationConnection extends ConnectionOf(() => BulkOperation, () => BulkOperationEdge) {
  @Field(() => Int, { description: 'All.' }) totalCount!: number;
}

@ObjectType({ description: 'What a bulk operation would touch.', simpleResolvers: true })
export class BulkEstimate {
  @Field(() => ResultCount, { description: 'Deliveries; for `missedSince` events.' }) deliveries!: ResultCount;
  @Field(() => [Webhook], { description: 'Webhooks, those with most deliveries first, at most 100.' }) webhooks!: Webhook[];
  @Field(() => Int, { description: 'Deliveries that cannot be repeated because their event is past retention.' }) unreplayable!: number;
  @Field(() => Duration, { description: 'Expected duration under the rate limits of the webhooks.' }) estimatedDuration!: number;
  @Field(() => [String], { description: 'Warnings, e.g. that some succeeded already.' }) warnings!: string[];
  @Field(() => String, {
    description: 'Pass to the mutation within 15 minutes; it refuses when the result set has grown by more than 10 %. An inexact count is not compared.',
  })
  token!: string;
}
