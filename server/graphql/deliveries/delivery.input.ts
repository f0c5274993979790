import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { AttemptKind as Kind, AttemptStatus as Result, DeliveryStatus as Status, DeliveryTrigger as Trigger } from '../../domain/delivery.ts';
import type { EnvironmentKey as Environment } from '../../domain/environments.ts';
import type { FailureCode } from '../../domain/outcome.ts';
import { enumOf } from '../enums.ts';
import { EnvironmentKey } from '../environments/environment.type.ts';
import { IntRangeInput, OrderDirection, PageArgs, TimeRangeInput } from '../page.type.ts';
import { EventTypePattern } from '../scalars.ts';
import { AttemptKind, AttemptStatus, DeliveryFailureCode } from './delivery-attempt.type.ts';
import { DeliveryStatus, DeliveryTrigger } from './delivery.type.ts';

export const DeliveryOrderField = enumOf(['CREATED_AT', 'LAST_ATTEMPT_AT', 'NEXT_ATTEMPT_AT', 'STATUS_CODE']);
export const DeliveryAttemptOrderField = enumOf(['STARTED_AT', 'DURATION', 'STATUS_CODE']);

/** Said of each filter of a long list; see `storage/haystack.ts`. */
const BITES = 'Webhook, time, ids and resources lead straight to what is looked for. For anything else a page looks at 10,000 of those at most: it may be short, even empty, with more behind '
  + '`pageInfo.endCursor`; the count is then a lower bound.';

const SORTED = 'are for filters with at most 10,000 matches among at most 10,000 that are looked at (4,000 for deliveries of one webhook), and refused for more';

registerEnumType(DeliveryOrderField, {
  name: 'DeliveryOrderField',
  description: `Fields deliveries can be ordered by. All but CREATED_AT ${SORTED}.`,
  valuesConfig: {
    CREATED_AT: { description: 'Creation.' },
    LAST_ATTEMPT_AT: { description: 'Newest attempt; those without one count as the oldest.' },
    NEXT_ATTEMPT_AT: { description: 'Next attempt; those without one count as the oldest.' },
    STATUS_CODE: { description: 'HTTP status of the newest attempt; those without one count as the smallest.' },
  },
});
registerEnumType(DeliveryAttemptOrderField, {
  name: 'DeliveryAttemptOrderField',
  description: `Fields attempts can be ordered by. All but STARTED_AT ${SORTED}.`,
  valuesConfig: {
    STARTED_AT: { description: 'Start.' },
    DURATION: { description: 'Duration.' },
    STATUS_CODE: { description: 'HTTP status; those without a response count as the smallest.' },
  },
});

@InputType({ description: 'Order of deliveries.' })
export class DeliveryOrder {
  @Field(() => DeliveryOrderField, { description: 'Field.' }) field!: keyof typeof DeliveryOrderField;
  @Field(() => OrderDirection, { description: 'Direction.' }) direction!: OrderDirection;
}

@InputType({ description: 'Order of attempts.' })
export class DeliveryAttemptOrder {
  @Field(() => DeliveryAttemptOrderField, { description: 'Field.' }) field!: keyof typeof DeliveryAttemptOrderField;
  @Field(() => OrderDirection, { description: 'Direction.' }) direction!: OrderDirection;
}

@InputType({ description: `Filter of deliveries. ${BITES}` })
export class DeliveryFilter {
  @Field(() => String, { nullable: true, description: "Part of the webhook's name or URL, or an exact id of a delivery, event or resource." })
  search?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Webhooks.' }) webhookIds?: string[] | null;
  @Field(() => [EnvironmentKey], { nullable: true, description: 'Environments.' }) environments?: Environment[] | null;
  @Field(() => [EventTypePattern], { nullable: true, description: 'Codes or patterns.' }) eventTypes?: string[] | null;
  @Field(() => [DeliveryStatus], { nullable: true, description: 'Statuses.' }) statuses?: Status[] | null;
  @Field(() => IntRangeInput, { nullable: true, description: 'HTTP status of the newest attempt.' }) statusCode?: IntRangeInput | null;
  @Field(() => [DeliveryFailureCode], { nullable: true, description: 'Failure codes of the newest attempt.' }) failureCodes?: FailureCode[] | null;
  @Field(() => [DeliveryTrigger], { nullable: true, description: 'Triggers.' }) triggers?: Trigger[] | null;
  @Field(() => TimeRangeInput, { nullable: true, description: 'Creation time.' }) created?: TimeRangeInput | null;
  @Field(() => IntRangeInput, { nullable: true, description: 'Attempts made.' }) attemptCount?: IntRangeInput | null;
  @Field(() => [String], { nullable: true, description: 'Resource ids.' }) resourceIds?: string[] | null;
}

@InputType({ description: `Filter of attempts; the same for the list, the live stream and exports. ${BITES}` })
export class DeliveryAttemptFilter {
  @Field(() => String, { nullable: true, description: "Part of the webhook's name or URL, or an exact id of an attempt, delivery, event or resource." })
  search?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Webhooks.' }) webhookIds?: string[] | null;
  @Field(() => [EnvironmentKey], { nullable: true, description: 'Environments.' }) environments?: Environment[] | null;
  @Field(() => [EventTypePattern], { nullable: true, description: 'Codes or patterns.' }) eventTypes?: string[] | null;
  @Field(() => [AttemptStatus], { nullable: true, description: 'Results.' }) statuses?: Result[] | null;
  @Field(() => IntRangeInput, { nullable: true, description: 'HTTP status.' }) statusCode?: IntRangeInput | null;
  @Field(() => [DeliveryFailureCode], { nullable: true, description: 'Failure codes.' }) failureCodes?: FailureCode[] | null;
  @Field(() => [AttemptKind], { nullable: true, description: 'Kinds.' }) kinds?: Kind[] | null;
  @Field(() => IntRangeInput, { nullable: true, description: 'Duration in ms.' }) durationMs?: IntRangeInput | null;
  @Field(() => TimeRangeInput, { nullable: true, description: 'Start time.' }) started?: TimeRangeInput | null;
}

@ArgsType()
export class DeliveriesArgs extends PageArgs {
  @Field(() => DeliveryFilter, { nullable: true, description: 'Filter.' }) filter?: DeliveryFilter | null;
  @Field(() => DeliveryOrder, { nullable: true, description: 'Order; newest first by default.' }) orderBy?: DeliveryOrder | null;
}

@ArgsType()
export class DeliveryAttemptsArgs extends PageArgs {
  @Field(() => DeliveryAttemptFilter, { nullable: true, description: 'Filter.' }) filter?: DeliveryAttemptFilter | null;
  @Field(() => DeliveryAttemptOrder, { nullable: true, description: 'Order; newest first by default.' }) orderBy?: DeliveryAttemptOrder | null;
}

@InputType({ description: 'Input of deliveryRetry.' })
export class DeliveryRetryInput {
  @Field(() => ID, { description: 'Delivery.' }) id!: string;
  @Field(() => Boolean, { defaultValue: false, description: 'Go on with planned retries if this fails too.' }) resumeRetries!: boolean;
  @Field(() => String, { nullable: true, description: 'Repeating with the same key makes no second attempt.' }) idempotencyKey?: string | null;
}
