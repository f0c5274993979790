import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../node/node.type.ts';
import { DateTime, EventTypeCode, JSONValue } from '../scalars.ts';

@ObjectType({ description: 'A named example of a payload.', simpleResolvers: true })
export class EventExample {
  @Field(() => String, { description: 'Key, e.g. `default`.' }) key!: string;
  @Field(() => String, { description: 'What the example shows.' }) title!: string;
  @Field(() => JSONValue, { description: 'The payload.' }) payload!: unknown;
}

@ObjectType({ description: 'A group of event types as shown in the picker.', simpleResolvers: true })
export class EventTypeGroup {
  @Field(() => String, { description: 'Key, e.g. `license`.' }) key!: string;
  @Field(() => String, { description: 'Display name, e.g. `License Events`.' }) name!: string;
  @Field(() => String, { description: 'What the group is about.' }) description!: string;
  @Field(() => [EventType], { description: 'Its event types.' }) eventTypes!: EventType[];
}

@ObjectType({ description: 'Deprecation of an event type.', simpleResolvers: true })
export class EventTypeDeprecation {
  @Field(() => String, { description: 'Why, and what to use.' }) reason!: string;
  @Field(() => EventType, { nullable: true, description: 'Replacement.' }) replacement!: EventType | null;
  @Field(() => DateTime, { nullable: true, description: 'Not sent any more from this time.' }) sunsetAt!: number | null;
}

@ObjectType({ implements: Node, description: 'A kind of event that webhooks can subscribe to.', simpleResolvers: true })
export class EventType implements Node {
  @Field(() => ID, { description: 'Global id.' }) id!: string;
  @Field(() => EventTypeCode, { description: 'Code on the wire, e.g. `license.activated`.' }) code!: string;
  @Field(() => String, { description: 'Display name.' }) name!: string;
  @Field(() => String, { description: 'When exactly it fires, and when not.' }) description!: string;
  @Field(() => EventTypeGroup, { description: 'Group.' }) group!: EventTypeGroup;
  @Field(() => String, { description: 'Version of the payload schema.' }) schemaVersion!: string;
  @Field(() => JSONValue, { description: 'JSON Schema 2020-12 of the `payload` member.' }) payloadSchema!: Record<string, unknown>;
  @Field(() => JSONValue, { description: 'JSON Schema of the whole request body.' }) bodySchema!: Record<string, unknown>;
  @Field(() => [EventExample], { description: 'Named example payloads; the first is the default for sample events.' }) examples!: EventExample[];
  @Field(() => EventTypeDeprecation, { nullable: true, description: 'Not offered for new webhooks; old subscriptions keep working until `sunsetAt`.' })
  deprecation!: EventTypeDeprecation | null;

  @Field(() => Boolean, { description: 'Of the account\'s own. The others are built in, the same for all accounts, and cannot be changed.' }) isCustom!: boolean;

  @Field(() => Int, { description: 'Webhooks of the environment that receive it.' }) subscriberCount!: number;
}
