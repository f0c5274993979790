import { Field, InputType } from 'type-graphql';
import { DateTime, EventTypeCode, JSONValue } from '../scalars.ts';

@InputType({ description: 'Input of eventTypeCreate.' })
export class EventTypeCreateInput {
  @Field(() => EventTypeCode, { description: 'Code, dotted, e.g. `license.renewed`.' }) code!: string;
  @Field(() => String, { description: 'Display name.' }) name!: string;
  @Field(() => String, { description: 'When exactly it fires, and when not.' }) description!: string;
  @Field(() => String, { description: 'Group key, of a group there is or a new one.' }) group!: string;
  @Field(() => JSONValue, { description: 'JSON Schema 2020-12 of the payload.' }) payloadSchema!: unknown;
  @Field(() => [JSONValue], { description: 'Example payloads, at least one; each must match the schema.' }) examples!: unknown[];
}

@InputType({ description: 'Input of eventTypeUpdate. Omitted fields stay.' })
export class EventTypeUpdateInput {
  @Field(() => EventTypeCode, { description: 'Code.' }) code!: string;
  @Field(() => String, { nullable: true, description: 'Display name.' }) name?: string | null;
  @Field(() => String, { nullable: true, description: 'When exactly it fires, and when not.' }) description?: string | null;
  @Field(() => JSONValue, { nullable: true, description: 'JSON Schema 2020-12 of the payload; another one is a new schema version.' }) payloadSchema?: unknown;
  @Field(() => [JSONValue], { nullable: true, description: 'Example payloads; replaces all.' }) examples?: unknown[] | null;
}

@InputType({ description: 'Input of eventTypeDeprecate.' })
export class EventTypeDeprecateInput {
  @Field(() => EventTypeCode, { description: 'Code.' }) code!: string;
  @Field(() => String, { description: 'Why, and what to use.' }) reason!: string;
  @Field(() => EventTypeCode, { nullable: true, description: 'Replacement.' }) replacement?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Not sent any more from this time: publishing it is refused.' }) sunsetAt?: number | null;
}
