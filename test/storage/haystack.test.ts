import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../server/domain/environments.ts';
import type { DeliveryFilter } from '../../server/storage/delivery-filter.ts';
import type { Delivery } from '../../server/storage/entities/delivery.ts';
import type { Webhook } from '../../server/storage/entities/webhook.ts';
import { countListed, readListed } from '../../server/storage/haystack.ts';
import { TooManyToSortError, type Connected } from '../../server/storage/pages.ts';
import { insertDeliveries } from '../../server/storage/publish-rows.ts';
import { deliveryOrder, listedDeliveries } from '../../server/storage/repositories/deliveries.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { deliveryRow, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { idAt } from '../support/history.ts';

const MINUTE = 60_000;
/** A page looks at five rows at most. */
const WINDOWS = [2, 3];
const ENDED = { leaseOwner: null, dueAt: null, nextAttemptAt: null, completedAt: NOON };

eachDatabase('a haystack', (kind) => {
  let test: TestStore;
  let webhook: Webhook;
  let ids: string[];

  /** Twelve deliveries, ten minutes apart; the first, the seventh and the last failed. Another webhook has its own between them. */
  beforeAll(async () => {
    test = await openTestStore(kind);
    webhook = await insertWebhook(test.store);
    const other = await insertWebhook(test.store, { accountId: webhook.accountId, environment: 'STAGING' });
    const event = await insertEvent(test.store, webhook);
    const rows = Array.from({ length: 12 }, (_, index) => {
      const createdAt = NOON + index * 10 * MINUTE;
      return deliveryRow(webhook, event, { ...ENDED, id: idAt('dlv', createdAt), createdAt, status: [0, 6, 11].includes(index) ? 'FAILED' : 'SUCCEEDED' });
    });
    const others = rows.map(({ createdAt }) => deliveryRow(other, event, { ...ENDED, id: idAt('dlv', createdAt + 5 * MINUTE), createdAt: createdAt + 5 * MINUTE, status: 'CANCELLED' }));
    ids = rows.map(({ id }) => id);
    await test.store.write((tx) => insertDeliveries(tx, [...rows, ...others]));
  });
  afterAll(() => test.close());

  const listed = (filter: DeliveryFilter) => listedDeliveries(test.store, { accountId: webhook.accountId, environments: ENVIRONMENTS }, filter);

  /** All pages of a list, in the order of the list. */
  async function walk(filter: DeliveryFilter, { size = 2, isBackward = false, direction = 'DESC' as 'ASC' | 'DESC' } = {}) {
    const pages: (string | undefined)[][] = [];
    let cursor: string | null = null;
    for (;;) {
      const page: Connected<Delivery> = await readListed(await listed(filter), deliveryOrder(direction), { size, isBackward, cursor }, WINDOWS);
      pages.push(page.rows.map(({ id }) => id));
      if (!await (isBackward ? page.hasPrevious() : page.hasNext())) return isBackward ? pages.reverse() : pages;
      cursor = isBackward ? page.startCursor : page.endCursor;
    }
  }

  it.each<[string, () => DeliveryFilter]>([
    ['all of an account', () => ({ statuses: ['FAILED'] })],
    ['one webhook', () => ({ statuses: ['FAILED'], webhookIds: [webhook.id] })],
    ['some time', () => ({ statuses: ['FAILED'], created: { from: NOON, to: NOON + 111 * MINUTE } })],
  ])('of %s gives each row once, whichever way it is gone through', async (_what, filter) => {
    const newestFirst = [ids[11], ids[6], ids[0]];
    expect((await walk(filter())).flat()).toEqual(newestFirst);
    expect((await walk(filter(), { isBackward: true })).flat()).toEqual(newestFirst);
    expect((await walk(filter(), { direction: 'ASC' })).flat()).toEqual(newestFirst.toReversed());
    expect((await walk(filter(), { direction: 'ASC', isBackward: true })).flat()).toEqual(newestFirst.toReversed());
  });

  it('gives short and empty pages, from which the next go on', async () => {
    expect(await walk({ statuses: ['FAILED'], webhookIds: [webhook.id] })).toEqual([[ids[11]], [ids[6]], [ids[0]]]);
    expect(await walk({ statusCode: { min: 599 }, webhookIds: [webhook.id] })).toEqual([[], [], []]);
  });

  it('knows what is behind a page', async () => {
    const filter: DeliveryFilter = { statuses: ['FAILED'], webhookIds: [webhook.id] };
    const read = async (cursor: string | null) => readListed(await listed(filter), deliveryOrder('DESC'), { size: 2, isBackward: false, cursor }, WINDOWS);
    const first = await read(null);
    expect([await first.hasPrevious(), await first.hasNext()]).toEqual([false, true]);
    const second = await read(first.endCursor);
    expect([await second.hasPrevious(), await second.hasNext()]).toEqual([true, true]);
  });

  it('counts up to where it looks', async () => {
    expect(await countListed(await listed({ statuses: ['FAILED'] }))).toEqual({ value: 3, isExact: true });
    expect(await countListed(await listed({ statuses: ['CANCELLED'] }), WINDOWS)).toEqual({ value: 3, isExact: false });
  });

  it('is counted by its first page where that looked at all that a count would look at', async () => {
    const read = async (filter: DeliveryFilter, { size = 2, cursor = null as string | null, isBackward = false, windows = WINDOWS } = {}) =>
      readListed(await listed(filter), deliveryOrder('DESC'), { size, isBackward, cursor }, windows);
    const few: DeliveryFilter = { statuses: ['FAILED'], webhookIds: [webhook.id] };
    const some = await read(few);
    expect(some.count).toEqual(await countListed(await listed(few), WINDOWS));
    expect(some.count?.isExact).toBe(false);
    expect((await read(few, { size: 5, windows: [1_000] })).count).toEqual({ value: 3, isExact: true });
    expect((await read(few, { size: 5, isBackward: true, windows: [1_000] })).count).toEqual({ value: 3, isExact: true });
    expect((await read(few, { windows: [1_000] })).count).toBeNull();
    expect((await read(few, { cursor: some.endCursor, windows: [1_000] })).count).toBeNull();
    expect((await read({}, { size: 50 })).count).toEqual(await countListed(await listed({})));
    expect((await read({})).count).toBeNull();
  });

  it('is sorted where all of it is looked at, and else refused', async () => {
    const request = { size: 2, isBackward: false, cursor: null };
    const sorted = await readListed(await listed({ statuses: ['FAILED'] }), deliveryOrder('ASC', 'STATUS_CODE'), request);
    expect(sorted.rows.map(({ id }) => id)).toEqual([ids[0], ids[6]]);
    await expect(readListed(await listed({ statuses: ['FAILED'] }), deliveryOrder('ASC', 'STATUS_CODE'), request, WINDOWS)).rejects.toThrow(TooManyToSortError);
  });

  it('is not needed where ids or times lead to the rows', async () => {
    const { hay } = await listed({ search: ids[0]! });
    const { hay: none, span } = await listed({ created: { from: NOON + 20 * MINUTE, to: NOON + 40 * MINUTE } });
    expect([hay, none]).toEqual([null, null]);
    expect(span).not.toBeNull();
    expect((await walk({ created: { from: NOON + 20 * MINUTE, to: NOON + 40 * MINUTE }, webhookIds: [webhook.id] })).flat()).toEqual([ids[3], ids[2]]);
  });
});
