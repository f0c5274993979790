import { afterEach, beforeEach, expect, it } from 'vitest';
import { Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { eachDatabase, openTestStore, type TestStore } from './databases.ts';
import { insertDelivery, insertEvent, insertWebhook } from './factories.ts';

eachDatabase('rows made for tests', (kind) => {
  let database: TestStore;
  beforeEach(async () => { database = await openTestStore(kind); }, 30_000);
  afterEach(() => database.close());

  it('read back as they were stored', async () => {
    const { store } = database;
    const webhook = await insertWebhook(store, { customHeaders: [{ name: 'X-Team', value: 'billing', isSecret: false }] });
    const delivery = await insertDelivery(store, webhook, await insertEvent(store, webhook));
    expect({ ...await store.reader.findOneByOrFail(Webhook, { id: webhook.id }) }).toEqual(webhook);
    expect({ ...await store.reader.findOneByOrFail(Delivery, { id: delivery.id }) }).toEqual(delivery);
  });
});
