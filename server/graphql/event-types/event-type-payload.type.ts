import { Field, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import { UserError } from '../errors.ts';
import { EventType } from './event-type.type.ts';

@ObjectType({ simpleResolvers: true })
abstract class EventTypePayload {
  @Field(() => EventType, { nullable: true, description: 'Event type; null on error.' }) eventType!: EventType | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}

@ObjectType({ description: 'Result of eventTypeCreate.', simpleResolvers: true })
export class EventTypeCreatePayload extends EventTypePayload {}

@ObjectType({ description: 'Result of eventTypeUpdate.', simpleResolvers: true })
export class EventTypeUpdatePayload extends EventTypePayload {}

@ObjectType({ description: 'Result of eventTypeDeprecate.', simpleResolvers: true })
export class EventTypeDeprecatePayload extends EventTypePayload {}
