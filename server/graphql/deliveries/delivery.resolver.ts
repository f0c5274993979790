import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { retryDelivery } from '../../commands/retry-delivery.ts';
import { isFinal } from '../../domain/delivery.ts';
import { schedule, type RetryPolicy, type RetryStep } from '../../domain/retry-policy.ts';
import { UNLEASED, type Delivery as DeliveryRow } from '../../storage/entities/delivery.ts';
import { isAllowed, READ_WEBHOOKS, WRITE_DELIVERIES } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { environmentValue } from '../environments/environment.resolver.ts';
import { orUserErrors } from '../errors.ts';
import { PageArgs } from '../page.type.ts';
import { DeliveriesArgs, DeliveryRetryInput } from './delivery.input.ts';
import { DeliveryRetryPayload } from './delivery-payload.type.ts';
import { Delivery, DeliveryConnection } from './delivery.type.ts';
import { readAttemptsOf, readDeliveries, readManualAttempt } from './read-deliveries.ts';

@Resolver(() => Delivery)
export class DeliveryResolver {
  @Query(() => DeliveryConnection, { description: 'Deliveries: one row per event and webhook.' })
  @Access(READ_WEBHOOKS)
  deliveries(@Ctx() context: GraphqlContext, @Args(() => DeliveriesArgs) args: DeliveriesArgs) {
    return readDeliveries(context, args);
  }

  @Query(() => Delivery, { nullable: true, description: 'One delivery.' })
  @Access(READ_WEBHOOKS)
  delivery(@Ctx() { loaders }: GraphqlContext, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<DeliveryRow | null> {
    return loaders.delivery.load(id);
  }

  @Mutation(() => DeliveryRetryPayload, { description: 'Attempt a delivery again now: same event id, next attempt number.' })
  @Access(WRITE_DELIVERIES)
  async deliveryRetry(@Ctx() context: GraphqlContext, @Arg('input', () => DeliveryRetryInput, { description: 'Input.' }) input: DeliveryRetryInput) {
    const { delivery = null, isIdempotentReplay = false, userErrors } = await orUserErrors(() => retryDelivery(context.deps, viewerOf(context), input));
    const attempt = delivery && isIdempotentReplay ? await readManualAttempt(context, delivery) : null;
    return { delivery, attempt, isIdempotentReplay, userErrors };
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  event(@Root() { eventId }: DeliveryRow, @Ctx() { loaders }: GraphqlContext) {
    return loaders.event.load(eventId);
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  webhook(@Root() { webhookId }: DeliveryRow, @Ctx() { loaders }: GraphqlContext) {
    return loaders.webhook.load(webhookId);
  }

  @FieldResolver()
  environment(@Root() { accountId, environment }: DeliveryRow) {
    return environmentValue(accountId, environment);
  }

  @FieldResolver()
  triggeredBy(@Root() { triggeredBy }: DeliveryRow, @Ctx() { loaders }: GraphqlContext) {
    return triggeredBy === null ? null : loaders.actor.load(triggeredBy);
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  async replayOf(@Root() { id, trigger }: DeliveryRow, @Ctx() { loaders }: GraphqlContext) {
    const original = trigger === 'REPLAY' ? await loaders.replayed.load(id) : null;
    return original === null ? null : loaders.delivery.load(original);
  }

  @FieldResolver()
  async maxAttempts(@Root() delivery: DeliveryRow, @Ctx() context: GraphqlContext): Promise<number> {
    return (await policyOf(delivery, context)).maxAttempts;
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  lastAttempt(@Root() { lastAttemptId }: DeliveryRow, @Ctx() { loaders }: GraphqlContext) {
    return lastAttemptId === null ? null : loaders.attempt.load(lastAttemptId);
  }

  @FieldResolver()
  async plannedAttempts(@Root() delivery: DeliveryRow, @Ctx() context: GraphqlContext): Promise<RetryStep[]> {
    const { nextAttemptAt } = delivery;
    if (nextAttemptAt === null || isFinal(delivery.status)) return [];
    return stepsFrom(await policyOf(delivery, context), { step: delivery.policyStep, startingAt: nextAttemptAt });
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  attempts(@Root() { id }: DeliveryRow, @Ctx() context: GraphqlContext, @Args(() => PageArgs) page: PageArgs) {
    return readAttemptsOf(context, id, page);
  }

  @FieldResolver()
  async viewerCanReplay(@Root() { leaseOwner, isManualRequested, webhookId, eventId }: DeliveryRow, @Ctx() context: GraphqlContext): Promise<boolean> {
    const isBusy = isManualRequested || (leaseOwner !== null && leaseOwner !== UNLEASED);
    if (isBusy || !isAllowed(context, WRITE_DELIVERIES)) return false;
    const [webhook, hasBody] = await Promise.all([context.loaders.webhook.load(webhookId), context.loaders.hasBody.load(eventId)]);
    return webhook !== null && hasBody;
  }

  @FieldResolver()
  viewerCanCancel(@Root() { leaseOwner, status }: DeliveryRow, @Ctx() context: GraphqlContext): boolean {
    return leaseOwner === UNLEASED && (status === 'PENDING' || status === 'RETRYING') && isAllowed(context, WRITE_DELIVERIES);
  }
}

/** A test is attempted once, whatever its webhook's policy says. */
async function policyOf({ accountId, trigger, webhookId }: DeliveryRow, { loaders }: GraphqlContext): Promise<RetryPolicy> {
  const webhook = await loaders.webhook.load(webhookId);
  const policy = webhook?.retryPolicy ?? (await loaders.settings.load(accountId)).defaultRetryPolicy;
  return trigger === 'TEST' ? { ...policy, maxAttempts: 1 } : policy;
}

/** The rest of a policy's schedule, counted from the attempt that is due next. */
function stepsFrom(policy: RetryPolicy, { step, startingAt }: { step: number; startingAt: number }): RetryStep[] {
  const { steps } = schedule(policy, null);
  const origin = steps[step]?.offsetMs ?? 0;
  return steps.slice(step).map((each) => ({ ...each, at: startingAt + each.offsetMs - origin }));
}
