import { defaultFieldResolver, isObjectType, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { EnvironmentKey } from '../domain/environments.ts';
import type { Viewer } from '../auth/viewer.ts';
import { PUBLISH_EVENTS, READ_AUDIT, READ_CREDENTIALS, READ_MEMBERS, READ_WEBHOOKS, SETTINGS, WRITE_DELIVERIES, WRITE_WEBHOOKS } from './access-rules.ts';
import { accessOf, forbidden, passes, refusalOf, requireAccess, rootTypes, viewerOf, type AccessRule } from './authorize.ts';
import type { GraphqlContext } from './context.ts';

/** Who may read the fields of a thing, whichever way they came to it. */
export interface FieldRule {
  /** One of these is enough: a thing is also the result of mutations of those who may not list it. */
  readonly anyOf: readonly AccessRule[];
  /** The member or API key that is asking may read it of itself. */
  readonly orOwn?: true;
  /** It belongs to an environment, and is only for those who may see that one. */
  readonly inEnvironment?: true;
}

const ANYBODY_SIGNED_IN: FieldRule = { anyOf: [{}] };
/** Whoever sees what somebody did sees the name, and nothing else of them. */
const NAMED: FieldRule = { anyOf: [READ_MEMBERS, READ_WEBHOOKS, WRITE_WEBHOOKS, WRITE_DELIVERIES, PUBLISH_EVENTS, READ_AUDIT], orOwn: true };
const SIGHT_OF_DELIVERIES: FieldRule = { anyOf: [READ_WEBHOOKS, WRITE_DELIVERIES, WRITE_WEBHOOKS], inEnvironment: true };

/** The rule of each thing that can be reached on its own: by its id, or from others. One field may have another than its type. */
const RULES: Readonly<Record<string, FieldRule>> = {
  Webhook: { anyOf: [READ_WEBHOOKS, WRITE_WEBHOOKS], inEnvironment: true },
  WebhookEvent: { anyOf: [READ_WEBHOOKS, PUBLISH_EVENTS], inEnvironment: true },
  Delivery: SIGHT_OF_DELIVERIES,
  DeliveryAttempt: SIGHT_OF_DELIVERIES,
  BulkOperation: { anyOf: [WRITE_DELIVERIES] },
  BulkEstimate: { anyOf: [WRITE_DELIVERIES] },
  WebhookSettings: { anyOf: [SETTINGS] },
  SigningKey: { anyOf: [READ_CREDENTIALS] },
  AuditEntry: { anyOf: [READ_AUDIT] },
  EventType: ANYBODY_SIGNED_IN,
  EventTypeGroup: ANYBODY_SIGNED_IN,
  Member: { anyOf: [READ_MEMBERS], orOwn: true },
  'Member.id': NAMED,
  'Member.name': NAMED,
  ApiKey: { anyOf: [READ_CREDENTIALS], orOwn: true },
  'ApiKey.id': NAMED,
  'ApiKey.name': NAMED,
};

/** Types that are there only within something else, or only as what a field of Query, Mutation or Subscription gives: read by whoever may read that. */
const PARTS: ReadonlySet<string> = new Set([
  'Viewer', 'Account', 'Session', 'TwoFactor', 'RateLimit', 'ServiceInfo', 'Environment', 'SystemActor', 'PageInfo', 'ResultCount', 'TimeRange',
  'BasicUserError', 'PayloadSchemaError', 'SchemaViolation', 'UrlBlockedError', 'StaleWebhookError',
  'AuditChange', 'EventExample', 'EventTypeDeprecation', 'DeliverySummary', 'RoutingExplanation', 'RoutingRule',
  'CustomHeader', 'SigningSecret', 'WebhookStatusCount', 'WebhookHealth', 'FailureCount', 'CodeSnippet', 'RetryPolicy', 'RetrySchedule', 'RetryStep',
  'RetryPolicyPreset', 'AlertSettings', 'DeliveryStats', 'StatsTotals', 'StatsBucket', 'StatusCodeCount', 'EventTypeCount', 'TimeBucketCount',
  'HttpRequestRecord', 'HttpResponseRecord', 'HttpHeader', 'SignatureRecord', 'AttemptTiming', 'AttemptFailure',
  'ContentFilterPreview', 'DeliveryPreview', 'UrlCheck', 'UrlCheckStep', 'EventPublishResult',
  'DeliveryAttemptBatch', 'DeliveryUpdate', 'StreamGap', 'LiveStatsMessage', 'LiveStatsSample', 'WebhookChangeBatch', 'WebhookChange',
]);
const PART_NAMES = /(Payload|Connection|Edge)$/;

/** The rule of a field of a thing; `'part'` where who may read the whole may read it; undefined when nobody has decided. */
export function fieldRuleOf(type: string, field: string): FieldRule | 'part' | undefined {
  return RULES[`${type}.${field}`] ?? RULES[type] ?? (PARTS.has(type) || PART_NAMES.test(type) ? 'part' : undefined);
}

/** Object types for which nobody has decided who may read them, and decisions about what is not there. */
export function undecidedTypes(schema: GraphQLSchema): string[] {
  const types = thingsOf(schema);
  const known = new Set(types.flatMap((type) => [type.name, ...Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)]));
  const undecided = types.flatMap((type) => Object.keys(type.getFields()).filter((field) => fieldRuleOf(type.name, field) === undefined).map((field) => `${type.name}.${field}`));
  return [...undecided, ...[...Object.keys(RULES), ...PARTS].filter((name) => !known.has(name))];
}

/** Object types other than Query, Mutation and Subscription. */
export function thingsOf(schema: GraphQLSchema): GraphQLObjectType[] {
  const roots = rootTypes(schema);
  return Object.values(schema.getTypeMap()).filter(isObjectType).filter((type) => !type.name.startsWith('__') && !roots.includes(type));
}

/** Has every field look at its rules, so that a way to a thing which somebody opens one day opens nothing to whom it is not for. */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [...rootTypes(schema), ...thingsOf(schema)]) {
    for (const field of Object.values(type.getFields())) {
      const [access, rule] = [accessOf(field), fieldRuleOf(type.name, field.name)];
      if (access && !('because' in access)) guard(field, (context) => requireAccess(context, access));
      if (rule && rule !== 'part') guard(field, (context, source) => requireReading(context, rule, source));
    }
  }
  return schema;
}

function guard(field: GraphQLField<unknown, GraphqlContext>, check: (context: GraphqlContext, source: Source) => void): void {
  const resolve: GraphQLFieldResolver<unknown, GraphqlContext> = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    check(context, source as Source);
    return resolve(source, args, context, info);
  };
}

/** What a rule looks at. */
interface Source { readonly id?: string; readonly isOwn?: true; readonly environment?: EnvironmentKey }

function requireReading(context: GraphqlContext, rule: FieldRule, source: Source): void {
  if (rule.orOwn && (source.isOwn || source.id === context.viewer?.actorId)) return;
  const viewer = viewerOf(context);
  if (!rule.anyOf.some((each) => passes(viewer, each))) throw forbidden(refusalOfAll(viewer, rule));
  if (rule.inEnvironment && !viewer.environments.includes(source.environment!)) throw forbidden('This belongs to an environment that your API key is not for. Use a key of that environment.');
}

function refusalOfAll(viewer: Viewer, { anyOf }: FieldRule): string {
  const scopes = anyOf.flatMap(({ scope }) => scope ?? []);
  if (viewer.apiKeyId === null || scopes.length === 0) return refusalOf(viewer, anyOf[0]!)!;
  return `This API key lacks a scope that this field needs: ${scopes.join(' or ')}. Use a key that has it.`;
}
