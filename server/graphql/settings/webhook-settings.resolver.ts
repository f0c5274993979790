import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { changeSettings } from '../../commands/change-settings.ts';
import { effectiveRetention } from '../../domain/retention.ts';
import { RETRY_POLICY_PRESETS } from '../../domain/retry-presets.ts';
import type { WebhookSettings as SettingsRow } from '../../storage/entities/webhook-settings.ts';
import { CHOOSE_RETENTION, SETTINGS } from '../access-rules.ts';
import { Access, requireAccess, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { orUserErrors } from '../errors.ts';
import { toSettingsChange, WebhookSettingsUpdateInput } from './webhook-settings.input.ts';
import { WebhookSettings, WebhookSettingsUpdatePayload } from './webhook-settings.type.ts';

@Resolver(() => WebhookSettings)
export class WebhookSettingsResolver {
  @Query(() => WebhookSettings, { description: 'Settings.' })
  @Access(SETTINGS)
  webhookSettings(@Ctx() context: GraphqlContext): Promise<SettingsRow> {
    return context.loaders.settings.load(viewerOf(context).accountId);
  }

  @Mutation(() => WebhookSettingsUpdatePayload, { description: 'Change the settings. They hold from the next attempt on, also for what waits already.' })
  @Access(SETTINGS)
  webhookSettingsUpdate(@Ctx() context: GraphqlContext, @Arg('input', () => WebhookSettingsUpdateInput, { description: 'Input.' }) input: WebhookSettingsUpdateInput) {
    if (input.retention !== undefined || input.bodyRetention !== undefined) requireAccess(context, CHOOSE_RETENTION);
    return orUserErrors(async () => ({ settings: await changeSettings(context.deps, viewerOf(context), toSettingsChange(input)) }));
  }

  @FieldResolver() retryPolicyPresets() { return RETRY_POLICY_PRESETS; }
  @FieldResolver() defaultTimeout(@Root() settings: SettingsRow) { return settings.defaultTimeoutMs; }
  @FieldResolver() retention(@Root() settings: SettingsRow, @Ctx() { deps }: GraphqlContext) { return effectiveRetention(settings, deps.settings.retention).factsMs; }
  @FieldResolver() bodyRetention(@Root() settings: SettingsRow, @Ctx() { deps }: GraphqlContext) { return effectiveRetention(settings, deps.settings.retention).bodiesMs; }
  @FieldResolver() autoDisableAfter(@Root() settings: SettingsRow) { return settings.autoDisableAfterMs; }
  @FieldResolver() secretOverlap(@Root() settings: SettingsRow) { return settings.secretOverlapMs; }
  @FieldResolver() sourceAddresses(@Ctx() { service }: GraphqlContext) { return service.sourceAddresses; }

  @FieldResolver()
  alerts(@Root() { failureRateThreshold, alertsOnAutoDisable, alertRecipients }: SettingsRow, @Ctx() { service }: GraphqlContext) {
    return { failureRateThreshold, onAutoDisable: alertsOnAutoDisable, recipients: alertRecipients, isEmailAvailable: service.canSendEmail };
  }

  @FieldResolver()
  updatedBy(@Root() { updatedBy }: SettingsRow, @Ctx() { loaders }: GraphqlContext) {
    return updatedBy === null ? null : loaders.actor.load(updatedBy);
  }
}
