import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { UserProblem } from '../../domain/errors.ts';
import type { RetryPolicy as Policy } from '../../domain/retry-policy.ts';
import { Actor } from '../actor.type.ts';
import { UserError } from '../errors.ts';
import { DateTime, Duration } from '../scalars.ts';
import { RetryPolicy } from '../webhooks/retry-policy.type.ts';

@ObjectType({ description: 'A named retry policy.', simpleResolvers: true })
export class RetryPolicyPreset {
  @Field(() => String, { description: 'Key.' }) key!: string;
  @Field(() => String, { description: 'Name, e.g. `Patient (3 days)`.' }) name!: string;
  @Field(() => String, { description: 'When to use it.' }) description!: string;
  @Field(() => RetryPolicy, { description: 'Policy.' }) policy!: Policy;
}

@ObjectType({ description: 'Alert settings.', simpleResolvers: true })
export class AlertSettings {
  @Field(() => Float, { nullable: true, description: 'Failure rate of 15 min that raises an alert, 0–1; null never.' })
  failureRateThreshold!: number | null;
  @Field(() => Boolean, { description: 'Tell when a webhook is switched off, and before, when it has only failed for a day.' })
  onAutoDisable!: boolean;
  @Field(() => [String], { description: 'E-mail addresses.' }) recipients!: string[];
  @Field(() => Boolean, { description: 'This server can send e-mail. While it cannot, because its operator has set no `SMTP_URL`, alerts are only written to its log.' })
  isEmailAvailable!: boolean;
}

@ObjectType({ description: 'Settings of webhooks.', simpleResolvers: true })
export class WebhookSettings {
  @Field(() => RetryPolicy, { description: 'Policy of webhooks without their own.' }) defaultRetryPolicy!: Policy;
  @Field(() => [RetryPolicyPreset], { description: 'Built-in choices for the picker.' }) retryPolicyPresets!: RetryPolicyPreset[];
  @Field(() => Duration, { description: 'Timeout of webhooks without their own.' }) defaultTimeout!: number;
  @Field(() => Duration, { description: 'How long delivery logs are kept.' }) retention!: number;
  @Field(() => Duration, { description: 'How long bodies are kept; at most `retention`.' }) bodyRetention!: number;
  @Field(() => Duration, { nullable: true, description: 'Continuous failure after which a webhook is switched off; null never.' })
  autoDisableAfter!: number | null;
  @Field(() => Duration, { description: 'Default overlap of rotated secrets.' }) secretOverlap!: number;
  @Field(() => AlertSettings, { description: 'Who is told of failures.' }) alerts!: AlertSettings;
  @Field(() => [String], { description: 'Addresses our requests come from, to be allowed by receivers.' }) sourceAddresses!: readonly string[];
  @Field(() => Int, { description: 'Grows with every change.' }) version!: number;
  @Field(() => DateTime, { description: 'Changed.' }) updatedAt!: number;
  @Field(() => Actor, { nullable: true, description: 'By whom.' }) updatedBy!: typeof Actor | null;
}

@ObjectType({ description: 'Result of webhookSettingsUpdate.', simpleResolvers: true })
export class WebhookSettingsUpdatePayload {
  @Field(() => WebhookSettings, { nullable: true, description: 'Settings; null on error.' }) settings!: WebhookSettings | null;
  @Field(() => [UserError], { description: 'Problems.' }) userErrors!: UserProblem[];
}
