import DataLoader from 'dataloader';
import type { EnvironmentKey } from '../domain/environments.ts';
import { groupBy } from '../domain/group-by.ts';
import { prefixOf } from '../domain/ids.ts';
import { restorableSince } from '../domain/restoring.ts';
import { signingAt } from '../domain/signing/key-states.ts';
import type { ApiKey } from '../storage/entities/api-key.ts';
import type { AuditEntry } from '../storage/entities/audit-entry.ts';
import type { BulkOperation } from '../storage/entities/bulk-operation.ts';
import type { AttemptContent, DeliveryAttempt } from '../storage/entities/delivery-attempt.ts';
import type { Delivery } from '../storage/entities/delivery.ts';
import type { WebhookSettings } from '../storage/entities/webhook-settings.ts';
import type { Member, Person } from '../storage/entities/member.ts';
import type { SigningKey } from '../storage/entities/signing-key.ts';
import type { Webhook, WebhookSecret } from '../storage/entities/webhook.ts';
import { findApiKeys } from '../storage/repositories/api-keys.ts';
import { findAttemptContents, findAttempts } from '../storage/repositories/attempts.ts';
import { findAuditEntries } from '../storage/repositories/audit-log.ts';
import { findOperations, findReplayed, type OperationScope } from '../storage/repositories/bulk-operations.ts';
import { findDeliveries } from '../storage/repositories/deliveries.ts';
import { countDeliveriesByStatus, findEventBodies, findEvents, findEventsWithBody, type EventFacts, type StatusCount } from '../storage/repositories/events.ts';
import { findMembersEver, findPersons } from '../storage/repositories/members.ts';
import { findProtectedPersons } from '../storage/repositories/second-factors.ts';
import { findSigningKeys } from '../storage/repositories/signing-keys.ts';
import { countBacklogs } from '../storage/repositories/stats.ts';
import type { VolumeSum } from '../storage/repositories/stat-series.ts';
import { findPublicKeys } from '../storage/repositories/signing-keys.ts';
import { findSecrets } from '../storage/repositories/webhook-secrets.ts';
import { findSettings } from '../storage/repositories/webhook-settings.ts';
import { countByEnvironment, findWebhooks } from '../storage/repositories/webhooks.ts';
import { readingUntil, type Waiting } from '../storage/reading-until.ts';
import type { Store } from '../storage/store.ts';
import type { Reads } from '../storage/together.ts';
import { gatheredReads } from './gathered-reads.ts';
import type { StatsValue } from './stats/read-stats.ts';
import { statsLoader, volumeLoader, type StatsRequest, type VolumeRequest } from './stats/stats-loaders.ts';
import { readHealth, type HealthFacts } from './webhooks/read-health.ts';

export interface HealthQuestion { webhookId: string; windowMs: number }

export type PublicKey = Awaited<ReturnType<typeof findPublicKeys>>[number];

type ById<Row> = DataLoader<string, Row | null>;

/**
 * Reads of one request, gathered: fifty deliveries ask for their webhooks in one statement. Rows outside the caller's account and
 * environments are null, as if there were none, so no resolver has to check again.
 */
export interface Loaders {
  webhook: ById<Webhook>;
  /** Also those that can be restored. */
  webhookOrDeleted: ById<Webhook>;
  event: ById<EventFacts>;
  eventBody: ById<string>;
  /** Whether an event still has its body. */
  hasBody: DataLoader<string, boolean>;
  delivery: ById<Delivery>;
  attempt: ById<DeliveryAttempt>;
  /** By attempt. */
  content: ById<AttemptContent>;
  /** By webhook, the current one first. */
  secrets: DataLoader<string, WebhookSecret[]>;
  health: DataLoader<HealthQuestion, HealthFacts, string>;
  stats: DataLoader<StatsRequest, StatsValue, string>;
  /** Published events of a type by bucket. */
  volume: DataLoader<VolumeRequest, VolumeSum[], string>;
  /** By account. */
  settings: DataLoader<string, WebhookSettings>;
  /** Public key that signs for an account now; null while it has none. */
  signingKey: ById<PublicKey>;
  /** Deliveries of a webhook that wait or run. */
  backlog: DataLoader<string, number>;
  /** Which delivery a replay repeats. */
  replayed: DataLoader<string, string | null>;
  /** Deliveries of an event by status. */
  deliveryCounts: DataLoader<string, StatusCount[]>;
  /** Member or API key. */
  actor: ById<Member | ApiKey>;
  /** Of a member who was read before. */
  person: ById<Person>;
  /** By person. */
  hasTwoFactor: DataLoader<string, boolean>;
  webhookCount: DataLoader<EnvironmentKey, number>;
  /** By account. */
  signingKeys: DataLoader<string, SigningKey[]>;
  operation: ById<BulkOperation>;
  auditEntry: ById<AuditEntry>;
  /** Pages and counts of nested lists. */
  lists: Reads;
}

/**
 * New loaders, for one request or one message of a stream: what they have read once they do not read again. With somebody who waits
 * they read no more when nobody does. They are made when the first of them is asked for, which most mutations never do.
 */
export function createLoaders(deps: LoaderDeps, viewer: OperationScope | null, waiting: Waiting | null = null): Loaders {
  let made: Loaders | undefined;
  return new Proxy({} as Loaders, { get: (_none, name: keyof Loaders) => (made ??= makeLoaders(deps, viewer, waiting))[name] });
}

interface LoaderDeps { store: Store; clock: () => number }

function makeLoaders({ store: whole, clock }: LoaderDeps, viewer: OperationScope | null, waiting: Waiting | null): Loaders {
  const store = waiting ? readingUntil(whole, waiting) : whole;
  const scope: OperationScope = viewer ?? { accountId: '', environments: [], actorId: '' };
  return {
    webhook: byId((ids) => findWebhooks(store, scope, ids)),
    webhookOrDeleted: byId((ids) => findWebhooks(store, scope, ids, restorableSince(clock()))),
    event: byId((ids) => findEvents(store, scope, ids)),
    delivery: byId((ids) => findDeliveries(store, scope, ids)),
    attempt: byId((ids) => findAttempts(store, scope, ids)),
    content: byKey((ids) => findAttemptContents(store, ids), (content) => content.attemptId),
    eventBody: new DataLoader(async (ids) => valuesOf(await findEventBodies(store, ids), ids, null)),
    hasBody: new DataLoader(async (ids) => {
      const found = await findEventsWithBody(store, ids);
      return ids.map((id) => found.has(id));
    }),
    secrets: new DataLoader(async (ids) => valuesOf(groupBy(await findSecrets(store, ids), (secret) => secret.webhookId), ids, [])),
    backlog: new DataLoader(async (ids) => valuesOf(await countBacklogs(store, ids), ids, 0)),
    replayed: new DataLoader(async (ids) => valuesOf(await findReplayed(store, ids), ids, null)),
    deliveryCounts: new DataLoader(async (ids) => valuesOf(groupBy(await countDeliveriesByStatus(store, ids), (count) => count.eventId), ids, [])),
    webhookCount: new DataLoader(async (keys) => valuesOf(await countByEnvironment(store, scope), keys, 0)),
    health: healthLoader(store, clock),
    stats: statsLoader(store, clock),
    volume: volumeLoader(store, scope.accountId),
    settings: new DataLoader((ids) => Promise.all(ids.map((id) => findSettings(store.reader, id)))),
    signingKey: new DataLoader((ids) => Promise.all(ids.map(async (id) => signingAt(await findPublicKeys(store, id), clock()) ?? null))),
    actor: byId((ids) => findActors(store, scope.accountId, ids)),
    person: byId((ids) => findPersons(store, ids)),
    signingKeys: new DataLoader((ids) => Promise.all(ids.map((id) => findSigningKeys(store.reader, id)))),
    operation: byId((ids) => findOperations(store, scope, ids)),
    auditEntry: byId((ids) => findAuditEntries(store, scope, ids)),
    lists: gatheredReads(),
    hasTwoFactor: new DataLoader(async (ids) => {
      const found = await findProtectedPersons(store, ids);
      return ids.map((id) => found.has(id));
    }),
  };
}

const byId = <Row extends { id: string }>(find: (ids: readonly string[]) => Promise<Row[]>): ById<Row> => byKey(find, (row) => row.id);

function byKey<Row>(find: (keys: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string): ById<Row> {
  return new DataLoader(async (keys) => valuesOf(new Map((await find(keys)).map((row) => [keyOf(row), row])), keys, null));
}

function valuesOf<Key, Value, Default>(found: ReadonlyMap<Key, Value>, keys: readonly Key[], otherwise: Default): (Value | Default)[] {
  return keys.map((key) => found.get(key) ?? otherwise);
}

/** Questions about the same window, as those of one list are, become one. */
function healthLoader(store: Store, clock: () => number): Loaders['health'] {
  return new DataLoader<HealthQuestion, HealthFacts, string>(async (questions) => {
    const answers = new Map<string, HealthFacts>();
    for (const [windowMs, same] of groupBy(questions, (question) => question.windowMs)) {
      const facts = await readHealth(store, same.map(({ webhookId }) => webhookId), { windowMs, now: clock() });
      for (const each of facts) answers.set(healthKey({ webhookId: each.webhookId, windowMs }), each);
    }
    return questions.map((question) => answers.get(healthKey(question))!);
  }, { cacheKeyFn: healthKey });
}

const healthKey = ({ webhookId, windowMs }: HealthQuestion) => `${webhookId} ${windowMs}`;

async function findActors(store: Store, accountId: string, ids: readonly string[]): Promise<(Member | ApiKey)[]> {
  const [keyIds, memberIds] = (['key', 'mem'] as const).map((prefix) => ids.filter((id) => prefixOf(id) === prefix)) as [string[], string[]];
  const [keys, members] = await Promise.all([
    keyIds.length > 0 ? findApiKeys(store, accountId, keyIds) : [], memberIds.length > 0 ? findMembersEver(store, accountId, memberIds) : [],
  ]);
  return [...keys, ...members];
}

/** Of a subscription: what loaders have read is remembered for one message only. */
export function renewLoaders(context: { loaders: Loaders; deps: LoaderDeps; viewer: OperationScope | null }): void {
  context.loaders = createLoaders(context.deps, context.viewer);
}
