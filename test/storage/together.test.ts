import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import { gatheredReads } from '../../server/graphql/gathered-reads.ts';
import type { DeliveryFilter } from '../../server/storage/delivery-filter.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { countListed, readListed } from '../../server/storage/haystack.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { deliveryOrder, listedDeliveries } from '../../server/storage/repositories/deliveries.ts';
import type { Reads } from '../../server/storage/together.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { deliveryRow, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { idAt } from '../support/history.ts';

const ENDED = { leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON };
const PAGES = [{ size: 3, isBackward: false, cursor: null }, { size: 3, isBackward: true, cursor: null }, { size: 50, isBackward: false, cursor: null }];

eachDatabase('lists of several parents', (kind) => {
  let test: TestStore;
  let webhooks: Webhook[];

  /** Three webhooks with none, four and eleven deliveries, which take turns; every third failed. */
  beforeAll(async () => {
    test = await openTestStore(kind);
    const first = await insertWebhook(test.store);
    webhooks = [first, await insertWebhook(test.store, { accountId: first.accountId }), await insertWebhook(test.store, { accountId: first.accountId })];
    const event = await insertEvent(test.store, first);
    const rows = [4, 11].flatMap((count, index) => Array.from({ length: count }, (_, number) => deliveryRow(webhooks[index + 1]!, event, {
      ...ENDED, id: idAt('dlv', NOON + number * 1_000 + index), createdAt: NOON + number * 1_000 + index, status: number % 3 === 0 ? 'FAILED' : 'SUCCEEDED',
    })));
    await test.store.write((tx) => insertDeliveries(tx, rows));
  });
  afterAll(() => test.close());

  /** Pages and counts of all webhooks, asked for at once. */
  function askedAtOnce(filter: DeliveryFilter, reads?: Reads) {
    return Promise.all(['ASC', 'DESC'].flatMap((direction) => PAGES.flatMap((request) => webhooks.map(async ({ id, accountId }) => {
      const listed = { ...await listedDeliveries(test.store, { accountId, environments: ENVIRONMENTS }, filter, { webhookId: id }), reads };
      const page = await readListed(listed, deliveryOrder(direction as 'ASC' | 'DESC'), request, [2, 3]);
      return { rows: page.rows, more: [await page.hasNext(), await page.hasPrevious()], count: await countListed(listed, [2, 3]) };
    }))));
  }

  it.each<[string, DeliveryFilter, number]>([['all', {}, 11], ['those that match', { statuses: ['FAILED'] }, 2], ['none', { statuses: ['CANCELLED'] }, 0]])('have the pages and counts of %s that each would have alone', async (_what, filter, most) => {
    const alone = await askedAtOnce(filter);
    expect(await askedAtOnce(filter, gatheredReads())).toEqual(alone);
    expect(Math.max(...alone.map(({ rows }) => rows.length))).toBe(most);
  });
});
