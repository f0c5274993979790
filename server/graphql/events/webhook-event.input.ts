import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import type { EnvironmentKey as Environment } from '../../domain/environments.ts';
import { enumOf } from '../enums.ts';
import { EnvironmentKey } from '../environments/environment.type.ts';
import { OrderDirection, PageArgs, TimeRangeInput } from '../page.type.ts';
import { DateTime, EventTypeCode, EventTypePattern, JSONValue } from '../scalars.ts';

export const WebhookEventOrderField = enumOf(['PUBLISHED_AT', 'OCCURRED_AT']);

registerEnumType(WebhookEventOrderField, {
  name: 'WebhookEventOrderField',
  description: 'Fields events can be ordered by.',
  valuesConfig: { PUBLISHED_AT: { description: 'When it was accepted.' }, OCCURRED_AT: { description: 'When it happened.' } },
});

export const BatchMode = enumOf(['ATOMIC', 'PARTIAL']);

registerEnumType(BatchMode, {
  name: 'BatchMode',
  description: 'How a batch treats errors.',
  valuesConfig: { ATOMIC: { description: 'All or nothing.' }, PARTIAL: { description: 'Each on its own.' } },
});

@InputType({ description: 'Order of events.' })
export class WebhookEventOrder {
  @Field(() => WebhookEventOrderField, { description: 'Field.' }) field!: keyof typeof WebhookEventOrderField;
  @Field(() => OrderDirection, { description: 'Direction.' }) direction!: OrderDirection;
}

@InputType({
  description: 'Filter of events. Ids, resources and keys lead straight to what is looked for, and so does a time in which no more than 10,000 happened. For anything else a page looks at 10,000 events at most: '
    + 'it may be short, even empty, with more behind `pageInfo.endCursor`; the count is then a lower bound.',
})
export class WebhookEventFilter {
  @Field(() => String, { nullable: true, description: 'Exact event id, resource id or idempotency key.' }) search?: string | null;
  @Field(() => [EnvironmentKey], { nullable: true, description: 'Environments.' }) environments?: Environment[] | null;
  @Field(() => [EventTypePattern], { nullable: true, description: 'Codes or patterns.' }) types?: string[] | null;
  @Field(() => TimeRangeInput, { nullable: true, description: 'When it happened.' }) occurred?: TimeRangeInput | null;
  @Field(() => [String], { nullable: true, description: 'Resource ids.' }) resourceIds?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Only test events, only real ones, or both when omitted.' }) isTest?: boolean | null;
  @Field(() => JSONValue, {
    nullable: true,
    description: 'JSON containment on the payload, e.g. `{"license":{"status":"active"}}`: objects by member, arrays by membership, anything else by equality; numbers as doubles. '
      + 'At most 100 parts, 16 levels, 2,000 characters. Payloads past retention contain nothing. A page looks at 1,000 events or 0.85 MB of them at most: it may be short, even empty, with more behind '
      + '`pageInfo.endCursor`. Give other conditions too, to find rare ones sooner.',
  })
  payloadContains?: unknown;
}

@ArgsType()
export class WebhookEventsArgs extends PageArgs {
  @Field(() => WebhookEventFilter, { nullable: true, description: 'Filter.' }) filter?: WebhookEventFilter | null;
  @Field(() => WebhookEventOrder, { nullable: true, description: 'Order; newest first by default.' }) orderBy?: WebhookEventOrder | null;
}

@InputType({ description: 'An event to publish.' })
export class EventInput {
  @Field(() => EventTypeCode, { description: 'Type.' }) type!: string;
  @Field(() => EnvironmentKey, { description: 'Environment.' }) environment!: Environment;
  @Field(() => String, { description: 'Resource.' }) resourceId!: string;
  @Field(() => JSONValue, { nullable: true, description: 'Payload. Exactly one of `payload` and `rawPayload`.' }) payload?: unknown;
  @Field(() => String, { nullable: true, description: 'Payload as JSON text, sent byte for byte as given: keeps big integers, key order and white space.' })
  rawPayload?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'When it happened; now when omitted.' }) occurredAt?: number | null;
  @Field(() => String, { description: 'Repeating it with the same content returns the first event for 7 days.' }) idempotencyKey!: string;
  @Field(() => String, { nullable: true, description: 'W3C trace context.' }) traceparent?: string | null;
}

@InputType({ description: 'Input of eventPublish.' })
export class EventPublishInput {
  @Field(() => EventInput, { description: 'Event.' }) event!: EventInput;
}

@InputType({ description: 'Input of eventsPublish.' })
export class EventsPublishInput {
  @Field(() => [EventInput], { description: 'Events, 1–1000.' }) events!: EventInput[];
  @Field(() => BatchMode, { defaultValue: 'ATOMIC', description: 'Mode.' }) mode!: keyof typeof BatchMode;
}
