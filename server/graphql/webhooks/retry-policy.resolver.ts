import { FieldResolver, Resolver, Root } from 'type-graphql';
import { schedule, type RetryPolicy as Policy, type RetrySchedule as Schedule, type RetryStep as Step } from '../../domain/retry-policy.ts';
import { RetryPolicy, RetrySchedule, RetryStep } from './retry-policy.type.ts';

/** The domain counts in milliseconds and says so in its names; the schema has durations. */
@Resolver(() => RetryPolicy)
export class RetryPolicyResolver {
  @FieldResolver() initialDelay(@Root() policy: Policy) { return policy.initialDelayMs; }
  @FieldResolver() maxDelay(@Root() policy: Policy) { return policy.maxDelayMs; }
  @FieldResolver() delays(@Root() policy: Policy) { return policy.delaysMs; }
  @FieldResolver() schedule(@Root() policy: Policy) { return schedule(policy, null); }
}

@Resolver(() => RetrySchedule)
export class RetryScheduleResolver {
  @FieldResolver() totalDuration(@Root() { totalDurationMs }: Schedule) { return totalDurationMs; }
}

@Resolver(() => RetryStep)
export class RetryStepResolver {
  @FieldResolver() delay(@Root() step: Step) { return step.delayMs; }
  @FieldResolver() earliestDelay(@Root() step: Step) { return step.earliestDelayMs; }
  @FieldResolver() latestDelay(@Root() step: Step) { return step.latestDelayMs; }
  @FieldResolver() offset(@Root() step: Step) { return step.offsetMs; }
}
