import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../server/auth/viewer.ts';
import { newId, type IdPrefix } from '../../server/domain/ids.ts';
import { API_SCOPES } from '../../server/domain/roles.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { AuditEntry } from '../../server/storage/entities/audit-entry.ts';
import { BulkOperation } from '../../server/storage/entities/bulk-operation.ts';
import { makeWorld, snapshotOf, type AccountWorld } from './account-world.ts';
import { ApiBench } from './api-bench.ts';
import { NOON } from '../support/factories.ts';
import { idPaths, operationFor, rootFields, type IdPath, type RootField } from './schema-walk.ts';

/** Other arguments, where without them an operation ends before it looks at the id. */
const VALUES: Readonly<Record<string, (own: AccountWorld) => Record<string, unknown>>> = {
  'Query.contentFilterPreview(input.eventId)': () => ({ 'input.expression': 'true' }),
  'Query.deliveryPreview(input.eventId)': ({ ids }) => ({ 'input.webhookId': ids.wh }),
  'Query.deliveryStats(webhookIds)': () => ({ 'range.from': new Date(NOON - 100 * HOUR_MS).toISOString(), 'range.to': new Date(NOON).toISOString() }),
  'Mutation.webhookSecretReveal(input.secretId)': ({ ids }) => ({ 'input.id': ids.wh }),
  'Mutation.webhookSecretExpire(input.secretId)': ({ ids }) => ({ 'input.id': ids.wh }),
  'Subscription.deliveryAttempts(filter.webhookIds)': () => ({ snapshot: 10 }),
};

const NEEDS_ESTIMATE = 'begins with a token of Query.bulkEstimate only, which is asked with the same scope';
const ONLY_REPLAYED = 'what failed or was missed is over and cannot be cancelled';

/** Places where no id of anybody makes a difference, and why. */
const INDIFFERENT: Readonly<Record<string, string>> = {
  'Subscription.deliveryLiveStats(webhookIds)': 'counts what happens while it is listened to, and here nothing does; see test/live/live-stats.test.ts',
  'Mutation.deliveriesReplay(input.scope.filter.webhookIds)': NEEDS_ESTIMATE,
  'Mutation.deliveriesCancel(input.scope.filter.webhookIds)': NEEDS_ESTIMATE,
  'Mutation.deliveriesCancel(input.scope.failedSince.webhookId)': ONLY_REPLAYED,
  'Mutation.deliveriesCancel(input.scope.missedSince.webhookId)': ONLY_REPLAYED,
};

const schema = await buildKeybellSchema();
const places = rootFields(schema).flatMap((root) => idPaths(root).map((path) => [`${root.name}(${path.join('.')})`, root, path] as const));
/** How long a stream may be silent until it counts as one that says nothing. */
const SILENCE_MS = 300;

describe('what belongs to another account', () => {
  let api: ApiBench;
  let other: AccountWorld;
  let own: AccountWorld;
  beforeAll(async () => {
    api = await ApiBench.open();
    other = await makeWorld(api);
    own = await makeWorld(api);
  });
  afterAll(() => api.close());

  /** The answer to an operation with this id at that place, in which the id itself is left out. */
  async function answer(world: AccountWorld, root: RootField, path: IdPath, id: string): Promise<string> {
    const values = VALUES[`${root.name}(${path.join('.')})`]?.(world);
    const { source, variables } = operationFor(root, { at: { path, id }, values });
    const result = root.kind === 'subscription' ? await firstOf(world.viewer, source, variables) : await api.ask(world.viewer, source, variables);
    await forgetExports();
    return JSON.stringify(result).replaceAll(id, 'ID').replaceAll(/"key \d+"/g, '"key"').replaceAll(/bulk_[0-9A-Z]{26}/g, 'a new operation');
  }

  /** Anybody may begin an export of whatever ids: it has nothing of others, see the test of exports. An account may have few open ones. */
  const forgetExports = () => api.store.write(async (tx) => {
    await tx.delete(BulkOperation, { kind: 'EXPORT' });
    await tx.delete(AuditEntry, { action: 'deliveryAttempts.export' });
  });

  async function firstOf(viewer: Viewer, source: string, variables: Record<string, unknown>): Promise<unknown> {
    const stream = await api.follow(viewer, source, variables);
    if (!('next' in stream)) return stream;
    const silence = new Promise((resolve) => setTimeout(resolve, SILENCE_MS, 'silence'));
    const first = await Promise.race([stream.next(), silence]);
    await stream.return(undefined);
    return first;
  }

  it.each(places)('looks like nothing to %s', { timeout: 20_000 }, async (_place, root, path) => {
    const before = await snapshotOf(api, other.accountId);
    for (const [prefix, id] of Object.entries(other.ids)) {
      const [foreign, unknown] = [await answer(own, root, path, id), await answer(own, root, path, unknownId(prefix, id))];
      expect([prefix, foreign]).toEqual([prefix, unknown]);
    }
    expect(await snapshotOf(api, other.accountId)).toBe(before);
  });

  it.each(places)('would be told from nothing if it were one\'s own by %s', { timeout: 20_000 }, async (place, root, path) => {
    const world = await makeWorld(api);
    const told: string[] = [];
    for (const [prefix, id] of Object.entries(world.ids)) {
      if (await answer(world, root, path, unknownId(prefix, id)) !== await answer(world, root, path, id)) told.push(prefix);
    }
    if (place in INDIFFERENT) expect(told).toEqual([]);
    else expect(told.length).toBeGreaterThan(0);
  });

  it.each(places)('and to another environment looks like nothing to %s', { timeout: 20_000 }, async (_place, root, path) => {
    const viewer: Viewer = { ...api.key(API_SCOPES, ['STAGING']), accountId: own.accountId };
    const staging: AccountWorld = { ...own, viewer };
    const before = await snapshotOf(api, own.accountId);
    for (const prefix of ['wh', 'evt', 'dlv', 'att', 'sec', 'env'] as const) {
      const id = own.ids[prefix]!;
      expect([prefix, await answer(staging, root, path, id)]).toEqual([prefix, await answer(staging, root, path, unknownId(prefix, id))]);
    }
    expect(await snapshotOf(api, own.accountId)).toBe(before);
  });
});

/** An id of the same kind that nobody has. */
const unknownId = (prefix: string, like: string): string => (prefix === 'env' ? `env_${newId('acc').slice(4)}${like.at(-1)}` : newId(prefix as IdPrefix));
