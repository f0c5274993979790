import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../server/auth/viewer.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import type { EnvironmentKey } from '../../server/domain/environments.ts';
import { API_SCOPES } from '../../server/domain/roles.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { webhookInput } from '../commands/command-bench.ts';
import { insertDelivery, insertEvent, NOON } from '../support/factories.ts';
import { makeWorld, type AccountWorld } from './account-world.ts';
import { ApiBench } from './api-bench.ts';
import { operationFor, rootFields, type RootField } from './schema-walk.ts';

const schema = await buildKeybellSchema();
const fields = rootFields(schema).filter(({ kind }) => kind !== 'mutation').map((root) => [root.name, root] as const);

/** Other arguments, where without them there would be nothing to see. */
const VALUES: Readonly<Record<string, unknown>> = {
  'range.from': new Date(NOON - 100 * HOUR_MS).toISOString(), 'range.to': new Date(NOON).toISOString(), snapshot: 10,
};
/** How long a stream may be silent until it counts as one that says nothing. */
const SILENCE_MS = 300;

/** What other tests ask for by ids, see `other-accounts.test.ts`, is asked here without: lists and streams. */
describe('a key that is held to STAGING', () => {
  let api: ApiBench;
  let world: AccountWorld;
  const answers = new Map<string, string[]>();
  const key = (environments: EnvironmentKey[]): Viewer => ({ ...api.key(API_SCOPES, environments), accountId: world.accountId, actorId: world.ids.key!, apiKeyId: world.ids.key! });

  beforeAll(async () => {
    api = await ApiBench.open();
    world = await makeWorld(api);
    await askAll();
    await addProductionThings();
    await askAll();
  });
  afterAll(() => api.close());

  /** Every answer to a key of STAGING, and to one that may see PRODUCTION too. */
  async function askAll(): Promise<void> {
    for (const [name, root] of fields) {
      const both = [await answerTo(key(['STAGING']), root), await answerTo(key(['STAGING', 'PRODUCTION']), root)];
      answers.set(name, [...answers.get(name) ?? [], ...both]);
    }
  }

  async function answerTo(viewer: Viewer, root: RootField): Promise<string> {
    const { source, variables } = operationFor(root, { values: VALUES });
    const answer = root.kind === 'subscription' ? await firstOf(viewer, source, variables) : await api.ask(viewer, source, variables);
    // A cursor is a place in the log of the whole account.
    return JSON.stringify(answer, (name, value: unknown) => (/cursor$/i.test(name) ? undefined : value));
  }

  async function firstOf(viewer: Viewer, source: string, variables: Record<string, unknown>): Promise<unknown> {
    const stream = await api.follow(viewer, source, variables);
    if (!('next' in stream)) return stream;
    const silence = new Promise((resolve) => setTimeout(resolve, SILENCE_MS, 'silence'));
    const first = await Promise.race([stream.next(), silence]);
    await stream.return(undefined);
    return first;
  }

  async function addProductionThings(): Promise<void> {
    const { webhook } = await createWebhook(api.commands.deps, world.viewer, webhookInput({ name: 'Added later' }));
    const row = await api.store.reader.findOneByOrFail(Webhook, { id: webhook.id });
    const event = await insertEvent(api.store, row);
    const delivery = await insertDelivery(api.store, row, event, { status: 'FAILED', leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON });
    await api.addAttempt(delivery);
  }

  it.each(fields)('is told by %s nothing of what there is in PRODUCTION', (name) => {
    const [before, , after] = answers.get(name)!;
    expect(after).toBe(before);
    for (const kind of ['wh', 'evt', 'dlv', 'att', 'sec']) expect(before).not.toContain(world.ids[kind]);
  });

  it('is held by that, for a key that may see PRODUCTION is told of it by these', () => {
    const telling = fields.map(([name]) => name).filter((name) => answers.get(name)![1] !== answers.get(name)![3]);
    expect(telling).toEqual(expect.arrayContaining(['Query.auditLog', 'Query.deliveries', 'Query.deliveryAttempts', 'Query.webhookEvents', 'Query.webhooks', 'Subscription.deliveryAttempts']));
  });
});
