import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { claimDue } from '../../server/storage/claim-due.ts';
import { Place } from '../../server/storage/entities/place.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { lockQueue } from '../../server/storage/webhook-rows.ts';
import { eachDatabase } from '../support/databases.ts';
import { deliveryRow, insertEvent, NOON } from '../support/factories.ts';
import { BulkBench, idsOf } from './bulk-bench.ts';

eachDatabase('an operation on a webhook in strict order', (kind) => {
  let own: BulkBench;
  beforeAll(async () => { own = await BulkBench.open(kind); });
  afterAll(() => own.close());
  beforeEach(() => own.reset());

  it('puts its replays at the end of the line, in the order of their originals', async () => {
    const webhook = await own.addWebhook({ ordering: 'FIFO' });
    const originals = await own.addFailed(7, webhook);
    const { store } = own.bench.deps;
    const waiting = deliveryRow(webhook, await insertEvent(store, webhook));
    await store.write((tx) => insertDeliveries(tx, [waiting]));
    const { bulkOperation: { id } } = await own.replay({ ids: idsOf(originals) });
    for (let operation = await own.step(id, 3); operation?.completedAt === null;) operation = await own.step(id, 3);
    const replays = await own.replaysOf(id);
    expect(replays.map(({ sourceId }) => sourceId)).toEqual(idsOf(originals));
    const places = await store.reader.find(Place, { where: { webhookId: webhook.id }, order: { position: 'ASC' } });
    expect(places.map(({ deliveryId }) => deliveryId)).toEqual([waiting.id, ...replays.map(({ deliveryId }) => deliveryId)]);
  });

  it.skipIf(kind === 'sqlite')('locks the line before the bodies of its events, as everybody does', async () => {
    const webhook = await own.addWebhook({ ordering: 'FIFO' });
    const [original] = await own.addFailed(1, webhook);
    const { bulkOperation: { id } } = await own.replay({ ids: [original!.id] });
    const step = await own.prepare(id);
    let taken: Promise<unknown> | undefined;
    await own.bench.deps.store.write(async (tx) => {
      await lockQueue(tx, webhook.id);
      taken = own.take(step);
      await vi.waitFor(async () => {
        const [row] = await tx.query("SELECT COUNT(*) AS count FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'") as { count: string }[];
        expect(Number(row!.count)).toBeGreaterThan(0);
      }, { interval: 200, timeout: 10_000 });
      expect(await tx.query('SELECT id FROM webhook_event WHERE id = ? FOR UPDATE NOWAIT', [original!.eventId])).toHaveLength(1);
    });
    expect(await taken).toMatchObject({ succeededCount: 1 });
  });

  it('lets the next one go when it has cancelled those before it', async () => {
    const webhook = await own.addWebhook({ ordering: 'FIFO' });
    const { store } = own.bench.deps;
    const event = await insertEvent(store, webhook);
    const waiting = Array.from({ length: 4 }, (_, index) => deliveryRow(webhook, event, index === 0 ? { dueAt: NOON + 3_600_000, status: 'RETRYING' } : {}));
    await store.write((tx) => insertDeliveries(tx, waiting));
    const claim = async () => (await store.write((tx) => claimDue(tx, { owner: 'prc_a', now: NOON, room: 10, except: [] }))).filter(({ webhookId }) => webhookId === webhook.id);
    expect(await claim()).toEqual([]);
    await own.runToEnd((await own.cancel({ ids: idsOf(waiting.slice(0, 3)) })).bulkOperation.id);
    expect(idsOf(await claim())).toEqual([waiting[3]!.id]);
  });
});
