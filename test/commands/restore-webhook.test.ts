import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createWebhook, MAX_WEBHOOKS_PER_ENVIRONMENT } from '../../server/commands/create-webhook.ts';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { restoreWebhook } from '../../server/commands/restore-webhook.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import { newId } from '../../server/domain/ids.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { pruneWebhooks } from '../../server/storage/prune-leftovers.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertDelivery, insertEvent, webhookRow } from '../support/factories.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

eachDatabase('a deleted webhook', (kind) => {
  let bench: CommandBench;
  let webhook: Webhook;
  let signingSecret: string;
  const restore = (caller = bench.caller) => restoreWebhook(bench.deps, caller, webhook.id);
  const prune = () => bench.deps.store.write((tx) => pruneWebhooks(tx, { now: bench.clock.now(), standardMs: DAY_MS, limit: 100 }));

  beforeAll(async () => { bench = await openCommandBench(kind); });
  beforeEach(async () => {
    ({ webhook, signingSecret } = await createWebhook(bench.deps, bench.caller, webhookInput()));
  });
  afterAll(() => bench.close());

  it('comes back inactive, with its secret, to be switched on again', async () => {
    const { restorableUntil } = await deleteWebhook(bench.deps, bench.caller, webhook.id);
    expect(restorableUntil).toBe(bench.clock.now() + 30 * DAY_MS);
    expect(await restore()).toMatchObject({ id: webhook.id, status: 'INACTIVE', statusReason: 'MANUAL', deletedAt: null, version: webhook.version + 2 });
    const cached = await bench.deps.directory.byId(bench.caller.accountId, webhook.id);
    expect(cached).toMatchObject({ isActive: false, secrets: [{ text: signingSecret }] });
    expect(await switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: true })).toMatchObject([{ status: 'ACTIVE' }]);
  });

  it('leaves cancelled what its deletion cancelled', async () => {
    const delivery = await insertDelivery(bench.deps.store, webhook, await insertEvent(bench.deps.store, webhook));
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    await restore();
    await switchWebhooks(bench.deps, bench.caller, { ids: [webhook.id], isActive: true });
    expect(await bench.deps.store.reader.findOneByOrFail(Delivery, { id: delivery.id })).toMatchObject({ status: 'CANCELLED', dueAt: null });
    expect(await bench.deps.store.reader.findOneByOrFail(WebhookQueue, { webhookId: webhook.id })).toMatchObject({ nextDueAt: null });
  });

  it('keeps the reason for which it was inactive before', async () => {
    await bench.deps.store.write((tx) => tx.update(Webhook, { id: webhook.id }, { status: 'INACTIVE', statusReason: 'AUTO_DISABLED' }));
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    expect(await restore()).toMatchObject({ status: 'INACTIVE', statusReason: 'AUTO_DISABLED' });
  });

  it('can be restored for thirty days, however short the retention is', async () => {
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    bench.clock.advance(30 * DAY_MS - 1);
    expect(await prune()).toBe(0);
    expect(await restore()).toMatchObject({ id: webhook.id });
  });

  it('is gone for good afterwards', async () => {
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    bench.clock.advance(30 * DAY_MS);
    expect(await problemsOf(restore())).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    expect(await prune()).toBe(1);
    expect(await bench.deps.store.reader.existsBy(Webhook, { id: webhook.id })).toBe(false);
  });

  it('is restored once, also when asked twice at once', async () => {
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    const results = await Promise.allSettled([restore(), restore()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await problemsOf(restore())).toMatchObject([{ code: 'INVALID_STATE', message: 'The webhook is not deleted.' }]);
  });

  it('is unknown to other accounts and to keys of other environments', async () => {
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    for (const own of [{ accountId: newId('acc') }, { environments: ['STAGING'] as const }]) {
      expect(await problemsOf(restore({ ...bench.caller, ...own }))).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
  });

  it('has to fit into its environment', async () => {
    const { accountId } = bench.caller;
    await deleteWebhook(bench.deps, bench.caller, webhook.id);
    await bench.deps.store.write(async (tx) => {
      for (let left = MAX_WEBHOOKS_PER_ENVIRONMENT; left > 0; left -= 500) {
        await tx.insert(Webhook, Array.from({ length: 500 }, () => webhookRow({ accountId })));
      }
    });
    expect(await problemsOf(restore())).toMatchObject([{ code: 'LIMIT_REACHED', path: null }]);
  });
});
