import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Strays } from '../../server/dispatcher/strays.ts';
import { Delivery, UNLEASED } from '../../server/storage/entities/delivery.ts';
import { WebhookQueue } from '../../server/storage/entities/webhook.ts';
import type { LeasedDelivery } from '../../server/storage/leased-delivery.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { insertDelivery, insertEvent, insertWebhook } from '../support/factories.ts';

const NOW = 1_800_000_000_000;

eachDatabase('leases that their process does not know of', (kind) => {
  let database: TestStore;
  const known = new Set<LeasedDelivery>();
  beforeEach(async () => {
    database = await openTestStore(kind);
    known.clear();
  });
  afterEach(() => database.close());

  async function lease(owner: string) {
    const { store } = database;
    const webhook = await insertWebhook(store);
    return insertDelivery(store, webhook, await insertEvent(store, webhook), { status: 'IN_PROGRESS', leaseOwner: owner, nextAttemptAt: null, dueAt: NOW - 5 });
  }
  const stored = (id: string) => database.store.reader.findOneByOrFail(Delivery, { id });

  it('are handed back when they have not been known for some seconds', async () => {
    const { id, webhookId } = await lease('us');
    const strays = new Strays({ store: database.store, owner: 'us', known });
    expect(await strays.handBack({ now: NOW, monotonicMs: 1_000 })).toBe(0);
    expect(await strays.handBack({ now: NOW, monotonicMs: 5_999 })).toBe(0);
    expect(await strays.handBack({ now: NOW, monotonicMs: 6_000 })).toBe(1);
    expect(await stored(id)).toMatchObject({ leaseOwner: UNLEASED, status: 'PENDING', dueAt: NOW });
    expect(await database.store.reader.findOneByOrFail(WebhookQueue, { webhookId })).toMatchObject({ nextDueAt: NOW });
    expect(await strays.handBack({ now: NOW, monotonicMs: 6_000 })).toBe(0);
  });

  it('are not forgotten by a clock that is set back', async () => {
    await lease('us');
    const strays = new Strays({ store: database.store, owner: 'us', known });
    await strays.handBack({ now: NOW, monotonicMs: 1_000 });
    expect(await strays.handBack({ now: NOW - 3_600_000, monotonicMs: 6_000 })).toBe(1);
  });

  it('are left alone once they are known', async () => {
    const { id } = await lease('us');
    const strays = new Strays({ store: database.store, owner: 'us', known });
    await strays.handBack({ now: NOW, monotonicMs: 1_000 });
    known.add({ id } as LeasedDelivery);
    expect(await strays.handBack({ now: NOW, monotonicMs: 6_000 })).toBe(0);
    expect(await stored(id)).toMatchObject({ leaseOwner: 'us' });
  });

  it('of other processes are no business of ours', async () => {
    const { id } = await lease('them');
    const strays = new Strays({ store: database.store, owner: 'us', known });
    await strays.handBack({ now: NOW, monotonicMs: 1_000 });
    expect(await strays.handBack({ now: NOW, monotonicMs: 6_000 })).toBe(0);
    expect(await stored(id)).toMatchObject({ leaseOwner: 'them' });
  });
});
