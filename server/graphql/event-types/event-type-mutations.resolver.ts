import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeEventType, deprecateEventType } from '../../commands/change-event-type.ts';
import { createEventType } from '../../commands/create-event-type.ts';
import { MANAGE_EVENT_TYPES } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { EventTypeCreatePayload, EventTypeDeprecatePayload, EventTypeUpdatePayload } from './event-type-payload.type.ts';
import { EventTypeCreateInput, EventTypeDeprecateInput, EventTypeUpdateInput } from './event-type.input.ts';

const INPUT = { description: 'Input.' };

@Resolver()
export class EventTypeMutationsResolver {
  @Mutation(() => EventTypeCreatePayload, { description: 'Add an event type of your own to the catalogue.' })
  @Access(MANAGE_EVENT_TYPES)
  eventTypeCreate(@Ctx() context: GraphqlContext, @Arg('input', () => EventTypeCreateInput, INPUT) input: EventTypeCreateInput) {
    return orUserErrors(async () => ({ eventType: await createEventType(context.deps, viewerOf(context), input) }));
  }

  @Mutation(() => EventTypeUpdatePayload, { description: 'Change the description, schema (a new schema version) or examples of an event type.' })
  @Access(MANAGE_EVENT_TYPES)
  eventTypeUpdate(@Ctx() context: GraphqlContext, @Arg('input', () => EventTypeUpdateInput, INPUT) input: EventTypeUpdateInput) {
    const { code, name, description, payloadSchema, examples } = input;
    return orUserErrors(async () => ({
      eventType: await changeEventType(context.deps, viewerOf(context), {
        code, name: name ?? undefined, description: description ?? undefined, payloadSchema: payloadSchema ?? undefined, examples: examples ?? undefined,
      }),
    }));
  }

  @Mutation(() => EventTypeDeprecatePayload, { description: 'Stop offering an event type; old subscriptions keep working until `sunsetAt`.' })
  @Access(MANAGE_EVENT_TYPES)
  eventTypeDeprecate(@Ctx() context: GraphqlContext, @Arg('input', () => EventTypeDeprecateInput, INPUT) input: EventTypeDeprecateInput) {
    const { code, reason, replacement = null, sunsetAt = null } = input;
    return orUserErrors(async () => ({ eventType: await deprecateEventType(context.deps, viewerOf(context), { code, reason, replacement, sunsetAt }) }));
  }
}
