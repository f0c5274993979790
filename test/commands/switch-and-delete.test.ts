import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteWebhook } from '../../server/commands/delete-webhook.ts';
import { switchWebhooks } from '../../server/commands/switch-webhooks.ts';
import { newId } from '../../server/domain/ids.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook, WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { openCommandBench, problemsOf, type CommandBench } from './command-bench.ts';

let bench: CommandBench;
let webhooks: Webhook[];
const read = (id: string) => bench.deps.store.reader.findOneByOrFail(Webhook, { id });
const nextDueAt = async (webhookId: string) => (await bench.deps.store.reader.findOneByOrFail(WebhookQueue, { webhookId })).nextDueAt;
const withDelivery = async (webhook: Webhook) => insertDelivery(bench.deps.store, webhook, await insertEvent(bench.deps.store, webhook));

beforeAll(async () => {
  bench = await openCommandBench();
});
beforeEach(async () => {
  const { accountId } = bench.caller;
  webhooks = [await insertWebhook(bench.deps.store, { accountId }), await insertWebhook(bench.deps.store, { accountId, status: 'INACTIVE' })];
});
afterAll(() => bench.close());

describe('switchWebhooks', () => {
  const toggle = (ids: string[], isActive: boolean) => switchWebhooks(bench.deps, bench.caller, { ids, isActive });

  it('switches several on, in the order asked for', async () => {
    const ids = webhooks.map(({ id }) => id).reverse();
    expect((await toggle(ids, true)).map(({ id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'ACTIVE']));
  });

  it('leaves one alone that is so already', async () => {
    await toggle([webhooks[0]!.id], true);
    expect(await read(webhooks[0]!.id)).toEqual(webhooks[0]);
  });

  it('keeps what waits when switched off, and has it due again when switched on', async () => {
    const [webhook] = webhooks as [Webhook];
    await withDelivery(webhook);
    await toggle([webhook.id], false);
    expect(await nextDueAt(webhook.id)).toBeNull();
    await toggle([webhook.id], true);
    expect(await nextDueAt(webhook.id)).toBe(NOON);
  });

  it('switches all or none', async () => {
    const problems = await problemsOf(toggle([webhooks[0]!.id, newId('wh')], false));
    expect(problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'ids', '1'] }]);
    expect((await read(webhooks[0]!.id)).status).toBe('ACTIVE');
  });

  it.each([['none', 0, 'REQUIRED'], ['101', 101, 'TOO_MANY']] as const)('refuses %s', async (_what, count, code) => {
    expect(await problemsOf(toggle(Array.from({ length: count }, () => newId('wh')), true))).toMatchObject([{ code, path: ['input', 'ids'] }]);
  });
});

describe('deleteWebhook', () => {
  const remove = (id: string) => deleteWebhook(bench.deps, bench.caller, id);

  it('cancels what waits and hides the webhook from senders', async () => {
    const [webhook] = webhooks as [Webhook];
    const delivery = await withDelivery(webhook);
    expect(await remove(webhook.id)).toEqual({ id: webhook.id, cancelledDeliveries: 1, restorableUntil: bench.clock.now() + 30 * DAY_MS });
    expect(await bench.deps.store.reader.findOneBy(Delivery, { id: delivery.id })).toMatchObject({ status: 'CANCELLED', leaseOwner: null });
    expect(await bench.deps.directory.byId(bench.caller.accountId, webhook.id)).toBeNull();
  });

  it('finds it only once', async () => {
    await remove(webhooks[0]!.id);
    expect(await problemsOf(remove(webhooks[0]!.id))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  it('does not find a webhook of another account', async () => {
    const foreign = await insertWebhook(bench.deps.store);
    expect(await problemsOf(remove(foreign.id))).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await read(foreign.id)).deletedAt).toBeNull();
  });
});
