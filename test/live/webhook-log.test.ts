import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Caller } from '../../server/commands/caller.ts';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { restoreWebhook } from '../../server/commands/restore-webhook.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import { Hub } from '../../server/live/hub.ts';
import { readWebhookCursor, WebhookLog, type FollowWebhooksOptions, type WebhookNews, type WebhookNewsBatch } from '../../server/live/webhook-log.ts';
import { WebhookChange } from '../../server/storage/entities/webhook-change.ts';
import { Store } from '../../server/storage/store.ts';
import { logWebhookChange, pruneWebhookChanges } from '../../server/storage/webhook-log-rows.ts';
import { openCommandBench, webhookInput, type CommandBench } from '../commands/command-bench.ts';
import { eachDatabase } from '../support/databases.ts';

eachDatabase('log of webhook changes', (kind) => {
  let bench: CommandBench;
  let hub: Hub;
  let log: WebhookLog;

  beforeEach(async () => {
    bench = await openCommandBench(kind);
    hub = new Hub();
    log = new WebhookLog({ store: bench.deps.store, hub, clock: bench.clock.now });
  });

  afterEach(() => bench.close());

  const follow = (own: Partial<FollowWebhooksOptions> = {}) => log.follow({ scope: bench.caller, filter: {}, health: null, after: null, ...own });
  const cursor = async (caller: Caller = bench.caller) => readWebhookCursor(await log.position(caller), caller)!;
  const create = (own = {}) => createWebhook(bench.deps, bench.caller, webhookInput(own)).then(({ webhook }) => webhook);

  async function take(batches: AsyncIterableIterator<WebhookNewsBatch>, count: number): Promise<WebhookNews[]> {
    const news: WebhookNews[] = [];
    while (news.length < count) {
      hub.announce();
      const { value } = await batches.next();
      news.push(...(value as WebhookNewsBatch).changes);
    }
    await batches.return!();
    return news;
  }

  it('tells what was created, changed, switched, deleted and restored, with the webhook as it is', async () => {
    const after = await cursor();
    const webhook = await create();
    expect(await take(follow({ after }), 1)).toEqual([{ kind: 'CREATED', webhookId: webhook.id, webhook: expect.objectContaining({ name: webhook.name }) }]);
    const made = await cursor();
    await changeWebhook(bench.deps, bench.caller, { id: webhook.id, name: 'Renamed' });
    await switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: false });
    expect(await take(follow({ after: made }), 1)).toEqual([{ kind: 'UPDATED', webhookId: webhook.id, webhook: expect.objectContaining({ name: 'Renamed', status: 'INACTIVE' }) }]);
    const changed = await cursor();
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    expect(await take(follow({ after: changed }), 1)).toEqual([{ kind: 'DELETED', webhookId: webhook.id, webhook: null }]);
    const deleted = await cursor();
    await restoreWebhook(bench.deps, bench.caller, webhook.id);
    expect(await take(follow({ after: deleted }), 1)).toEqual([{ kind: 'CREATED', webhookId: webhook.id, webhook: expect.objectContaining({ deletedAt: null }) }]);
  });

  it('tells a list that a webhook left its filter, and nothing of what was never in it', async () => {
    const [left, other] = [await create({ name: 'Billing' }), await create({ name: 'Search', environment: 'STAGING' })];
    const after = await cursor();
    await changeWebhook(bench.deps, bench.caller, { id: other.id, name: 'Sorting' });
    await create({ name: 'Ranking' });
    await changeWebhook(bench.deps, bench.caller, { id: left.id, name: 'Invoices' });
    const news = await take(follow({ after, filter: { search: 'billing', environments: ['PRODUCTION'] } }), 1);
    expect(news).toEqual([{ kind: 'UPDATED', webhookId: left.id, webhook: null }]);
  });

  it('tells both environments of a move, and others nothing', async () => {
    const webhook = await create();
    const after = await cursor();
    await changeWebhook(bench.deps, bench.caller, { id: webhook.id, environment: 'STAGING' });
    const seenFrom = (environment: 'PRODUCTION' | 'STAGING') => take(follow({ after, scope: { ...bench.caller, environments: [environment] } }), 1);
    expect(await seenFrom('PRODUCTION')).toEqual([{ kind: 'UPDATED', webhookId: webhook.id, webhook: null }]);
    expect(await seenFrom('STAGING')).toEqual([{ kind: 'UPDATED', webhookId: webhook.id, webhook: expect.objectContaining({ environment: 'STAGING' }) }]);
    const elsewhere = follow({ after, scope: { ...bench.caller, environments: ['DEVELOPMENT'] } });
    await elsewhere.next();
    const next = elsewhere.next();
    await elsewhere.return!();
    expect(await next).toMatchObject({ done: true });
  });

  it('goes on after a cursor without losing or repeating anything', async () => {
    const after = await cursor();
    const made = [];
    for (let number = 0; number < 12; number++) made.push((await create({ name: `Webhook ${number}` })).id);
    const all = await take(follow({ after }), 12);
    expect(all.map(({ webhookId }) => webhookId)).toEqual(made);
    const middle = new Map([[0, after.get(0)! + 5]]);
    expect((await take(follow({ after: middle }), 7)).map(({ webhookId }) => webhookId)).toEqual(made.slice(5));
  });

  it('is not for cursors of another account', async () => {
    const text = await log.position(bench.caller);
    expect(readWebhookCursor(text, { accountId: 'acc_other', environments: [] })).toBeNull();
    expect(readWebhookCursor('nonsense', bench.caller)).toBeNull();
  });

  it('reports what was removed for its age, and goes on behind it', async () => {
    const after = await cursor();
    await create();
    bench.clock.advance(8 * 24 * 60 * 60 * 1000);
    const kept = await create({ name: 'Kept' });
    await bench.deps.store.write((tx) => pruneWebhookChanges(tx, { now: bench.clock.now(), limit: 100 }));
    expect(await bench.deps.store.reader.count(WebhookChange)).toBe(1);
    const batches = follow({ after });
    await batches.next();
    const { value } = await batches.next();
    expect(value).toMatchObject({ gap: { reason: 'CURSOR_EXPIRED', count: 1 }, changes: [{ kind: 'CREATED', webhookId: kept.id }] });
    await batches.return!();
  });

  it.skipIf(kind === 'sqlite')('shows two overlapping transactions of two processes to a reader who has passed neither', async () => {
    const webhook = await create();
    const after = await cursor();
    const otherProcess = await Store.open({ url: bench.test.url });
    let commitFirst = () => undefined as void;
    const mayCommit = new Promise<void>((resolve) => { commitFirst = resolve; });
    const isLogged = new Promise<void>((logged) => {
      void bench.deps.store.write(async (tx) => {
        await logWebhookChange(tx, webhook, { kind: 'UPDATED', at: 1 });
        logged();
        await mayCommit;
      });
    });
    await isLogged;
    const second = otherProcess.write((tx) => logWebhookChange(tx, webhook, { kind: 'HEALTH', at: 2 }));
    const early = follow({ after });
    await early.next();
    const first = early.next();
    commitFirst();
    await second;
    hub.announce();
    const { value } = await first;
    const seen = [...(value as WebhookNewsBatch).changes];
    if (seen.length < 2) seen.push(...await take(early, 1));
    expect(seen.map((each) => each.kind)).toEqual(['UPDATED', 'HEALTH']);
    await otherProcess.close();
  });
});
