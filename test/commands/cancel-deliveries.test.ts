import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelDelivery } from '../../server/commands/cancel-deliveries.ts';
import { newId } from '../../server/domain/ids.ts';
import { claimDue } from '../../server/storage/claim-due.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertWebhook, NOON } from '../support/factories.ts';
import { BulkBench, ENDED } from './bulk-bench.ts';
import { problemsOf } from './command-bench.ts';

eachDatabase('cancelling', (kind) => {
  let own: BulkBench;
  beforeAll(async () => { own = await BulkBench.open(kind); });
  afterAll(() => own.close());
  beforeEach(() => own.reset());

  describe('one delivery', () => {
    const stop = (id: string, caller = own.bench.caller) => cancelDelivery(own.bench.deps, caller, id);

    it('stops what waits for its first attempt or for its next', async () => {
      for (const status of ['PENDING', 'RETRYING'] as const) {
        const { id } = await own.add({ status });
        expect(await stop(id)).toMatchObject({ status: 'CANCELLED', leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON, revision: 2 });
      }
    });

    it('does nothing more the second time', async () => {
      const { id } = await own.add();
      await stop(id);
      expect(await stop(id)).toMatchObject({ status: 'CANCELLED', revision: 2 });
    });

    it('leaves alone what is being sent, and what has ended', async () => {
      const sent = await own.add({ status: 'IN_PROGRESS', leaseOwner: 'prc_1' });
      const ended = await own.add({ ...ENDED, status: 'SUCCEEDED' });
      for (const { id } of [sent, ended]) expect(await problemsOf(stop(id))).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
      expect([await own.delivery(sent.id), await own.delivery(ended.id)]).toMatchObject([sent, ended]);
    });

    it('does not know the deliveries of another account or environment', async () => {
      const foreign = await insertWebhook(own.bench.deps.store);
      const other = await own.add({}, foreign);
      const mine = await own.add();
      const staging = { ...own.bench.caller, environments: ['STAGING'] as const };
      for (const [id, caller] of [[other.id, own.bench.caller], [newId('dlv'), own.bench.caller], [mine.id, staging]] as const) {
        expect(await problemsOf(stop(id, caller))).toMatchObject([{ code: 'NOT_FOUND' }]);
      }
      expect(await own.delivery(other.id)).toMatchObject(other);
    });

    it('and a claim at the same time do not both get it', async () => {
      for (let round = 0; round < 10; round++) {
        const { id } = await own.add();
        const [claimed] = await Promise.allSettled([
          own.bench.deps.store.write((tx) => claimDue(tx, { owner: 'prc_1', now: NOON, room: 10, except: [] })), stop(id),
        ]);
        const wasClaimed = claimed.status === 'fulfilled' && claimed.value.some((each) => each.id === id);
        expect((await own.delivery(id)).status).toBe(wasClaimed ? 'IN_PROGRESS' : 'CANCELLED');
      }
    });
  });

  describe('many', () => {
    it('stops what waits and reports what it had to leave', async () => {
      const [waits, retries, runs] = [await own.add(), await own.add({ status: 'RETRYING' }), await own.add({ status: 'IN_PROGRESS', leaseOwner: 'prc_1' })];
      const [failed] = await own.addFailed(1);
      const scope = { filter: { webhookIds: [own.webhook.id] } };
      const { bulkOperation } = await own.cancel(scope, { estimateToken: await own.tokenFor(scope, 'CANCEL') });
      expect(await own.runToEnd(bulkOperation.id)).toMatchObject({ totalCount: 3, succeededCount: 2, skips: { NOT_WAITING: 1 } });
      for (const { id } of [waits, retries]) expect((await own.delivery(id)).status).toBe('CANCELLED');
      for (const each of [runs, failed!]) expect(await own.delivery(each.id)).toMatchObject(each);
    });

    it('is not for what has failed or was missed', async () => {
      expect(await problemsOf(own.cancel({ failedSince: { webhookId: own.webhook.id, since: 0 } }))).toMatchObject([{ code: 'INVALID', path: ['input', 'scope', 'failedSince'] }]);
    });
  });
});
