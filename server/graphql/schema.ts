import type { GraphQLSchema } from 'graphql';
import { buildSchema, type BuildSchemaOptions } from 'type-graphql';
import { unguardedFields } from './authorize.ts';
import { AuditLogResolver } from './audit/audit-log.resolver.ts';
import { ApiKeyResolver } from './credentials/api-key.resolver.ts';
import { SigningKeyResolver } from './credentials/signing-key.resolver.ts';
import { DeliveryAttemptResolver } from './deliveries/delivery-attempt.resolver.ts';
import { DeliveryResolver } from './deliveries/delivery.resolver.ts';
import { LiveResolver } from './deliveries/live.resolver.ts';
import { EnvironmentResolver } from './environments/environment.resolver.ts';
import { EventTypeMutationsResolver } from './event-types/event-type-mutations.resolver.ts';
import { EventTypeResolver } from './event-types/event-type.resolver.ts';
import { publishDirectly, PublishResolver } from './events/publish.resolver.ts';
import { WebhookEventResolver } from './events/webhook-event.resolver.ts';
import { guardFields, undecidedTypes } from './field-rules.ts';
import { heedWaiting } from './heed-waiting.ts';
import { NodeResolver } from './node/node.resolver.ts';
import { BulkEstimateResolver } from './operations/bulk-estimate.resolver.ts';
import { BulkMutationsResolver } from './operations/bulk-mutations.resolver.ts';
import { BulkOperationResolver } from './operations/bulk-operation.resolver.ts';
import { ExportResolver } from './operations/export.resolver.ts';
import { ConsoleSessionResolver } from './session/console-session.resolver.ts';
import { SessionResolver } from './session/session.resolver.ts';
import { TwoFactorResolver } from './session/two-factor.resolver.ts';
import { ViewerResolver } from './session/viewer.resolver.ts';
import { WebhookSettingsResolver } from './settings/webhook-settings.resolver.ts';
import { AccountResolver } from './team/account.resolver.ts';
import { MemberMutationsResolver } from './team/member-mutations.resolver.ts';
import { MemberResolver } from './team/member.resolver.ts';
import { LiveStatsResolver } from './stats/live-stats.resolver.ts';
import { DeliveryStatsResolver, EventVolumeResolver, WebhookStatsResolver } from './stats/stats.resolver.ts';
import { ContentFilterResolver } from './webhooks/content-filter.resolver.ts';
import { RetryPolicyResolver, RetryScheduleResolver, RetryStepResolver } from './webhooks/retry-policy.resolver.ts';
import { SampleResolver } from './webhooks/sample.resolver.ts';
import { UrlCheckResolver } from './webhooks/url-check.resolver.ts';
import { WebhookChangesResolver } from './webhooks/webhook-changes.resolver.ts';
import { WebhookMutationsResolver } from './webhooks/webhook-mutations.resolver.ts';
import { WebhookResolver } from './webhooks/webhook.resolver.ts';

const resolvers = [
  ViewerResolver, NodeResolver, EnvironmentResolver, WebhookResolver, RetryPolicyResolver, RetryScheduleResolver, RetryStepResolver,
  EventTypeResolver, EventTypeMutationsResolver, WebhookEventResolver, DeliveryResolver, DeliveryAttemptResolver, SigningKeyResolver, ApiKeyResolver,
  WebhookSettingsResolver, WebhookMutationsResolver, UrlCheckResolver, ContentFilterResolver, SampleResolver, PublishResolver, SessionResolver, ConsoleSessionResolver, TwoFactorResolver, MemberResolver, MemberMutationsResolver, AccountResolver, LiveResolver, BulkOperationResolver, BulkEstimateResolver, BulkMutationsResolver, ExportResolver,
  AuditLogResolver, DeliveryStatsResolver, WebhookStatsResolver, EventVolumeResolver, LiveStatsResolver,
  WebhookChangesResolver,
] as const;

/** type-graphql asks for one as soon as there is a subscription; ours all bring their own `subscribe`. */
const noPubSub: NonNullable<BuildSchemaOptions['pubSub']> = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('A subscription has no subscribe function of its own.');
  },
};

/**
 * The whole API. Arguments are checked by GraphQL and by the commands, not by class-validator. A field that says nothing about who
 * may use it is a mistake, so there is no schema with one.
 */
export async function buildKeybellSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({ resolvers: [...resolvers] as unknown as BuildSchemaOptions['resolvers'], validate: false, pubSub: noPubSub });
  const unguarded = unguardedFields(schema);
  if (unguarded.length > 0) throw new Error(`Who may use these fields? Decide with @Access or @Open: ${unguarded.join(', ')}`);
  const undecided = undecidedTypes(schema);
  if (undecided.length > 0) throw new Error(`Who may read these fields? Decide in field-rules.ts, which must not name what is not there: ${undecided.join(', ')}`);
  return guardFields(heedWaiting(publishDirectly(schema)));
}
