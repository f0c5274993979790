import { Field, Float, InputType, Int } from 'type-graphql';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import { badUserInput } from '../page.type.ts';
import { Duration } from '../scalars.ts';

@InputType({ description: 'Exponential backoff.' })
export class ExponentialBackoffInput {
  @Field(() => Duration, { description: 'Wait before the second attempt.' }) initialDelay!: number;
  @Field(() => Float, { defaultValue: 2, description: 'Growth factor, 1–10.' }) multiplier!: number;
  @Field(() => Duration, { description: 'Upper bound of a wait.' }) maxDelay!: number;
  @Field(() => Int, { description: 'Attempts including the first, 1–25.' }) maxAttempts!: number;
}

@InputType({ description: 'Fixed backoff.' })
export class FixedBackoffInput {
  @Field(() => Duration, { description: 'Wait.' }) delay!: number;
  @Field(() => Int, { description: 'Attempts including the first, 1–25.' }) maxAttempts!: number;
}

@InputType({ description: 'Custom backoff.' })
export class CustomBackoffInput {
  @Field(() => [Duration], { description: 'Waits; the number of attempts is one more.' }) delays!: number[];
}

@InputType({ description: 'Exactly one shape.' })
export class BackoffInput {
  @Field(() => ExponentialBackoffInput, { nullable: true, description: 'Exponential.' }) exponential?: ExponentialBackoffInput | null;
  @Field(() => FixedBackoffInput, { nullable: true, description: 'Fixed.' }) fixed?: FixedBackoffInput | null;
  @Field(() => CustomBackoffInput, { nullable: true, description: 'Custom.' }) custom?: CustomBackoffInput | null;
}

@InputType({ description: 'A retry policy.' })
export class RetryPolicyInput {
  @Field(() => BackoffInput, { description: 'Shape.' }) backoff!: BackoffInput;
  @Field(() => Float, { defaultValue: 0.1, description: 'Random share, 0–1.' }) jitter!: number;
  @Field(() => Boolean, { defaultValue: true, description: 'Obey `Retry-After`.' }) respectRetryAfter!: boolean;
  @Field(() => [Int], { defaultValue: [410], description: 'Statuses that end the delivery at once.' }) nonRetryableStatusCodes!: number[];
}

/** The policy that an input describes. Whether its numbers are sensible is for the command to say. */
export function toRetryPolicy({ backoff, jitter, respectRetryAfter, nonRetryableStatusCodes }: RetryPolicyInput): RetryPolicy {
  return { ...shapeOf(backoff), jitter, respectRetryAfter, nonRetryableStatusCodes };
}

type Shape = Pick<RetryPolicy, 'kind' | 'maxAttempts' | 'initialDelayMs' | 'multiplier' | 'maxDelayMs' | 'delaysMs'>;

function shapeOf({ exponential, fixed, custom }: BackoffInput): Shape {
  if ([exponential, fixed, custom].filter(Boolean).length !== 1) {
    throw badUserInput('Give exactly one of `exponential`, `fixed` and `custom` in `backoff`.');
  }
  if (exponential) {
    const { initialDelay, multiplier, maxDelay, maxAttempts } = exponential;
    return { kind: 'EXPONENTIAL', maxAttempts, initialDelayMs: initialDelay, multiplier, maxDelayMs: maxDelay, delaysMs: null };
  }
  if (fixed) return { kind: 'FIXED', maxAttempts: fixed.maxAttempts, initialDelayMs: fixed.delay, multiplier: null, maxDelayMs: null, delaysMs: null };
  const delaysMs = custom?.delays ?? [];
  return { kind: 'CUSTOM', maxAttempts: delaysMs.length + 1, initialDelayMs: null, multiplier: null, maxDelayMs: null, delaysMs };
}
