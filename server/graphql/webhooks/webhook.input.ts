import { ArgsType, Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import type { DeliveryOrdering as Ordering } from '../../domain/delivery-ordering.ts';
import type { EnvironmentKey as Environment } from '../../domain/environments.ts';
import type { PayloadFormat as Format } from '../../domain/payload-format.ts';
import { ALL_SCHEMES, type SignatureScheme as Scheme } from '../../domain/signing/scheme.ts';
import type { HealthState as Health } from '../../domain/webhook-health.ts';
import { DEFAULT_CONCURRENCY } from '../../domain/webhook-input.ts';
import { enumOf } from '../enums.ts';
import { EnvironmentKey } from '../environments/environment.type.ts';
import { OrderDirection, PageArgs } from '../page.type.ts';
import { Duration, EventTypeCode, EventTypePattern } from '../scalars.ts';
import { RetryPolicyInput } from './retry-policy.input.ts';
import { HealthState } from './webhook-health.type.ts';
import { SignatureScheme } from './signature-scheme.type.ts';
import { DeliveryOrdering, PayloadFormat, WebhookStatus } from './webhook.type.ts';

export const WebhookOrderField = enumOf(['NAME', 'CREATED_AT', 'UPDATED_AT', 'SUCCESS_RATE']);

registerEnumType(WebhookOrderField, {
  name: 'WebhookOrderField',
  description: 'Fields webhooks can be ordered by.',
  valuesConfig: {
    NAME: { description: 'Name, case-insensitive.' },
    CREATED_AT: { description: 'Creation.' },
    UPDATED_AT: { description: 'Last change.' },
    SUCCESS_RATE: { description: 'Success rate of 24 h, worst first with ASC; those without an attempt come after the best.' },
  },
});

@InputType({ description: 'Order of webhooks.' })
export class WebhookOrder {
  @Field(() => WebhookOrderField, { description: 'Field.' }) field!: keyof typeof WebhookOrderField;
  @Field(() => OrderDirection, { description: 'Direction.' }) direction!: OrderDirection;
}

@InputType({ description: 'Filter of webhooks. All given conditions must hold; a list matches any of its values.' })
export class WebhookFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or URL, case-insensitive.' }) search?: string | null;
  @Field(() => [EnvironmentKey], { nullable: true, description: 'Environments.' }) environments?: Environment[] | null;
  @Field(() => [WebhookStatus], { nullable: true, description: 'Statuses.' }) statuses?: WebhookStatus[] | null;
  @Field(() => [HealthState], { nullable: true, description: 'Health states over the last 24 h.' }) health?: Health[] | null;
  @Field(() => [EventTypeCode], { nullable: true, description: 'Receives any of these.' }) eventTypes?: string[] | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Include those deleted and still restorable.' }) includeDeleted?: boolean | null;
}

@ArgsType()
export class WebhooksArgs extends PageArgs {
  @Field(() => WebhookFilter, { nullable: true, description: 'Filter.' }) filter?: WebhookFilter | null;
  @Field(() => WebhookOrder, { nullable: true, description: 'Order; name by default.' }) orderBy?: WebhookOrder | null;
}

@InputType({ description: 'An extra request header.' })
export class CustomHeaderInput {
  @Field(() => String, { description: 'Name; `webhook-*`, `x-webhook-*`, `n-signature`, `host`, `content-*` and hop-by-hop names are refused.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'Value; null keeps the stored secret value.' }) value?: string | null;
  @Field(() => Boolean, { defaultValue: true, description: 'Write-only.' }) isSecret!: boolean;
}

@InputType({ description: 'Input of webhookCreate.' })
export class WebhookCreateInput {
  @Field(() => String, { description: 'Friendly name, 1–120 characters.' }) name!: string;
  @Field(() => String, { description: 'https URL. A String, so that all problems come back as user errors at once.' }) url!: string;
  @Field(() => EnvironmentKey, { description: 'Environment.' }) environment!: Environment;
  @Field(() => [EventTypePattern], { description: 'Codes or patterns, at least one.' }) events!: string[];
  @Field(() => String, { nullable: true, description: 'Notes.' }) description?: string | null;
  @Field(() => Boolean, { defaultValue: true, description: 'Active at once.' }) isActive!: boolean;
  @Field(() => String, { nullable: true, description: 'Own secret, `whsec_` and base64 of 24–64 bytes; made by the server when omitted.' })
  signingSecret?: string | null;
  @Field(() => PayloadFormat, { defaultValue: 'STANDARD', description: 'Body format.' }) payloadFormat!: Format;
  @Field(() => [CustomHeaderInput], { nullable: true, description: 'Extra request headers.' }) customHeaders?: CustomHeaderInput[] | null;
  @Field(() => RetryPolicyInput, { nullable: true, description: 'Own retry policy.' }) retryPolicy?: RetryPolicyInput | null;
  @Field(() => Duration, { nullable: true, description: 'Own timeout, PT1S–PT30S.' }) timeout?: number | null;
  @Field(() => Int, { nullable: true, description: 'Most requests per second, 1–1000; unlimited when omitted.' }) maxRequestsPerSecond?: number | null;
  @Field(() => Int, { defaultValue: DEFAULT_CONCURRENCY, description: 'Most requests at once, 1–100.' }) maxConcurrency!: number;
  @Field(() => DeliveryOrdering, { defaultValue: 'PARALLEL', description: 'Order of deliveries.' }) ordering!: Ordering;
  @Field(() => [SignatureScheme], { defaultValue: ALL_SCHEMES, description: 'Signature schemes; at least one.' }) signatureSchemes!: Scheme[];
  @Field(() => String, { nullable: true, description: 'Expression over the event, in CEL; see `contentFilterPreview`.' }) contentFilter?: string | null;
  @Field(() => String, {
    nullable: true, description: 'Repeating a request with the same key and input returns the first result for 24 h. Also as header `Idempotency-Key`.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Input of webhookUpdate.' })
export class WebhookUpdateInput {
  @Field(() => ID, { description: 'Webhook.' }) id!: string;
  @Field(() => Int, { nullable: true, description: 'Version read; refused when it changed since. Omit to overwrite.' }) expectedVersion?: number | null;
  @Field(() => String, { nullable: true, description: 'Friendly name.' }) name?: string | null;
  @Field(() => String, { nullable: true, description: 'https URL.' }) url?: string | null;
  @Field(() => EnvironmentKey, { nullable: true, description: 'Environment.' }) environment?: Environment | null;
  @Field(() => [EventTypePattern], { nullable: true, description: 'Codes or patterns; replaces all.' }) events?: string[] | null;
  @Field(() => String, { nullable: true, description: 'Notes.' }) description?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Active or not.' }) isActive?: boolean | null;
  @Field(() => PayloadFormat, { nullable: true, description: 'Body format.' }) payloadFormat?: Format | null;
  @Field(() => [CustomHeaderInput], { nullable: true, description: 'Extra request headers; replaces all.' }) customHeaders?: CustomHeaderInput[] | null;
  @Field(() => RetryPolicyInput, { nullable: true, description: 'Own retry policy; null goes back to the default.' })
  retryPolicy?: RetryPolicyInput | null;
  @Field(() => Duration, { nullable: true, description: 'Own timeout; null goes back to the default.' }) timeout?: number | null;
  @Field(() => Int, { nullable: true, description: 'Most requests per second, 1–1000; null is unlimited.' }) maxRequestsPerSecond?: number | null;
  @Field(() => Int, { nullable: true, description: 'Most requests at once, 1–100.' }) maxConcurrency?: number | null;
  @Field(() => DeliveryOrdering, { nullable: true, description: 'Order of deliveries.' }) ordering?: Ordering | null;
  @Field(() => [SignatureScheme], { nullable: true, description: 'Signature schemes; at least one.' }) signatureSchemes?: Scheme[] | null;
  @Field(() => String, { nullable: true, description: 'Expression over the event, in CEL; null removes it.' }) contentFilter?: string | null;
}

@InputType({ description: 'Input of webhookDelete.' })
export class WebhookDeleteInput {
  @Field(() => ID, { description: 'Webhook.' }) id!: string;
}

@InputType({ description: 'Input of webhookRestore.' })
export class WebhookRestoreInput {
  @Field(() => ID, { description: 'Webhook.' }) id!: string;
}

@InputType({ description: 'Input of webhooksActivate.' })
export class WebhooksActivateInput {
  @Field(() => [ID], { description: 'Webhooks, at most 100.' }) ids!: string[];
}

@InputType({ description: 'Input of webhooksDeactivate.' })
export class WebhooksDeactivateInput {
  @Field(() => [ID], { description: 'Webhooks, at most 100.' }) ids!: string[];
}

@InputType({ description: 'Input of webhookSecretRotate.' })
export class WebhookSecretRotateInput {
  @Field(() => ID, { description: 'Webhook.' }) id!: string;
  @Field(() => Duration, { nullable: true, description: 'How long the old secret also signs; the `secretOverlap` of the settings when omitted, PT0S for a leak.' })
  overlap?: number | null;
  @Field(() => String, { nullable: true, description: 'Own secret instead of a made one.' }) signingSecret?: string | null;
}

@InputType({ description: 'Input of webhookSecretReveal.' })
export class WebhookSecretRevealInput {
  @Field(() => ID, { description: 'Webhook.' }) id!: string;
  @Field(() => ID, { nullable: true, description: 'Secret; the current one when omitted.' }) secretId?: string | null;
}

@InputType({ description: 'Input of webhookSecretExpire.' })
export class WebhookSecretExpireInput {
  @Field(() => ID, { description: 'Webhook.' }) id!: string;
  @Field(() => ID, { description: 'Secret; not the current one.' }) secretId!: string;
}

@InputType({ description: 'Input of webhookTest.' })
export class WebhookTestInput {
  @Field(() => ID, { description: 'Webhook, active or not.' }) id!: string;
}
