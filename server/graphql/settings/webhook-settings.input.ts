import { Field, Float, InputType, Int } from 'type-graphql';
import type { ChangeSettingsInput } from '../../commands/change-settings.ts';
import { Duration } from '../scalars.ts';
import { RetryPolicyInput, toRetryPolicy } from '../webhooks/retry-policy.input.ts';

@InputType({ description: 'Alert settings.' })
export class AlertSettingsInput {
  @Field(() => Float, { nullable: true, description: 'Failure rate that raises an alert.' }) failureRateThreshold?: number | null;
  @Field(() => Boolean, { defaultValue: true, description: 'Tell when a webhook is switched off, and before.' }) onAutoDisable!: boolean;
  @Field(() => [String], { defaultValue: [], description: 'E-mail addresses, at most 20.' }) recipients!: string[];
}

@InputType({ description: 'Input of webhookSettingsUpdate. Omitted fields stay; null goes back to the standard.' })
export class WebhookSettingsUpdateInput {
  @Field(() => Int, { nullable: true, description: 'Version read.' }) expectedVersion?: number | null;
  @Field(() => RetryPolicyInput, { nullable: true, description: 'Default retry policy.' }) defaultRetryPolicy?: RetryPolicyInput | null;
  @Field(() => Duration, { nullable: true, description: 'Default timeout, PT1S–PT30S.' }) defaultTimeout?: number | null;
  @Field(() => Duration, { nullable: true, description: 'Retention of logs, P1D–P365D. Only for SUPER_ADMIN.' }) retention?: number | null;
  @Field(() => Duration, { nullable: true, description: 'Retention of bodies, from P1D to the retention of logs. Only for SUPER_ADMIN.' })
  bodyRetention?: number | null;
  @Field(() => Duration, { nullable: true, description: 'Continuous failure after which a webhook is switched off, PT1H–P90D; null never.' })
  autoDisableAfter?: number | null;
  @Field(() => Duration, { nullable: true, description: 'Default overlap of rotated secrets, PT0S–P7D.' }) secretOverlap?: number | null;
  @Field(() => AlertSettingsInput, { nullable: true, description: 'Alerts; replaces all of them.' }) alerts?: AlertSettingsInput | null;
}

/** What the command needs of an input. */
export function toSettingsChange({ defaultRetryPolicy, alerts, ...input }: WebhookSettingsUpdateInput): ChangeSettingsInput {
  return {
    expectedVersion: input.expectedVersion,
    defaultRetryPolicy: defaultRetryPolicy ? toRetryPolicy(defaultRetryPolicy) : defaultRetryPolicy,
    defaultTimeoutMs: input.defaultTimeout,
    retentionMs: input.retention,
    bodyRetentionMs: input.bodyRetention,
    autoDisableAfterMs: input.autoDisableAfter,
    secretOverlapMs: input.secretOverlap,
    ...(alerts === undefined ? {} : {
      failureRateThreshold: alerts?.failureRateThreshold ?? null, alertsOnAutoDisable: alerts?.onAutoDisable ?? null, alertRecipients: alerts?.recipients ?? null,
    }),
  };
}
