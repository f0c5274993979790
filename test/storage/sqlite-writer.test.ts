import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account } from '../../server/storage/entities/account.ts';
import { changeIn, insertRows, run, selectIn, updateRows } from '../../server/storage/rows.ts';
import { errorCode, isDuplicate } from '../../server/storage/store.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';

const COLUMNS = ['id', 'name', 'webhooksVersion', 'createdAt'] as const;
const rowOf = (account: Account) => COLUMNS.map((name) => account[name]);

describe('the writer of SQLite', () => {
  let database: TestStore;
  beforeEach(async () => { database = await openTestStore('sqlite'); });
  afterEach(() => database.close());

  const accounts = () => database.store.reader.find(Account, { order: { id: 'ASC' } });
  const three = () => [accountRow({ id: 'acc_1', name: 'One' }), accountRow({ id: 'acc_2', name: 'Two' }), accountRow({ id: 'acc_3', name: 'Two' })];

  it('writes rows whose columns differ and agree', async () => {
    const rows = three();
    await database.store.write((tx) => insertRows(tx, 'account', COLUMNS, rows.map(rowOf)));
    expect(await accounts()).toEqual(rows);
  });

  it('lets a transaction read what it has only deferred', async () => {
    const found = await database.store.write(async (tx) => {
      await insertRows(tx, 'account', COLUMNS, three().map(rowOf));
      await changeIn(tx, 'UPDATE account SET name = ? WHERE id', ['New'], ['acc_1', 'acc_3']);
      await run(tx, 'UPDATE account SET webhooksVersion = ? WHERE id = ?', [7, 'acc_2']);
      return selectIn<{ name: string; webhooksVersion: number }>(tx, 'SELECT name, webhooksVersion FROM account WHERE id', ['acc_3', 'acc_2', 'acc_none']);
    });
    expect(found).toEqual([{ name: 'New', webhooksVersion: 1 }, { name: 'Two', webhooksVersion: 7 }]);
  });

  it('counts the rows that an update found and its guard let pass', async () => {
    await database.store.write((tx) => insertRows(tx, 'account', COLUMNS, three().map(rowOf)));
    const changed = await database.store.write((tx) => updateRows(tx, {
      table: 'account', key: 'id', columns: ['name'], rows: [['acc_1', 'A'], ['acc_2', 'B'], ['acc_none', 'C']], guard: 't.name = ?', guardParameters: ['Two'],
    }));
    expect(changed).toBe(1);
    expect((await accounts()).map(({ name }) => name)).toEqual(['One', 'B', 'Two']);
  });

  it('rolls everything back when a deferred statement fails, and goes on', async () => {
    const [first, second] = three();
    const failing = database.store.write(async (tx) => {
      await insertRows(tx, 'account', COLUMNS, [rowOf(first!)]);
      await insertRows(tx, 'account', COLUMNS, [rowOf(first!)]);
    });
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(isDuplicate(error)).toBe(true);
    expect(await accounts()).toEqual([]);
    await database.store.write((tx) => insertRows(tx, 'account', COLUMNS, [rowOf(second!)]));
    expect(await accounts()).toEqual([second]);
  });

  it('writes nothing of a transaction that ends before its first answer', async () => {
    await expect(database.store.write(async (tx) => {
      await insertRows(tx, 'account', COLUMNS, three().map(rowOf));
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await accounts()).toEqual([]);
    await database.store.write((tx) => tx.insert(Account, accountRow()));
    expect(await accounts()).toHaveLength(1);
  });

  it('tells what is wrong with a statement, without its values', async () => {
    const error = await database.store.write((tx) => tx.query('INSERT INTO nowhere VALUES (?)', ['secret value'])).catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe('SQLITE_ERROR');
    expect(String(error)).toContain('no such table: nowhere');
    expect(JSON.stringify(error)).not.toContain('secret value');
  });
});
