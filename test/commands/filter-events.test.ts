import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeWebhook } from '../../server/commands/change-webhook.ts';
import { createWebhook } from '../../server/commands/create-webhook.ts';
import { sendTest } from '../../server/commands/send-test.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { openCommandBench, problemsOf, webhookInput, type CommandBench } from './command-bench.ts';

eachDatabase('content filters', (kind) => {
  let bench: CommandBench;
  beforeEach(async () => { bench = await openCommandBench(kind); });
  afterEach(() => bench.close());

  const add = async (contentFilter: string | null, own = {}) =>
    (await createWebhook(bench.deps, bench.caller, webhookInput({ events: ['license.expired'], contentFilter, ...own }))).webhook;

  const publish = async (licenseType: string, idempotencyKey = licenseType) => {
    const examples = bench.deps.catalogue.byCode(bench.caller.accountId, 'license.expired')!.examples;
    const payload = structuredClone(examples[0]!.payload) as { license: { licenseType: string } };
    payload.license.licenseType = licenseType;
    const [result] = await bench.deps.publisher.publish(bench.caller, [
      { type: 'license.expired', environment: 'PRODUCTION', resourceId: 'lic_1', payload, idempotencyKey },
    ], 'ATOMIC');
    expect(result!.problems).toEqual([]);
    return result!;
  };

  const deliveriesTo = async ({ id }: Webhook) => (await bench.deps.store.reader.find(Delivery, { where: { webhookId: id }, order: { id: 'ASC' } }))
    .map(({ status, skipReason, dueAt, completedAt }) => ({ status, skipReason, isPlanned: dueAt !== null, isOver: completedAt !== null }));

  const SENT = { status: 'PENDING', skipReason: null, isPlanned: true, isOver: false };
  const skipped = (skipReason: string) => ({ status: 'SKIPPED', skipReason, isPlanned: false, isOver: true });

  it('keep from a webhook what it does not want, on record and without touching the others', async () => {
    const picky = await add('payload.license.licenseType == "trial"');
    const all = await add(null);
    expect((await publish('subscription')).matchedWebhookCount).toBe(1);
    expect((await publish('trial')).matchedWebhookCount).toBe(2);
    expect(await deliveriesTo(picky)).toEqual([skipped('FILTER_REFUSED'), SENT]);
    expect(await deliveriesTo(all)).toEqual([SENT, SENT]);
  });

  it('hold back an event that they have no answer for', async () => {
    const webhook = await add('payload.licence.status == "expired"');
    expect((await publish('trial')).matchedWebhookCount).toBe(0);
    expect(await deliveriesTo(webhook)).toEqual([skipped('FILTER_FAILED')]);
  });

  it('are not asked for an inactive webhook', async () => {
    const webhook = await add('false', { isActive: false });
    await publish('trial');
    expect(await deliveriesTo(webhook)).toEqual([skipped('INACTIVE')]);
  });

  it('count the same for an event that is published again', async () => {
    await add('payload.license.licenseType == "trial"');
    await add(null);
    await add(null, { isActive: false });
    const first = await publish('subscription', 'same');
    const again = await publish('subscription', 'same');
    expect(again.isIdempotentReplay).toBe(true);
    expect(again.matchedWebhookCount).toBe(first.matchedWebhookCount);
  });

  it('hold from the next event on when they are changed, and no more when they are removed', async () => {
    const webhook = await add('payload.license.licenseType == "trial"');
    await publish('subscription', 'a');
    await changeWebhook(bench.deps, bench.caller, { id: webhook.id, contentFilter: 'payload.license.licenseType == "subscription"' });
    await publish('subscription', 'b');
    await changeWebhook(bench.deps, bench.caller, { id: webhook.id, contentFilter: null });
    await publish('trial', 'c');
    expect(await deliveriesTo(webhook)).toEqual([skipped('FILTER_REFUSED'), SENT, SENT]);
  });

  it('stay as they are when something else is changed', async () => {
    const webhook = await add('payload.license.licenseType == "trial"');
    const changed = await changeWebhook(bench.deps, bench.caller, { id: webhook.id, name: 'Other' });
    expect(changed.contentFilter).toBe('payload.license.licenseType == "trial"');
  });

  it('do not hold back a test', async () => {
    const webhook = await add('payload.license.licenseType == "trial"');
    await sendTest(bench.deps, bench.caller, webhook.id);
    expect(await deliveriesTo(webhook)).toMatchObject([{ status: 'PENDING', skipReason: null }]);
  });

  it('are checked when they are saved', async () => {
    const path = ['input', 'contentFilter'];
    expect(await problemsOf(add('payload.license.licenseType = "trial"'))).toMatchObject([{ code: 'INVALID', path, message: expect.stringContaining('column 29') as string }]);
    const webhook = await add('  ');
    expect(webhook.contentFilter).toBeNull();
    expect(await problemsOf(changeWebhook(bench.deps, bench.caller, { id: webhook.id, contentFilter: 'x' }))).toMatchObject([{ code: 'INVALID', path }]);
  });

  it('that no longer hold, after a change of the language, hold back events and nothing else', async () => {
    const webhook = await add('true');
    const other = await add(null);
    await bench.deps.store.write((tx) => tx.update(Webhook, { id: webhook.id }, { contentFilter: 'was(valid) &&' }));
    bench.deps.directory.invalidate(bench.caller.accountId);
    expect((await publish('trial')).matchedWebhookCount).toBe(1);
    expect(await deliveriesTo(webhook)).toEqual([skipped('FILTER_FAILED')]);
    expect(await deliveriesTo(other)).toEqual([SENT]);
  });
});
