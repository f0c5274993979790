import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BACKOFF_KINDS, type BackoffKind as Kind } from '../../domain/retry-policy.ts';
import { enumOf } from '../enums.ts';
import { DateTime, Duration } from '../scalars.ts';

export const BackoffKind = enumOf(BACKOFF_KINDS);

registerEnumType(BackoffKind, {
  name: 'BackoffKind',
  description: 'Shape of the waits between attempts.',
  valuesConfig: {
    EXPONENTIAL: { description: 'The wait grows by a factor.' },
    FIXED: { description: 'The same wait every time.' },
    CUSTOM: { description: 'A list of waits.' },
  },
});

@ObjectType({ description: 'One attempt of a schedule.', simpleResolvers: true })
export class RetryStep {
  @Field(() => Int, { description: 'Number from 1.' }) attempt!: number;
  @Field(() => Duration, { description: 'Wait after the previous attempt.' }) delay!: number;
  @Field(() => Duration, { description: 'Shortest wait with jitter.' }) earliestDelay!: number;
  @Field(() => Duration, { description: 'Longest wait with jitter.' }) latestDelay!: number;
  @Field(() => Duration, { description: 'Offset from the first attempt.' }) offset!: number;
  @Field(() => DateTime, { nullable: true, description: 'Time when `startingAt` is given.' }) at!: number | null;
}

@ObjectType({ description: 'A computed retry schedule.', simpleResolvers: true })
export class RetrySchedule {
  @Field(() => [RetryStep], { description: 'Attempts.' }) steps!: RetryStep[];
  @Field(() => Duration, { description: 'From the first to the last attempt, without jitter.' }) totalDuration!: number;
  @Field(() => [String], { description: 'Warnings, e.g. that the schedule is longer than the retention.' }) warnings!: string[];
}

@ObjectType({ description: 'When failed deliveries are tried again.', simpleResolvers: true })
export class RetryPolicy {
  @Field(() => BackoffKind, { description: 'Shape.' }) kind!: Kind;
  @Field(() => Int, { description: 'Attempts including the first.' }) maxAttempts!: number;
  @Field(() => Duration, { nullable: true, description: 'Wait before the second attempt.' }) initialDelay!: number | null;
  @Field(() => Float, { nullable: true, description: 'Growth factor of EXPONENTIAL.' }) multiplier!: number | null;
  @Field(() => Duration, { nullable: true, description: 'Upper bound of a wait.' }) maxDelay!: number | null;
  @Field(() => [Duration], { nullable: true, description: 'Waits of CUSTOM.' }) delays!: number[] | null;
  @Field(() => Float, { description: 'Random share added to or taken from a wait, 0–1.' }) jitter!: number;
  @Field(() => Boolean, { description: 'Obey `Retry-After` of 429 and 503.' }) respectRetryAfter!: boolean;
  @Field(() => [Int], { description: 'Statuses that end the delivery at once, e.g. 410.' }) nonRetryableStatusCodes!: number[];
  @Field(() => RetrySchedule, { description: 'The attempts this policy makes.' }) schedule!: RetrySchedule;
}
