import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { effectiveRetention } from '../../domain/retention.ts';
import { checkRetryPolicy, schedule, type RetryPolicy as Policy, type RetrySchedule as Schedule, type RetryStep as Step } from '../../domain/retry-policy.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { badUserInput } from '../page.type.ts';
import { DateTime } from '../scalars.ts';
import { RetryPolicyInput, toRetryPolicy } from './retry-policy.input.ts';
import { RetryPolicy, RetrySchedule, RetryStep } from './retry-policy.type.ts';

/** Last moment that RFC 3339 can write. */
const LATEST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

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
  @Query(() => RetrySchedule, { description: 'Schedule of a policy that is not saved: the live preview of the settings form.' })
  @Access()
  async retrySchedulePreview(
    @Ctx() context: GraphqlContext,
    @Arg('policy', () => RetryPolicyInput, { description: 'Policy.' }) input: RetryPolicyInput,
    @Arg('startingAt', () => DateTime, { nullable: true, description: 'Time of the first attempt.' }) startingAt: number | null,
  ): Promise<Schedule> {
    const policy = toRetryPolicy(input);
    const problems = checkRetryPolicy(policy, ['policy']);
    if (problems.length > 0) throw badUserInput(problems.map(({ message, path }) => `\`${path?.join('.')}\`: ${message}`).join(' '));
    const settings = await context.loaders.settings.load(viewerOf(context).accountId);
    const preview = schedule(policy, startingAt ?? null, effectiveRetention(settings, context.deps.settings.retention).bodiesMs);
    if ((preview.steps.at(-1)?.at ?? 0) > LATEST_MOMENT) throw badUserInput('`startingAt` is so late that the last attempt comes after the year 9999.');
    return preview;
  }

  @FieldResolver() totalDuration(@Root() { totalDurationMs }: Schedule) { return totalDurationMs; }
}

@Resolver(() => RetryStep)
export class RetryStepResolver {
  @FieldResolver() delay(@Root() step: Step) { return step.delayMs; }
  @FieldResolver() earliestDelay(@Root() step: Step) { return step.earliestDelayMs; }
  @FieldResolver() latestDelay(@Root() step: Step) { return step.latestDelayMs; }
  @FieldResolver() offset(@Root() step: Step) { return step.offsetMs; }
}
