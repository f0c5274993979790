import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireLane, advance, LaneLostError, releaseLane, silentOwners } from '../../server/storage/lanes.ts';
import { Lane } from '../../server/storage/entities/lane.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { insertDelivery, insertEvent, insertWebhook } from '../support/factories.ts';

eachDatabase('lanes', (kind) => {
  let database: TestStore;
  beforeEach(async () => { database = await openTestStore(kind); });
  afterEach(() => database.close());

  it('go to one process each, also when two start at once', async () => {
    const lanes = await Promise.all(['prc_a', 'prc_b', 'prc_c'].map((owner) => acquireLane(database.store, owner)));
    expect(lanes.map(({ lane }) => lane).sort()).toEqual([0, 1, 2]);
  });

  it('go on where they ended when they are taken again', async () => {
    const held = await acquireLane(database.store, 'prc_a');
    await database.store.write((tx) => advance(tx, held, { from: 0, to: 7 }));
    await releaseLane(database.store, held);
    expect(await acquireLane(database.store, 'prc_b')).toEqual({ lane: 0, owner: 'prc_b', lastSeq: 7 });
  });

  it('tell a commit whose answer was lost from a lane that was lost', async () => {
    const held = await acquireLane(database.store, 'prc_a');
    expect(await database.store.write((tx) => advance(tx, held, { from: 0, to: 3 }))).toBe(true);
    expect(await database.store.write((tx) => advance(tx, held, { from: 0, to: 3 }))).toBe(false);
    await database.store.write((tx) => tx.update(Lane, { lane: 0 }, { owner: 'prc_b' }));
    await expect(database.store.write((tx) => advance(tx, held, { from: 3, to: 4 }))).rejects.toThrow(LaneLostError);
  });

  it('are kept while a lease is left, so that somebody takes that over', async () => {
    const held = await acquireLane(database.store, 'prc_a');
    const webhook = await insertWebhook(database.store);
    await insertDelivery(database.store, webhook, await insertEvent(database.store, webhook), { leaseOwner: 'prc_a' });
    await releaseLane(database.store, held);
    expect(await silentOwners(database.store.reader, 'prc_b', { evenFresh: true })).toEqual(['prc_a']);
    expect(await silentOwners(database.store.reader, 'prc_b', { evenFresh: false })).toEqual([]);
  });

  it('are taken from whoever has been silent, whatever the clock was', async () => {
    await acquireLane(database.store, 'prc_a');
    await database.store.write((tx) => tx.update(Lane, { lane: 0 }, { heartbeatAt: Date.now() + 3_600_000 }));
    expect(await silentOwners(database.store.reader, 'prc_b', { evenFresh: true })).toEqual(['prc_a']);
  });
});
