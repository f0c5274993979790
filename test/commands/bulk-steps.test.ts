import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { stopOperation } from '../../server/commands/bulk-operations.ts';
import { takeStep } from '../../server/commands/bulk-step.ts';
import { MINUTE_MS } from '../../server/domain/time.ts';
import { BulkOperation } from '../../server/storage/entities/bulk-operation.ts';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertEvent, NOON } from '../support/factories.ts';
import { BulkBench, idsOf } from './bulk-bench.ts';

eachDatabase('the steps of an operation', (kind) => {
  let own: BulkBench;
  beforeAll(async () => { own = await BulkBench.open(kind); });
  afterAll(() => own.close());
  beforeEach(() => own.reset());

  it('go on exactly where it stood when the process ends in between', async () => {
    const failed = await own.addFailed(9);
    const scope = { filter: { webhookIds: [own.webhook.id] } };
    const { bulkOperation: { id } } = await own.replay(scope, { estimateToken: await own.tokenFor(scope) });
    const first = own.workers.newRunner();
    first.start();
    await own.workers.until(id, ({ succeededCount }) => succeededCount > 0);
    await first.stop();
    await own.step(id, 1);
    expect(await own.runToEnd(id, own.workers.newRunner())).toMatchObject({ status: 'COMPLETED', succeededCount: 9, totalCount: 9 });
    expect((await own.replaysOf(id)).map(({ sourceId }) => sourceId)).toEqual(idsOf(failed));
  });

  it('repeat nothing twice when two processes are at it', async () => {
    const failed = await own.addFailed(12);
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(failed) });
    const [one, other] = [own.workers.newRunner({ stepSize: 1 }), own.workers.newRunner({ stepSize: 1 })];
    one.start();
    other.start();
    await own.workers.until(id, ({ completedAt }) => completedAt !== null);
    await Promise.all([one.stop(), other.stop()]);
    expect((await own.replaysOf(id)).map(({ sourceId }) => sourceId)).toEqual(idsOf(failed));
    expect(await own.bench.deps.store.reader.countBy(Delivery, { webhookId: own.webhook.id })).toBe(24);
  });

  it('are rolled back as a whole', async () => {
    const [failed] = await own.addFailed(1);
    const { bulkOperation: { id } } = await own.replay({ ids: [failed!.id] });
    const step = await own.prepare(id);
    await expect(own.bench.deps.store.write(async (tx) => {
      await takeStep(tx, step, NOON);
      throw new Error('killed before the commit');
    })).rejects.toThrow('killed');
    expect(await own.operation(id)).toMatchObject({ status: 'QUEUED', succeededCount: 0, position: '' });
    expect(await own.replaysOf(id)).toEqual([]);
  });

  it('do nothing when they were prepared before another process took one', async () => {
    const failed = await own.addFailed(2);
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(failed) });
    const late = await own.prepare(id);
    await own.step(id, 1);
    expect(await own.take(late)).toBeNull();
    expect(await own.replaysOf(id)).toHaveLength(1);
  });

  it('leave alone what has gone on since they were prepared', async () => {
    const [sent, cancelled] = [await own.addFailed(1), [await own.add()]].flat();
    const scope = { filter: { webhookIds: [own.webhook.id] } };
    const replay = await own.replay(scope, { estimateToken: await own.tokenFor(scope) });
    const cancel = await own.cancel(scope, { estimateToken: await own.tokenFor(scope, 'CANCEL') });
    for (const { bulkOperation: { id } } of [replay, cancel]) expect(await own.step(id)).toMatchObject({ status: 'RUNNING', totalCount: 1 });
    const steps = [await own.prepare(replay.bulkOperation.id), await own.prepare(cancel.bulkOperation.id)];
    await own.bench.deps.store.write(async (tx) => {
      await tx.update(Delivery, { id: sent!.id }, { status: 'SUCCEEDED' });
      await tx.update(Delivery, { id: cancelled!.id }, { status: 'IN_PROGRESS', leaseOwner: 'prc_1' });
    });
    expect(await own.take(steps[0]!)).toMatchObject({ status: 'COMPLETED', succeededCount: 0, skips: {} });
    expect(await own.take(steps[1]!)).toMatchObject({ status: 'COMPLETED', succeededCount: 0, skips: { NOT_WAITING: 1 } });
  });

  it('of two operations on what was missed send it once', async () => {
    const webhook = await own.addWebhook({ environment: 'DEVELOPMENT' });
    const never = await insertEvent(own.bench.deps.store, webhook);
    own.bench.clock.advance(MINUTE_MS);
    const missedSince = { webhookId: webhook.id, since: NOON - MINUTE_MS };
    const begun = [await own.replay({ missedSince }), await own.replay({ missedSince })];
    for (const { bulkOperation: { id } } of begun) await own.step(id);
    const steps = await Promise.all(begun.map(({ bulkOperation: { id } }) => own.prepare(id)));
    const taken = await Promise.all(steps.map((step) => own.take(step)));
    expect(taken.map((operation) => operation?.succeededCount).sort()).toEqual([0, 1]);
    expect(await own.bench.deps.store.reader.countBy(Delivery, { eventId: never.id })).toBe(1);
  });

  it('count first, and can be stopped while they do', async () => {
    await own.addFailed(3);
    const scope = { filter: { webhookIds: [own.webhook.id] } };
    const { bulkOperation: { id } } = await own.replay(scope, { estimateToken: await own.tokenFor(scope) });
    const counting = await own.prepare(id);
    await stopOperation(own.bench.deps, own.bench.caller, id);
    expect(await own.take(counting)).toBeNull();
    expect(await own.step(id)).toMatchObject({ status: 'CANCELLED', totalCount: 0, succeededCount: 0 });
  });

  it('can be stopped: what was handled stays handled', async () => {
    const failed = await own.addFailed(4);
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(failed) });
    await own.step(id, 2);
    expect(await stopOperation(own.bench.deps, own.bench.caller, id)).toMatchObject({ status: 'CANCELLING' });
    expect(await own.runToEnd(id)).toMatchObject({ status: 'CANCELLED', succeededCount: 2 });
    expect(await stopOperation(own.bench.deps, own.bench.caller, id)).toMatchObject({ status: 'CANCELLED' });
  });

  it('that always fail end the operation with a reason', async () => {
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(await own.addFailed(1)) });
    await own.bench.deps.store.write((tx) => tx.update(BulkOperation, { id }, { plan: { selection: { kind: 'unknown' } } as never }));
    const faults: unknown[] = [];
    expect(await own.runToEnd(id, own.workers.newRunner({ faultPauseMs: 0, onFault: (error) => faults.push(error) }))).toMatchObject({ status: 'FAILED', fault: expect.stringContaining('log') });
    expect(faults).toHaveLength(10);
  });
});
