import type { GraphQLSchema } from 'graphql';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { PublishResult } from '../../commands/publish-event.ts';
import { problem, type UserProblem } from '../../domain/errors.ts';
import { PUBLISH_EVENTS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { EventPublishPayload, EventsPublishPayload } from './event-payload.type.ts';
import { EventPublishInput, EventsPublishInput } from './webhook-event.input.ts';

const MAX_BATCH = 1000;
const INPUT = { description: 'Input.' };

/** The hot path: what it returns is read by plain property access, with no query unless somebody asks for more than the result. */
@Resolver()
export class PublishResolver {
  @Mutation(() => EventPublishPayload, { description: 'Publish an event. Idempotent by key.' })
  @Access(PUBLISH_EVENTS)
  async eventPublish(@Ctx() context: GraphqlContext, @Arg('input', () => EventPublishInput, INPUT) { event }: EventPublishInput) {
    const [result] = await context.deps.publisher.publish(viewerOf(context), [event], 'ATOMIC');
    return present(result!, ['input', 'event']);
  }

  @Mutation(() => EventsPublishPayload, { description: 'Publish up to 1,000 events in one transaction or one by one.' })
  @Access(PUBLISH_EVENTS)
  async eventsPublish(@Ctx() context: GraphqlContext, @Arg('input', () => EventsPublishInput, INPUT) { events, mode }: EventsPublishInput) {
    const userErrors = checkBatch(events.length);
    if (userErrors.length > 0) return { results: [], userErrors };
    const results = await context.deps.publisher.publish(viewerOf(context), events, mode);
    return { results: results.map((result, index) => ({ index, ...present(result, ['input', 'events', String(index)]) })), userErrors };
  }
}

const DIRECT = ['eventPublish', 'eventsPublish'] as const;

/** Hands the input over as it is: type-graphql makes an instance of each event, which takes longer than to check it. */
export function publishDirectly(schema: GraphQLSchema): GraphQLSchema {
  const resolver = new PublishResolver();
  const fields = schema.getMutationType()!.getFields();
  for (const name of DIRECT) fields[name]!.resolve = (_root, { input }, context) => resolver[name](context, input);
  return schema;
}

function checkBatch(count: number): UserProblem[] {
  const path = ['input', 'events'];
  if (count === 0) return [problem('REQUIRED', 'Give at least one event.', path)];
  return count > MAX_BATCH ? [problem('TOO_MANY', `A batch may have at most ${MAX_BATCH} events; it has ${count}.`, path)] : [];
}

/** The publisher names places within an event; callers count from the arguments of the mutation. */
function present({ event, matchedWebhookCount, isIdempotentReplay, problems }: PublishResult, at: readonly string[]) {
  const userErrors = problems.map((each) => ({ ...each, path: [...at, ...(each.path ?? [])] }));
  return { event, matchedWebhookCount, isIdempotentReplay, userErrors };
}
