import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { matchesAny } from '../../domain/event-type.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import { keySetPath } from '../../domain/signing/key-set-path.ts';
import { floorTo } from '../../domain/stats-range.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import type { EventType } from '../../storage/entities/event-type.ts';
import type { Webhook as WebhookRow } from '../../storage/entities/webhook.ts';
import { idsInHealth } from '../../storage/health-states.ts';
import type { PageOrder } from '../../storage/pages.ts';
import { successRateOrder, webhookOrder, webhooksOf, countByStatus, type WebhookFilter } from '../../storage/repositories/webhooks.ts';
import { isAllowed, READ_WEBHOOKS, REVEAL_SECRETS, WRITE_WEBHOOKS } from '../access-rules.ts';
import { Access, viewerOf } from '../authorize.ts';
import type { GraphqlContext } from '../context.ts';
import { DeliveriesArgs } from '../deliveries/delivery.input.ts';
import { readDeliveries } from '../deliveries/read-deliveries.ts';
import { eventTypeGroups } from '../event-types/event-type-groups.ts';
import { environmentValue } from '../environments/environment.resolver.ts';
import { badUserInput, readConnection } from '../page.type.ts';
import { Duration } from '../scalars.ts';
import type { CodeSnippet } from './code-snippet.type.ts';
import { withForecast } from './read-health.ts';
import { secretNameOf, verificationSnippets } from './verification-snippets.ts';
import { webhookQuestion } from './webhook-question.ts';
import { WebhooksArgs } from './webhook.input.ts';
import { Webhook, WebhookConnection, WebhookStatus, type SigningSecretState } from './webhook.type.ts';

const LONGEST_WINDOW_MS = 30 * DAY_MS;

@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => WebhookConnection, { description: 'Webhooks.' })
  @Access(READ_WEBHOOKS)
  async webhooks(@Ctx() context: GraphqlContext, @Args(() => WebhooksArgs) args: WebhooksArgs) {
    const { store } = context.deps;
    const streamCursor = await context.webhookLog.position(viewerOf(context));
    const filter = await filterOf(context, args);
    const query = webhooksOf(store, viewerOf(context), filter);
    const order = await orderOf(context, args);
    return {
      ...await readConnection(query, order, args),
      totalCount: () => query.getCount(),
      statusCounts: () => statusCounts(context, filter),
      streamCursor,
    };
  }

  @Query(() => Webhook, { nullable: true, description: 'One webhook; also a deleted one while it can be restored.' })
  @Access(READ_WEBHOOKS)
  webhook(@Ctx() { loaders }: GraphqlContext, @Arg('id', () => ID, { description: 'Global id.' }) id: string): Promise<WebhookRow | null> {
    return loaders.webhookOrDeleted.load(id);
  }

  @FieldResolver()
  environment(@Root() { accountId, environment }: WebhookRow) {
    return environmentValue(accountId, environment);
  }

  @FieldResolver()
  eventTypes(@Root() webhook: WebhookRow, @Ctx() context: GraphqlContext): EventType[] {
    return eventTypeGroups(matchedTypes(webhook, context)).flatMap((group) => group.eventTypes);
  }

  @FieldResolver()
  eventTypeCount(@Root() webhook: WebhookRow, @Ctx() context: GraphqlContext): number {
    return matchedTypes(webhook, context).length;
  }

  @FieldResolver()
  customHeaders(@Root() { customHeaders }: WebhookRow) {
    return customHeaders.map(({ name, value, isSecret }) => ({ name, value: isSecret ? null : value, isSecret }));
  }

  @FieldResolver()
  async signingSecrets(@Root() { id }: WebhookRow, @Ctx() { loaders, deps }: GraphqlContext) {
    const now = deps.clock();
    return (await loaders.secrets.load(id)).map((secret) => ({ ...secret, state: secretState(secret.expiresAt, now) }));
  }

  @FieldResolver()
  async effectiveRetryPolicy(@Root() { accountId, retryPolicy }: WebhookRow, @Ctx() { loaders }: GraphqlContext): Promise<RetryPolicy> {
    return retryPolicy ?? (await loaders.settings.load(accountId)).defaultRetryPolicy;
  }

  @FieldResolver()
  async timeout(@Root() { accountId, timeoutMs }: WebhookRow, @Ctx() { loaders }: GraphqlContext): Promise<number> {
    return timeoutMs ?? (await loaders.settings.load(accountId)).defaultTimeoutMs;
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  async health(
    @Root() { id, accountId, status }: WebhookRow,
    @Ctx() { loaders, deps }: GraphqlContext,
    @Arg('window', () => Duration, { nullable: true, defaultValue: DAY_MS, description: 'Window length, PT1H–P30D.' }) window: number | null,
  ) {
    const windowMs = window ?? DAY_MS;
    if (windowMs < HOUR_MS || windowMs > LONGEST_WINDOW_MS) throw badUserInput('`window` must be between PT1H and P30D.');
    const [facts, { autoDisableAfterMs: afterMs }] = await Promise.all([loaders.health.load({ webhookId: id, windowMs }), loaders.settings.load(accountId)]);
    return { ...withForecast(facts, { isActive: status === 'ACTIVE', afterMs, now: deps.clock() }), backlog: () => loaders.backlog.load(id) };
  }

  @FieldResolver()
  @Access(READ_WEBHOOKS)
  deliveries(@Root() { id }: WebhookRow, @Ctx() context: GraphqlContext, @Args(() => DeliveriesArgs) args: DeliveriesArgs) {
    return readDeliveries(context, args, { webhookId: id });
  }

  @FieldResolver()
  async verificationSnippets(@Root() { accountId, name, signatureSchemes }: WebhookRow, @Ctx() { loaders, service }: GraphqlContext): Promise<CodeSnippet[]> {
    const key = await loaders.signingKey.load(accountId);
    return verificationSnippets({ schemes: signatureSchemes, key, keySetUrl: `${service.publicUrl}${keySetPath(accountId)}`, secretName: secretNameOf(name) });
  }

  @FieldResolver()
  createdBy(@Root() { createdBy }: WebhookRow, @Ctx() { loaders }: GraphqlContext) {
    return createdBy === null ? null : loaders.actor.load(createdBy);
  }

  @FieldResolver()
  viewerCanUpdate(@Root() { deletedAt }: WebhookRow, @Ctx() context: GraphqlContext): boolean {
    return deletedAt === null && isAllowed(context, WRITE_WEBHOOKS);
  }

  @FieldResolver()
  viewerCanRevealSecret(@Root() { deletedAt }: WebhookRow, @Ctx() context: GraphqlContext): boolean {
    return deletedAt === null && isAllowed(context, REVEAL_SECRETS);
  }
}

async function filterOf(context: GraphqlContext, args: WebhooksArgs): Promise<WebhookFilter> {
  const now = context.deps.clock();
  const { filter, health } = webhookQuestion(args.filter, now);
  return health ? { ...filter, ids: await idsInHealth(context.deps.store, viewerOf(context), { filter, states: health, now }) } : filter;
}

function orderOf(context: GraphqlContext, { orderBy }: WebhooksArgs): PageOrder<WebhookRow> | Promise<PageOrder<WebhookRow>> {
  const { field, direction } = orderBy ?? { field: 'NAME', direction: 'ASC' };
  const { store, clock } = context.deps;
  if (field !== 'SUCCESS_RATE') return webhookOrder(field, direction);
  return successRateOrder(store, viewerOf(context), { direction, sinceHour: floorTo(clock() - DAY_MS, HOUR_MS) });
}

function matchedTypes({ accountId, eventPatterns }: WebhookRow, { deps }: GraphqlContext): EventType[] {
  return deps.catalogue.all(accountId).filter(({ code }) => matchesAny(eventPatterns, code));
}

async function statusCounts(context: GraphqlContext, filter: WebhookFilter) {
  const counts = await countByStatus(context.deps.store, viewerOf(context), filter);
  return Object.values(WebhookStatus).map((status) => ({ status, count: counts.get(status) ?? 0 }));
}

function secretState(expiresAt: number | null, now: number): SigningSecretState {
  if (expiresAt === null) return 'CURRENT';
  return expiresAt > now ? 'OVERLAPPING' : 'EXPIRED';
}
