import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { estimateBulk } from '../../server/commands/bulk-estimate.ts';
import { stopOperation } from '../../server/commands/bulk-operations.ts';
import { BulkRunner } from '../../server/commands/bulk-runner.ts';
import { takeStep } from '../../server/commands/bulk-step.ts';
import { cancelDeliveries, cancelDelivery } from '../../server/commands/cancel-deliveries.ts';
import { replayDeliveries, type ReplayDeliveriesInput } from '../../server/commands/replay-deliveries.ts';
import { newId } from '../../server/domain/ids.ts';
import { MINUTE_MS } from '../../server/domain/time.ts';
import { claimDue } from '../../server/storage/claim-due.ts';
import { BulkOperation, Replay } from '../../server/storage/entities/bulk-operation.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import type { WebhookEvent } from '../../server/storage/entities/webhook-event.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { openCommandBench, problemsOf, type CommandBench } from './command-bench.ts';

const ENDED = { leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON };

eachDatabase('bulk operations', (kind) => {
  let bench: CommandBench;
  let webhook: Webhook;
  let key = 0;

  beforeAll(async () => { bench = await openCommandBench(kind); });
  afterAll(() => bench.close());
  beforeEach(async () => {
    bench.clock.set(NOON);
    await bench.deps.store.write((tx) => tx.createQueryBuilder().delete().from(BulkOperation).execute());
    webhook = await addWebhook();
  });

  async function addWebhook(own: Partial<Webhook> = {}): Promise<Webhook> {
    const added = await insertWebhook(bench.deps.store, { accountId: bench.caller.accountId, ...own });
    bench.deps.directory.invalidate(bench.caller.accountId);
    return added;
  }

  async function change(id: string, own: Partial<Webhook>): Promise<void> {
    await bench.deps.store.write((tx) => tx.update(Webhook, { id }, own as object));
    bench.deps.directory.invalidate(bench.caller.accountId);
  }

  async function add(own: Partial<Delivery> = {}, to = webhook, event: Partial<WebhookEvent> = {}): Promise<Delivery> {
    return insertDelivery(bench.deps.store, to, await insertEvent(bench.deps.store, to, event), own);
  }

  async function addFailed(count: number, to = webhook): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (let index = 0; index < count; index++) deliveries.push(await add({ ...ENDED, status: 'FAILED', attemptCount: 10, policyStep: 10 }, to));
    return deliveries;
  }

  const read = (id: string) => bench.deps.store.reader.findOneByOrFail(Delivery, { id });
  const operationNow = (id: string) => bench.deps.store.reader.findOneByOrFail(BulkOperation, { id });
  const replaysOf = (operationId: string) => bench.deps.store.reader.find(Replay, { where: { operationId }, order: { sourceId: 'ASC' } });
  const idsOf = (deliveries: readonly { id: string }[]) => deliveries.map(({ id }) => id);

  const replay = (scope: ReplayDeliveriesInput['scope'], own: Partial<ReplayDeliveriesInput> = {}) =>
    replayDeliveries(bench.deps, bench.caller, { scope, onlyUnsuccessful: true, idempotencyKey: `key ${++key}`, ...own });
  const cancel = (scope: ReplayDeliveriesInput['scope'], own: { estimateToken?: string } = {}) =>
    cancelDeliveries(bench.deps, bench.caller, { scope, idempotencyKey: `key ${++key}`, ...own });
  const tokenFor = async (scope: ReplayDeliveriesInput['scope'], what: 'REPLAY' | 'CANCEL' = 'REPLAY') =>
    (await estimateBulk(bench.deps, bench.caller, { kind: what, scope })).token;

  function newRunner(own: { stepSize?: number } = {}): BulkRunner {
    return new BulkRunner({ ...bench.deps, stepSize: 2, pauseMs: 0, onFault: (error) => { throw error; }, ...own });
  }

  async function step(id: string, size = 200): Promise<BulkOperation | null> {
    const webhooks = await bench.deps.directory.ofAccount(bench.caller.accountId);
    return bench.deps.store.write((tx) => takeStep(tx, id, { webhooks, now: bench.clock.now(), size }));
  }

  async function until(id: string, isReached: (operation: BulkOperation) => boolean): Promise<BulkOperation> {
    for (;;) {
      const operation = await operationNow(id);
      if (isReached(operation)) return operation;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  }

  async function runToEnd(id: string, runner = newRunner()): Promise<BulkOperation> {
    runner.start();
    const operation = await until(id, ({ completedAt }) => completedAt !== null);
    await runner.stop();
    return operation;
  }

  describe('cancelDelivery', () => {
    const stop = (id: string, caller = bench.caller) => cancelDelivery(bench.deps, caller, id);

    it('stops what waits for its first attempt or for its next', async () => {
      for (const status of ['PENDING', 'RETRYING'] as const) {
        const { id } = await add({ status });
        expect(await stop(id)).toMatchObject({ status: 'CANCELLED', leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON, revision: 2 });
      }
    });

    it('does nothing more the second time', async () => {
      const { id } = await add();
      await stop(id);
      expect(await stop(id)).toMatchObject({ status: 'CANCELLED', revision: 2 });
    });

    it('leaves alone what is being sent, and what has ended', async () => {
      const sent = await add({ status: 'IN_PROGRESS', leaseOwner: 'prc_1' });
      const ended = await add({ ...ENDED, status: 'SUCCEEDED' });
      for (const { id } of [sent, ended]) expect(await problemsOf(stop(id))).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
      expect([await read(sent.id), await read(ended.id)]).toMatchObject([sent, ended]);
    });

    it('does not know the deliveries of another account or environment', async () => {
      const foreign = await insertWebhook(bench.deps.store);
      const other = await add({}, foreign);
      const mine = await add();
      const staging = { ...bench.caller, environments: ['STAGING'] as const };
      for (const [id, caller] of [[other.id, bench.caller], [newId('dlv'), bench.caller], [mine.id, staging]] as const) {
        expect(await problemsOf(stop(id, caller))).toMatchObject([{ code: 'NOT_FOUND' }]);
      }
      expect(await read(other.id)).toMatchObject(other);
    });

    it('and a claim at the same time do not both get it', async () => {
      for (let round = 0; round < 10; round++) {
        const { id } = await add();
        const [claimed] = await Promise.allSettled([
          bench.deps.store.write((tx) => claimDue(tx, { owner: 'prc_1', now: NOON, room: 10, except: [] })), stop(id),
        ]);
        const wasClaimed = claimed.status === 'fulfilled' && claimed.value.some((each) => each.id === id);
        expect((await read(id)).status).toBe(wasClaimed ? 'IN_PROGRESS' : 'CANCELLED');
      }
    });
  });

  describe('a replay', () => {
    it('makes a new delivery of each, which waits to be claimed, and leaves the originals as they were', async () => {
      const failed = await addFailed(3);
      const { bulkOperation } = await replay({ ids: idsOf(failed) });
      expect(bulkOperation).toMatchObject({ status: 'QUEUED', totalCount: 3 });
      expect(await runToEnd(bulkOperation.id)).toMatchObject({ status: 'COMPLETED', totalCount: 3, succeededCount: 3, skips: {} });
      const replays = await replaysOf(bulkOperation.id);
      expect(replays.map(({ sourceId, replayOf }) => [sourceId, replayOf])).toEqual(failed.map(({ id }) => [id, id]));
      for (const [index, { deliveryId }] of replays.entries()) {
        expect(await read(deliveryId)).toMatchObject({
          trigger: 'REPLAY', status: 'PENDING', leaseOwner: UNLEASED, dueAt: NOON, attemptCount: 0, policyStep: 0, eventId: failed[index]!.eventId,
          webhookId: webhook.id, triggeredBy: bench.caller.actorId,
        });
        expect(await read(failed[index]!.id)).toMatchObject(failed[index]!);
      }
      const claimed = await bench.deps.store.write((tx) => claimDue(tx, { owner: 'prc_9', now: NOON, room: 100, except: [] }));
      expect(idsOf(claimed)).toEqual(expect.arrayContaining(replays.map(({ deliveryId }) => deliveryId)));
    });

    it('goes on exactly where it stood when the process ends in between', async () => {
      const failed = await addFailed(9);
      const scope = { filter: { webhookIds: [webhook.id] } };
      const { bulkOperation: { id } } = await replay(scope, { estimateToken: await tokenFor(scope) });
      const first = newRunner();
      first.start();
      await until(id, ({ succeededCount }) => succeededCount > 0);
      await first.stop();
      await step(id, 1);
      expect(await runToEnd(id, newRunner())).toMatchObject({ status: 'COMPLETED', succeededCount: 9, totalCount: 9 });
      expect((await replaysOf(id)).map(({ sourceId }) => sourceId)).toEqual(idsOf(failed));
    });

    it('repeats nothing twice when two processes are at it', async () => {
      const failed = await addFailed(12);
      const { bulkOperation: { id } } = await replay({ ids: idsOf(failed) });
      const [one, other] = [newRunner({ stepSize: 1 }), newRunner({ stepSize: 1 })];
      one.start();
      other.start();
      await until(id, ({ completedAt }) => completedAt !== null);
      await Promise.all([one.stop(), other.stop()]);
      expect((await replaysOf(id)).map(({ sourceId }) => sourceId)).toEqual(idsOf(failed));
      expect(await bench.deps.store.reader.countBy(Delivery, { webhookId: webhook.id })).toBe(24);
    });

    it('rolls a step back as a whole', async () => {
      const [failed] = await addFailed(1);
      const { bulkOperation: { id } } = await replay({ ids: [failed!.id] });
      const webhooks = await bench.deps.directory.ofAccount(bench.caller.accountId);
      await expect(bench.deps.store.write(async (tx) => {
        await takeStep(tx, id, { webhooks, now: NOON, size: 10 });
        throw new Error('killed before the commit');
      })).rejects.toThrow('killed');
      expect(await operationNow(id)).toMatchObject({ status: 'QUEUED', succeededCount: 0, position: '' });
      expect(await replaysOf(id)).toEqual([]);
    });

    it('takes only what failed or was skipped, unless told otherwise', async () => {
      const all = [await add({ ...ENDED, status: 'SUCCEEDED' }), await add({ ...ENDED, status: 'SKIPPED' }), ...await addFailed(1)];
      const named = await runToEnd((await replay({ ids: idsOf(all) })).bulkOperation.id);
      expect(named).toMatchObject({ totalCount: 3, succeededCount: 2, skips: { SUCCESSFUL: 1 } });
      const everything = await runToEnd((await replay({ ids: idsOf(all) }, { onlyUnsuccessful: false })).bulkOperation.id);
      expect(everything).toMatchObject({ succeededCount: 3, skips: {} });
    });

    it('leaves alone and counts what cannot be sent', async () => {
      const [inactive, deleted, moved] = [await addWebhook(), await addWebhook(), await addWebhook()];
      const ids = [
        ...idsOf([...await addFailed(2, inactive), ...await addFailed(1, deleted), ...await addFailed(1, moved), ...await addFailed(1)]),
        (await add({ ...ENDED, status: 'FAILED', trigger: 'TEST' }, webhook, { isTest: true })).id,
        (await add({ ...ENDED, status: 'FAILED' }, webhook, { body: '' })).id,
      ];
      await change(inactive.id, { status: 'INACTIVE' });
      await change(deleted.id, { deletedAt: NOON });
      await change(moved.id, { environment: 'STAGING' });
      expect(await runToEnd((await replay({ ids })).bulkOperation.id)).toMatchObject({
        status: 'COMPLETED', totalCount: 7, succeededCount: 1, skips: { WEBHOOK_INACTIVE: 2, WEBHOOK_GONE: 1, WEBHOOK_MOVED: 1, TEST: 1, EVENT_GONE: 1 },
      });
    });

    it('asks the content filter about what was skipped, but not about what was let through or is named', async () => {
      const picky = await addWebhook({ contentFilter: 'payload.note == "other"' });
      const [skipped, failed] = [await add({ ...ENDED, status: 'SKIPPED' }, picky), ...await addFailed(1, picky)];
      const scope = { filter: { webhookIds: [picky.id] } };
      const filtered = await runToEnd((await replay(scope, { estimateToken: await tokenFor(scope) })).bulkOperation.id);
      expect(filtered).toMatchObject({ succeededCount: 1, skips: { FILTERED: 1 } });
      expect((await replaysOf(filtered.id)).map(({ sourceId }) => sourceId)).toEqual([failed!.id]);
      expect(await runToEnd((await replay({ ids: [skipped.id] })).bulkOperation.id)).toMatchObject({ succeededCount: 1, skips: {} });
    });

    it('goes to another webhook when asked to', async () => {
      const [failed] = await addFailed(1);
      const target = await addWebhook({ name: 'Second try' });
      const { bulkOperation } = await replay({ ids: [failed!.id] }, { targetWebhookId: target.id });
      expect(bulkOperation.scopeDescription).toContain('sent to "Second try" instead');
      await runToEnd(bulkOperation.id);
      const [made] = await replaysOf(bulkOperation.id);
      expect(await read(made!.deliveryId)).toMatchObject({ webhookId: target.id, eventId: failed!.eventId, url: target.url });
    });

    it('keeps its pace, and plans no more than the next seconds', async () => {
      const failed = await addFailed(25);
      const { bulkOperation: { id } } = await replay({ ids: idsOf(failed) }, { maxRequestsPerSecond: 4 });
      const operation = await step(id);
      expect(operation).toMatchObject({ status: 'RUNNING', succeededCount: 20, paceAt: NOON + 5_000 });
      expect(await step(id)).toMatchObject({ status: 'COMPLETED', succeededCount: 25 });
      const dueAts = await Promise.all((await replaysOf(id)).map(async ({ deliveryId }) => (await read(deliveryId)).dueAt));
      expect(dueAts).toEqual(failed.map((_, index) => NOON + index * 250));
    });

    it('does not repeat what it made itself, nor what came later', async () => {
      await addFailed(3);
      const scope = { filter: { webhookIds: [webhook.id] } };
      const { bulkOperation: { id } } = await replay(scope, { onlyUnsuccessful: false, estimateToken: await tokenFor(scope) });
      await addFailed(1);
      expect(await runToEnd(id, newRunner({ stepSize: 1 }))).toMatchObject({ totalCount: 3, succeededCount: 3 });
    });

    it('of what failed since a time takes that and no more', async () => {
      const [early, late] = await addFailed(2);
      await bench.deps.store.write((tx) => tx.update(Delivery, { id: early!.id }, { completedAt: NOON - 2 * MINUTE_MS }));
      bench.clock.advance(MINUTE_MS);
      const { bulkOperation } = await replay({ failedSince: { webhookId: webhook.id, since: NOON - MINUTE_MS } });
      await runToEnd(bulkOperation.id);
      expect((await replaysOf(bulkOperation.id)).map(({ sourceId }) => sourceId)).toEqual([late!.id]);
    });

    it('of what was missed sends events that the webhook selects and was never sent, once', async () => {
      const late = await addWebhook({ environment: 'DEVELOPMENT' });
      const skipped = await add({ ...ENDED, status: 'SKIPPED' }, late);
      const never = await insertEvent(bench.deps.store, late);
      await insertEvent(bench.deps.store, late, { code: 'product.created' });
      await insertEvent(bench.deps.store, late, { environment: 'STAGING' });
      await insertEvent(bench.deps.store, late, { isTest: true });
      await insertEvent(bench.deps.store, late, { publishedAt: NOON - 2 * MINUTE_MS });
      await add({ ...ENDED, status: 'SUCCEEDED' }, late);
      bench.clock.advance(MINUTE_MS);
      const missedSince = { webhookId: late.id, since: NOON - MINUTE_MS };
      const { bulkOperation } = await replay({ missedSince });
      expect(await runToEnd(bulkOperation.id)).toMatchObject({ status: 'COMPLETED', totalCount: 2, succeededCount: 2 });
      expect((await replaysOf(bulkOperation.id)).map(({ sourceId, replayOf }) => [sourceId, replayOf])).toEqual([[skipped.eventId, skipped.id], [never.id, null]]);
      expect(await runToEnd((await replay({ missedSince })).bulkOperation.id)).toMatchObject({ totalCount: 0, succeededCount: 0 });
    });
  });

  describe('a bulk cancel', () => {
    it('stops what waits and reports what it had to leave', async () => {
      const [waits, retries, runs] = [await add(), await add({ status: 'RETRYING' }), await add({ status: 'IN_PROGRESS', leaseOwner: 'prc_1' })];
      const [failed] = await addFailed(1);
      const scope = { filter: { webhookIds: [webhook.id] } };
      const { bulkOperation } = await cancel(scope, { estimateToken: await tokenFor(scope, 'CANCEL') });
      expect(await runToEnd(bulkOperation.id)).toMatchObject({ totalCount: 3, succeededCount: 2, skips: { NOT_WAITING: 1 } });
      for (const { id } of [waits, retries]) expect((await read(id)).status).toBe('CANCELLED');
      for (const each of [runs, failed!]) expect(await read(each.id)).toMatchObject(each);
    });

    it('is not for what has failed or was missed', async () => {
      expect(await problemsOf(cancel({ failedSince: { webhookId: webhook.id, since: 0 } }))).toMatchObject([{ code: 'INVALID', path: ['input', 'scope', 'failedSince'] }]);
    });
  });

  describe('an operation', () => {
    it('can be stopped: what was handled stays handled', async () => {
      const failed = await addFailed(4);
      const { bulkOperation: { id } } = await replay({ ids: idsOf(failed) });
      await step(id, 2);
      expect(await stopOperation(bench.deps, bench.caller, id)).toMatchObject({ status: 'CANCELLING' });
      expect(await runToEnd(id)).toMatchObject({ status: 'CANCELLED', succeededCount: 2 });
      expect(await stopOperation(bench.deps, bench.caller, id)).toMatchObject({ status: 'CANCELLED' });
    });

    it('that has ended cannot be stopped, nor one of another account', async () => {
      const { bulkOperation: { id } } = await replay({ ids: idsOf(await addFailed(1)) });
      await runToEnd(id);
      expect(await problemsOf(stopOperation(bench.deps, bench.caller, id))).toMatchObject([{ code: 'INVALID_STATE' }]);
      const stranger = { ...bench.caller, accountId: newId('acc') };
      expect(await problemsOf(stopOperation(bench.deps, stranger, id))).toMatchObject([{ code: 'NOT_FOUND' }]);
    });

    it('begins once for a key, also when asked twice at once', async () => {
      const ids = idsOf(await addFailed(1));
      const begun = await Promise.all([replay({ ids }, { idempotencyKey: 'same' }), replay({ ids }, { idempotencyKey: 'same' })]);
      expect(new Set(begun.map(({ bulkOperation }) => bulkOperation.id)).size).toBe(1);
      expect(begun.filter(({ isIdempotentReplay }) => isIdempotentReplay)).toHaveLength(1);
      expect(await problemsOf(replay({ ids }, { idempotencyKey: 'same', onlyUnsuccessful: false }))).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    });

    it('that always fails is ended with a reason', { timeout: 40_000 }, async () => {
      const { bulkOperation: { id } } = await replay({ ids: idsOf(await addFailed(1)) });
      await bench.deps.store.write((tx) => tx.update(BulkOperation, { id }, { plan: { selection: { kind: 'unknown' } } as never }));
      const faults: unknown[] = [];
      expect(await runToEnd(id, new BulkRunner({ ...bench.deps, faultPauseMs: 0, onFault: (error) => faults.push(error) }))).toMatchObject({ status: 'FAILED', fault: expect.stringContaining('log') });
      expect(faults).toHaveLength(10);
    });

    it.each<[string, ReplayDeliveriesInput['scope'], string, string[]]>([
      ['nothing', {}, 'INVALID', []],
      ['two things', { ids: ['dlv_1'], filter: {} }, 'INVALID', []],
      ['no ids', { ids: [] }, 'REQUIRED', ['ids']],
      ['too many ids', { ids: Array<string>(1001).fill('dlv_1') }, 'TOO_MANY', ['ids']],
      ['an unknown id', { ids: [newId('dlv')] }, 'NOT_FOUND', ['ids', '0']],
      ['an unknown webhook', { failedSince: { webhookId: newId('wh'), since: 0 } }, 'NOT_FOUND', ['failedSince', 'webhookId']],
    ])('is refused for %s', async (_what, scope, code, path) => {
      expect(await problemsOf(replay(scope))).toMatchObject([{ code, path: ['input', 'scope', ...path] }]);
    });

    it('is refused for deliveries of another account as for unknown ones', async () => {
      const foreign = await insertWebhook(bench.deps.store);
      const mine = (await addFailed(1))[0]!;
      const theirs = await add({ ...ENDED, status: 'FAILED' }, foreign);
      expect(await problemsOf(replay({ ids: [mine.id, theirs.id] }))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'scope', 'ids', '1'] }]);
      expect(await problemsOf(replay({ ids: [mine.id] }, { targetWebhookId: foreign.id }))).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'targetWebhookId'] }]);
      expect(await problemsOf(replay({ missedSince: { webhookId: foreign.id, since: 0 } }))).toMatchObject([{ code: 'NOT_FOUND' }]);
    });

    it.each([0, -1, 10_001])('is refused for a pace of %i', async (maxRequestsPerSecond) => {
      expect(await problemsOf(replay({ ids: ['dlv_1'] }, { maxRequestsPerSecond }))).toMatchObject([{ code: 'INVALID', path: ['input', 'maxRequestsPerSecond'] }]);
    });

    it('is refused when too many are open', async () => {
      const ids = idsOf(await addFailed(1));
      for (let count = 0; count < 20; count++) await replay({ ids });
      expect(await problemsOf(replay({ ids }))).toMatchObject([{ code: 'LIMIT_REACHED' }]);
    });
  });

  describe('an estimate', () => {
    it('tells how many there are, of which webhooks, and what to know', async () => {
      await addFailed(2);
      await add({ ...ENDED, status: 'SUCCEEDED' });
      await add({ ...ENDED, status: 'FAILED' }, webhook, { body: '' });
      expect(await estimateBulk(bench.deps, bench.caller, { kind: 'REPLAY', scope: { filter: { webhookIds: [webhook.id] } } })).toMatchObject({
        deliveries: { value: 4, isExact: true }, webhookIds: [webhook.id], unreplayable: 1, estimatedDurationMs: 1_000,
        warnings: [expect.stringMatching(/^1 succeeded already/), expect.stringMatching(/^1 cannot be replayed/)],
      });
    });

    it('is needed for a filter, of the same filter and account, and not too old', async () => {
      const scope = { filter: { webhookIds: [webhook.id], statuses: ['FAILED'] as const } };
      const token = await tokenFor(scope);
      const codes = async (estimateToken: string | null, of: ReplayDeliveriesInput['scope'] = scope) => (await problemsOf(replay(of, { estimateToken }))).map(({ code }) => code);
      expect(await codes(null)).toEqual(['REQUIRED']);
      for (const bad of ['', 'v1.x.y', token.replace(/.{8}$/, 'AAAAAAAA'), token.slice(0, -8)]) expect(await codes(bad)).toEqual(['INVALID']);
      expect(await codes(token, { filter: {} })).toEqual(['INVALID']);
      const stranger = { ...bench.caller, accountId: newId('acc') };
      expect(await problemsOf(replayDeliveries(bench.deps, stranger, { scope, onlyUnsuccessful: true, estimateToken: token, idempotencyKey: 'k' }))).toMatchObject([{ code: 'INVALID' }]);
      bench.clock.advance(15 * MINUTE_MS);
      expect(await codes(token)).toEqual(['INVALID']);
    });

    it('holds while no more than a tenth is added', async () => {
      await addFailed(10);
      const scope = { filter: { webhookIds: [webhook.id] } };
      const estimateToken = await tokenFor(scope);
      await addFailed(1);
      await replay(scope, { estimateToken });
      await addFailed(1);
      expect(await problemsOf(replay(scope, { estimateToken }))).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'estimateToken'] }]);
    });
  });
});
