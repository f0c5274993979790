import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Account } from '../../server/storage/entities/account.ts';
import { isDuplicate } from '../../server/storage/store.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';

eachDatabase('store', (kind) => {
  let database: TestStore;
  beforeEach(async () => { database = await openTestStore(kind); });
  afterEach(() => database.close());

  it('rolls a failed write back without touching those beside it', async () => {
    const { store } = database;
    const kept = accountRow();
    const failing = store.write(async (tx) => {
      await tx.insert(Account, accountRow());
      throw new Error('no');
    });
    const succeeding = store.write((tx) => tx.insert(Account, { ...kept }));
    await expect(failing).rejects.toThrow('no');
    await succeeding;
    expect(await store.reader.find(Account)).toEqual([kept]);
  });

  it('shows readers nothing of a write that is not committed', async () => {
    const { store } = database;
    await store.write(async (tx) => {
      await tx.insert(Account, accountRow());
      expect(await store.reader.count(Account)).toBe(0);
    });
    expect(await store.reader.count(Account)).toBe(1);
  });

  it('keeps every one of many writes at once', async () => {
    const { store } = database;
    const account = accountRow({ webhooksVersion: 0 });
    await store.write((tx) => tx.insert(Account, { ...account }));
    await Promise.all(Array.from({ length: 50 }, () =>
      store.write((tx) => tx.increment(Account, { id: account.id }, 'webhooksVersion', 1))));
    expect((await store.reader.findOneByOrFail(Account, { id: account.id })).webhooksVersion).toBe(50);
  });

  it('knows a duplicate when it meets one', async () => {
    const { store } = database;
    const account = accountRow();
    await store.write((tx) => tx.insert(Account, account));
    const error = await store.write((tx) => tx.insert(Account, account)).catch((thrown: unknown) => thrown);
    expect(isDuplicate(error)).toBe(true);
  });
});
