import { Field, Float, Int, ObjectType } from 'type-graphql';
import { EventType } from '../event-types/event-type.type.ts';
import { TimeRange } from '../page.type.ts';
import { DateTime, Duration } from '../scalars.ts';
import { FailureCount } from '../webhooks/webhook-health.type.ts';

const ESTIMATE = 'ms, estimated within the bounds 10, 25, 50, 100, 250, 500 ms, 1, 2.5, 5, 10, 20 s.';

@ObjectType({ description: 'Totals.', simpleResolvers: true })
export class StatsTotals {
  @Field(() => Int, { description: 'Events: published ones; of webhooks those that were sent to them, counted for each.' }) events!: number;
  @Field(() => Int, { description: 'Deliveries whose first attempt ended.' }) deliveries!: number;
  @Field(() => Int, { description: 'Attempts.' }) attempts!: number;
  @Field(() => Int, { description: 'Succeeded attempts.' }) succeeded!: number;
  @Field(() => Int, { description: 'Failed attempts.' }) failed!: number;
  @Field(() => Float, { nullable: true, description: 'Deliveries that succeeded in the end, of those finished; null without any.' })
  deliverySuccessRate!: number | null;
  @Field(() => Float, { nullable: true, description: 'Succeeded attempts of those finished; null without any.' }) attemptSuccessRate!: number | null;
  @Field(() => Int, { nullable: true, description: `Median duration in ${ESTIMATE}` }) p50Ms!: number | null;
  @Field(() => Int, { nullable: true, description: `95th percentile in ${ESTIMATE}` }) p95Ms!: number | null;
  @Field(() => Int, { nullable: true, description: `99th percentile in ${ESTIMATE}` }) p99Ms!: number | null;
}

@ObjectType({ description: 'A bucket.', simpleResolvers: true })
export class StatsBucket {
  @Field(() => DateTime, { description: 'Start.' }) start!: number;
  @Field(() => Int, { description: 'Succeeded attempts.' }) succeeded!: number;
  @Field(() => Int, { description: 'Failed attempts.' }) failed!: number;
  @Field(() => Int, { nullable: true, description: 'Median duration, an estimate.' }) p50Ms!: number | null;
  @Field(() => Int, { nullable: true, description: '95th percentile, an estimate.' }) p95Ms!: number | null;
  @Field(() => Int, { nullable: true, description: '99th percentile, an estimate.' }) p99Ms!: number | null;
  @Field(() => Boolean, { description: 'Not complete yet, or cut off by the end of the range.' }) isPartial!: boolean;
}

@ObjectType({ description: 'Attempts with a status.', simpleResolvers: true })
export class StatusCodeCount {
  @Field(() => Int, { nullable: true, description: 'HTTP status.' }) statusCode!: number | null;
  @Field(() => Int, { description: 'Attempts.' }) count!: number;
}

@ObjectType({ description: 'Attempts of an event type.', simpleResolvers: true })
export class EventTypeCount {
  @Field(() => EventType, { description: 'Event type.' }) eventType!: EventType;
  @Field(() => Int, { description: 'Attempts.' }) count!: number;
  @Field(() => Int, { description: 'Failed.' }) failed!: number;
}

@ObjectType({ description: 'A count at a time.', simpleResolvers: true })
export class TimeBucketCount {
  @Field(() => DateTime, { description: 'Start of the bucket.' }) start!: number;
  @Field(() => Int, { description: 'Count.' }) count!: number;
}

@ObjectType({ description: 'Statistics of attempts in a time range, by the start of the attempts.', simpleResolvers: true })
export class DeliveryStats {
  @Field(() => TimeRange, { description: 'Range; begins at a bucket, so somewhat earlier than asked.' }) range!: TimeRange;
  @Field(() => Duration, { description: 'Bucket width used.' }) granularity!: number;
  @Field(() => StatsTotals, { description: 'Totals.' }) totals!: StatsTotals;
  @Field(() => StatsTotals, { description: 'Totals of the range of the same length before, for comparison.' }) previousTotals!: StatsTotals;
  @Field(() => [StatsBucket], { description: 'One entry per bucket, also for empty ones.' }) series!: StatsBucket[];
  @Field(() => [StatusCodeCount], { description: 'By HTTP status; null status means no response.' }) byStatusCode!: StatusCodeCount[];
  @Field(() => [EventTypeCount], { description: 'By event type.' }) byEventType!: EventTypeCount[];
  @Field(() => [FailureCount], { description: 'By failure.' }) byFailure!: FailureCount[];
}
