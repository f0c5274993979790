import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DELIVERY_ORDERINGS, type DeliveryOrdering as Ordering } from '../../domain/delivery-ordering.ts';
import { PAYLOAD_FORMATS, type PayloadFormat as Format } from '../../domain/payload-format.ts';
import type { SignatureScheme as Scheme } from '../../domain/signing/scheme.ts';
import { Actor } from '../actor.type.ts';
import { DeliveryConnection } from '../deliveries/delivery.type.ts';
import { enumOf } from '../enums.ts';
import { Environment } from '../environments/environment.type.ts';
import { EventType } from '../event-types/event-type.type.ts';
import { Node } from '../node/node.type.ts';
import { ConnectionOf, EdgeOf } from '../page.type.ts';
import { Cursor, DateTime, Duration, EventTypePattern, URI } from '../scalars.ts';
import { CodeSnippet } from './code-snippet.type.ts';
import { RetryPolicy } from './retry-policy.type.ts';
import { SignatureScheme } from './signature-scheme.type.ts';
import { WebhookHealth } from './webhook-health.type.ts';

export const WebhookStatus = enumOf(['ACTIVE', 'INACTIVE']);
export type WebhookStatus = keyof typeof WebhookStatus;
export const WebhookStatusReason = enumOf(['MANUAL', 'AUTO_DISABLED', 'RECEIVER_REQUEST']);
export const SigningSecretState = enumOf(['CURRENT', 'OVERLAPPING', 'EXPIRED']);
export type SigningSecretState = keyof typeof SigningSecretState;
export const DeliveryOrdering = enumOf(DELIVERY_ORDERINGS);
export const PayloadFormat = enumOf(PAYLOAD_FORMATS);

registerEnumType(WebhookStatus, {
  name: 'WebhookStatus',
  description: 'Whether a webhook receives events.',
  valuesConfig: {
    ACTIVE: { description: 'Receiving events.' },
    INACTIVE: { description: 'Paused: events are not queued for it.' },
  },
});
registerEnumType(WebhookStatusReason, {
  name: 'WebhookStatusReason',
  description: 'Why a webhook has its status.',
  valuesConfig: {
    MANUAL: { description: 'A member or API key set it.' },
    AUTO_DISABLED: { description: 'Switched off after continuous failure.' },
    RECEIVER_REQUEST: { description: 'The receiver answered 410 Gone or asked to be switched off.' },
  },
});
registerEnumType(SigningSecretState, {
  name: 'SigningSecretState',
  description: 'State of a signing secret.',
  valuesConfig: {
    CURRENT: { description: 'Signs every request.' },
    OVERLAPPING: { description: 'Replaced; still signs alongside the current one until `expiresAt`.' },
    EXPIRED: { description: 'No longer used.' },
  },
});
registerEnumType(DeliveryOrdering, {
  name: 'DeliveryOrdering',
  description: 'Order of deliveries to one webhook.',
  valuesConfig: {
    PARALLEL: { description: 'As they come, several at once.' },
    FIFO: { description: 'One after the other in publishing order; the next waits until the one before has succeeded or failed for good.' },
  },
});
registerEnumType(PayloadFormat, {
  name: 'PayloadFormat',
  description: 'How the request body is made.',
  valuesConfig: {
    STANDARD: { description: 'The documented envelope.' },
    SLACK: { description: 'A Slack message.' },
    DISCORD: { description: 'A Discord message.' },
  },
});

@ObjectType({ description: 'An extra request header.', simpleResolvers: true })
export class CustomHeader {
  @Field(() => String, { description: 'Header name.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'Value; null when secret.' }) value!: string | null;
  @Field(() => Boolean, { description: 'The value is write-only.' }) isSecret!: boolean;
}

@ObjectType({ description: 'A webhook signing secret without its value.', simpleResolvers: true })
export class SigningSecret {
  @Field(() => ID, { description: 'Id.' }) id!: string;
  @Field(() => String, { description: 'Prefix and last four characters, e.g. `whsec_…x7Qd`.' }) hint!: string;
  @Field(() => SigningSecretState, { description: 'State.' }) state!: SigningSecretState;
  @Field(() => DateTime, { description: 'Created.' }) createdAt!: number;
  @Field(() => DateTime, { nullable: true, description: 'End of the overlap.' }) expiresAt!: number | null;
  @Field(() => DateTime, { nullable: true, description: 'Last shown to a member.' }) lastRevealedAt!: number | null;
}

@ObjectType({ implements: Node, description: 'An HTTP endpoint that receives events.', simpleResolvers: true })
export class Webhook implements Node {
  @Field(() => ID, { description: 'Global id; also `resourceId` of test events.' }) id!: string;
  @Field(() => String, { description: 'Friendly name.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'Notes.' }) description!: string | null;
  @Field(() => URI, { description: 'Target URL.' }) url!: string;
  @Field(() => Environment, { description: 'Environment whose events it receives.' }) environment!: Environment;
  @Field(() => WebhookStatus, { description: 'Active or inactive.' }) status!: WebhookStatus;
  @Field(() => WebhookStatusReason, { description: 'Why.' }) statusReason!: keyof typeof WebhookStatusReason;
  @Field(() => DateTime, { description: 'Since when.' }) statusChangedAt!: number;
  @Field(() => [EventTypePattern], { description: 'Subscribed codes and patterns, as entered.' }) eventPatterns!: string[];
  @Field(() => [EventType], { description: 'Event types the patterns match now.' }) eventTypes!: EventType[];
  @Field(() => Int, { description: 'Number of matched event types: the Events column.' }) eventTypeCount!: number;
  @Field(() => PayloadFormat, { description: 'Body format.' }) payloadFormat!: Format;
  @Field(() => String, { description: 'Payload schema version pinned when created.' }) schemaVersion!: string;
  @Field(() => [CustomHeader], { description: 'Extra request headers. Secret values are masked.' }) customHeaders!: CustomHeader[];
  @Field(() => [SigningSecret], { description: 'Signing secrets, current first. Values are never returned here.' }) signingSecrets!: SigningSecret[];
  @Field(() => RetryPolicy, { nullable: true, description: 'Own retry policy; null uses the default.' }) retryPolicy!: RetryPolicy | null;
  @Field(() => RetryPolicy, { description: 'Policy in force.' }) effectiveRetryPolicy!: RetryPolicy;
  @Field(() => Duration, { description: 'Longest wait for a complete response.' }) timeout!: number;
  @Field(() => Int, { nullable: true, description: 'Most requests per second, over all server processes; null is unlimited.' })
  maxRequestsPerSecond!: number | null;
  @Field(() => Int, { description: 'Most requests at once.' }) maxConcurrency!: number;
  @Field(() => DeliveryOrdering, { description: 'Strictly one after the other, or as they come.' }) ordering!: Ordering;
  @Field(() => [SignatureScheme], { description: 'Signature schemes on every request.' }) signatureSchemes!: Scheme[];
  @Field(() => String, { nullable: true, description: 'Expression over the event that must hold for a delivery; null lets every subscribed event through.' })
  contentFilter!: string | null;
  @Field(() => WebhookHealth, { description: 'Health over a window.' }) health!: WebhookHealth;
  @Field(() => DeliveryConnection, { description: 'Deliveries, newest first.' }) deliveries!: DeliveryConnection;
  @Field(() => [CodeSnippet], { description: "Verification examples for the signature schemes of this webhook, with the account's key and a name for the secret's variable filled in." })
  verificationSnippets!: CodeSnippet[];
  @Field(() => Int, { description: 'Grows with every change; pass as `expectedVersion`.' }) version!: number;
  @Field(() => DateTime, { description: 'Created.' }) createdAt!: number;
  @Field(() => Actor, { nullable: true, description: 'By whom.' }) createdBy!: typeof Actor | null;
  @Field(() => DateTime, { description: 'Changed.' }) updatedAt!: number;
  @Field(() => DateTime, { nullable: true, description: 'Set while deleted and still restorable.' }) deletedAt!: number | null;
  @Field(() => Boolean, { description: 'The caller may change it.' }) viewerCanUpdate!: boolean;
  @Field(() => Boolean, { description: 'The caller may see its signing secret.' }) viewerCanRevealSecret!: boolean;
}

@ObjectType({ description: 'Webhooks with a status.', simpleResolvers: true })
export class WebhookStatusCount {
  @Field(() => WebhookStatus, { description: 'Status.' }) status!: WebhookStatus;
  @Field(() => Int, { description: 'Webhooks.' }) count!: number;
}

@ObjectType({ description: 'A webhook in a page.', simpleResolvers: true })
export class WebhookEdge extends EdgeOf(() => Webhook) {}

@ObjectType({ description: 'A page of webhooks.', simpleResolvers: true })
export class WebhookConnection extends ConnectionOf(() => Webhook, () => WebhookEdge) {
  @Field(() => Int, { description: 'All matching webhooks.' }) totalCount!: number;
  @Field(() => [WebhookStatusCount], { description: 'Counts per status under the same search and environment.' }) statusCounts!: WebhookStatusCount[];
  @Field(() => Cursor, { description: 'Taken before the page was read: pass as `after` to `Subscription.webhookChanges` to miss nothing.' }) streamCursor!: string;
}
