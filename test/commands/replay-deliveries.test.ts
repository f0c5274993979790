import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE_MS } from '../../server/domain/time.ts';
import { claimDue } from '../../server/storage/claim-due.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertEvent, NOON } from '../support/factories.ts';
import { BulkBench, ENDED, idsOf } from './bulk-bench.ts';

eachDatabase('a replay', (kind) => {
  let own: BulkBench;
  beforeAll(async () => { own = await BulkBench.open(kind); });
  afterAll(() => own.close());
  beforeEach(() => own.reset());

  it('makes a new delivery of each, which waits to be claimed, and leaves the originals as they were', async () => {
    const failed = await own.addFailed(3);
    const { bulkOperation } = await own.replay({ ids: idsOf(failed) });
    expect(bulkOperation).toMatchObject({ status: 'QUEUED', totalCount: 3 });
    expect(await own.runToEnd(bulkOperation.id)).toMatchObject({ status: 'COMPLETED', totalCount: 3, succeededCount: 3, skips: {} });
    const replays = await own.replaysOf(bulkOperation.id);
    expect(replays.map(({ sourceId, replayOf }) => [sourceId, replayOf])).toEqual(failed.map(({ id }) => [id, id]));
    for (const [index, { deliveryId }] of replays.entries()) {
      expect(await own.delivery(deliveryId)).toMatchObject({
        trigger: 'REPLAY', status: 'PENDING', leaseOwner: UNLEASED, dueAt: NOON, attemptCount: 0, policyStep: 0, eventId: failed[index]!.eventId,
        webhookId: own.webhook.id, triggeredBy: own.bench.caller.actorId,
      });
      expect(await own.delivery(failed[index]!.id)).toMatchObject(failed[index]!);
    }
    const claimed = await own.bench.deps.store.write((tx) => claimDue(tx, { owner: 'prc_9', now: NOON, room: 100, except: [] }));
    expect(idsOf(claimed)).toEqual(expect.arrayContaining(replays.map(({ deliveryId }) => deliveryId)));
  });

  it('takes only what failed or was skipped, unless told otherwise', async () => {
    const all = [await own.add({ ...ENDED, status: 'SUCCEEDED' }), await own.add({ ...ENDED, status: 'SKIPPED' }), ...await own.addFailed(1)];
    const named = await own.runToEnd((await own.replay({ ids: idsOf(all) })).bulkOperation.id);
    expect(named).toMatchObject({ totalCount: 3, succeededCount: 2, skips: { SUCCESSFUL: 1 } });
    const everything = await own.runToEnd((await own.replay({ ids: idsOf(all) }, { onlyUnsuccessful: false })).bulkOperation.id);
    expect(everything).toMatchObject({ succeededCount: 3, skips: {} });
  });

  it('leaves alone and counts what cannot be sent', async () => {
    const [inactive, deleted, moved] = [await own.addWebhook(), await own.addWebhook(), await own.addWebhook()];
    const ids = [
      ...idsOf([...await own.addFailed(2, inactive), ...await own.addFailed(1, deleted), ...await own.addFailed(1, moved), ...await own.addFailed(1)]),
      (await own.add({ ...ENDED, status: 'FAILED', trigger: 'TEST' }, own.webhook, { isTest: true })).id,
      (await own.add({ ...ENDED, status: 'FAILED' }, own.webhook, { body: '' })).id,
    ];
    await own.change(inactive.id, { status: 'INACTIVE' });
    await own.change(deleted.id, { deletedAt: NOON });
    await own.change(moved.id, { environment: 'STAGING' });
    expect(await own.runToEnd((await own.replay({ ids })).bulkOperation.id)).toMatchObject({
      status: 'COMPLETED', totalCount: 7, succeededCount: 1, skips: { WEBHOOK_INACTIVE: 2, WEBHOOK_GONE: 1, WEBHOOK_MOVED: 1, TEST: 1, EVENT_GONE: 1 },
    });
  });

  it('asks the content filter about what was skipped, but not about what was let through or is named', async () => {
    const picky = await own.addWebhook({ contentFilter: 'payload.note == "other"' });
    const [skipped, failed] = [await own.add({ ...ENDED, status: 'SKIPPED' }, picky), ...await own.addFailed(1, picky)];
    const scope = { filter: { webhookIds: [picky.id] } };
    const filtered = await own.runToEnd((await own.replay(scope, { estimateToken: await own.tokenFor(scope) })).bulkOperation.id);
    expect(filtered).toMatchObject({ succeededCount: 1, skips: { FILTERED: 1 } });
    expect((await own.replaysOf(filtered.id)).map(({ sourceId }) => sourceId)).toEqual([failed!.id]);
    expect(await own.runToEnd((await own.replay({ ids: [skipped.id] })).bulkOperation.id)).toMatchObject({ succeededCount: 1, skips: {} });
  });

  it('goes to another webhook when asked to', async () => {
    const [failed] = await own.addFailed(1);
    const target = await own.addWebhook({ name: 'Second try' });
    const { bulkOperation } = await own.replay({ ids: [failed!.id] }, { targetWebhookId: target.id });
    expect(bulkOperation.scopeDescription).toContain('sent to "Second try" instead');
    await own.runToEnd(bulkOperation.id);
    const [made] = await own.replaysOf(bulkOperation.id);
    expect(await own.delivery(made!.deliveryId)).toMatchObject({ webhookId: target.id, eventId: failed!.eventId, url: target.url });
  });

  it('keeps its pace, and plans no more than the next seconds', async () => {
    const failed = await own.addFailed(25);
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(failed) }, { maxRequestsPerSecond: 4 });
    const operation = await own.step(id);
    expect(operation).toMatchObject({ status: 'RUNNING', succeededCount: 20, paceAt: NOON + 5_000 });
    expect(await own.step(id)).toMatchObject({ status: 'COMPLETED', succeededCount: 25 });
    const dueAts = await Promise.all((await own.replaysOf(id)).map(async ({ deliveryId }) => (await own.delivery(deliveryId)).dueAt));
    expect(dueAts).toEqual(failed.map((_, index) => NOON + index * 250));
  });

  it('does not repeat what it made itself, nor what came later', async () => {
    await own.addFailed(3);
    const scope = { filter: { webhookIds: [own.webhook.id] } };
    const { bulkOperation: { id } } = await own.replay(scope, { onlyUnsuccessful: false, estimateToken: await own.tokenFor(scope) });
    await own.addFailed(1);
    expect(await own.runToEnd(id, own.workers.newRunner({ stepSize: 1 }))).toMatchObject({ totalCount: 3, succeededCount: 3 });
  });

  it('of what failed since a time takes that and no more', async () => {
    const [early, late] = await own.addFailed(2);
    await own.bench.deps.store.write((tx) => tx.update(Delivery, { id: early!.id }, { completedAt: NOON - 2 * MINUTE_MS }));
    own.bench.clock.advance(MINUTE_MS);
    const { bulkOperation } = await own.replay({ failedSince: { webhookId: own.webhook.id, since: NOON - MINUTE_MS } });
    await own.runToEnd(bulkOperation.id);
    expect((await own.replaysOf(bulkOperation.id)).map(({ sourceId }) => sourceId)).toEqual([late!.id]);
  });

  it('of what was missed sends events that the webhook selects and was never sent, once', async () => {
    const late = await own.addWebhook({ environment: 'DEVELOPMENT' });
    const skipped = await own.add({ ...ENDED, status: 'SKIPPED' }, late);
    const never = await insertEvent(own.bench.deps.store, late);
    await insertEvent(own.bench.deps.store, late, { code: 'product.created' });
    await insertEvent(own.bench.deps.store, late, { environment: 'STAGING' });
    await insertEvent(own.bench.deps.store, late, { isTest: true });
    await insertEvent(own.bench.deps.store, late, { publishedAt: NOON - 2 * MINUTE_MS });
    await own.add({ ...ENDED, status: 'SUCCEEDED' }, late);
    own.bench.clock.advance(MINUTE_MS);
    const missedSince = { webhookId: late.id, since: NOON - MINUTE_MS };
    const { bulkOperation } = await own.replay({ missedSince });
    expect(await own.runToEnd(bulkOperation.id)).toMatchObject({ status: 'COMPLETED', totalCount: 2, succeededCount: 2 });
    expect((await own.replaysOf(bulkOperation.id)).map(({ sourceId, replayOf }) => [sourceId, replayOf])).toEqual([[skipped.eventId, skipped.id], [never.id, null]]);
    expect(await own.runToEnd((await own.replay({ missedSince })).bulkOperation.id)).toMatchObject({ totalCount: 0, succeededCount: 0 });
  });
});
