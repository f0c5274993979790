import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Account } from '../../server/storage/entities/account.ts';
import { countUpTo } from '../../server/storage/pages.ts';
import type { Store } from '../../server/storage/store.ts';
import { eachDatabase, openTestStore, type TestStore } from '../support/databases.ts';
import { accountRow } from '../support/factories.ts';
import { until } from '../support/until.ts';

const MS = 200;
/** Would run for ages; the mark tells it from others. */
const ENDLESS = 'SELECT COUNT(*) /* endless */ AS n FROM information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d, information_schema.collations e WHERE a.id + b.id + c.id + d.id + e.id = ?';
const RUNNING = "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE '%/* endless */%' AND id <> CONNECTION_ID()";

eachDatabase('a store with a limit for reads', (kind) => {
  let database: TestStore;
  let limited: Store;
  beforeAll(async () => {
    database = await openTestStore(kind);
    limited = database.store.withReadLimit({ ms: MS, reason: () => new Error('Too long.') });
    await database.store.write((tx) => tx.insert(Account, accountRow({ id: 'acc_1' })));
  });
  afterAll(() => database?.close());

  it('reads rows and values', async () => {
    expect(await limited.reader.find(Account, { where: { id: 'acc_1' }, select: { id: true } })).toMatchObject([{ id: 'acc_1' }]);
    expect(await limited.reader.getRepository(Account).createQueryBuilder('account').where('account.id = :id', { id: 'acc_1' }).getCount()).toBe(1);
    expect(await limited.reader.query('SELECT id FROM account WHERE id = ?', ['acc_1'])).toEqual([{ id: 'acc_1' }]);
    expect(await limited.reader.query('SELECT 1 AS n UNION ALL SELECT 2 AS n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('fails with the error of the database where that is another', async () => {
    await expect(limited.reader.query('SELECT nothing FROM account')).rejects.toThrow(/nothing/);
  });

  it('writes as before', async () => {
    await limited.write((tx) => tx.update(Account, { id: 'acc_1' }, { name: 'Acme II' }));
    expect(await database.store.reader.findOneBy(Account, { id: 'acc_1' })).toMatchObject({ name: 'Acme II' });
  });

  it.skipIf(kind === 'sqlite')('has the server end a read that takes longer', async () => {
    await expect(limited.reader.query(ENDLESS, [0])).rejects.toThrow('Too long.');
    await until('the server to have ended it', async () => Number((await database.store.reader.query(RUNNING) as { n: string }[])[0]?.n) === 0);
  });

  it.skipIf(kind === 'sqlite')('has it end a count that takes longer, which is made of a query', async () => {
    const endless = limited.reader.createQueryBuilder(Account, 'account').where(`(${ENDLESS.replace('?', '0')}) = 0`);
    await expect(countUpTo(endless)).rejects.toThrow('Too long.');
    await until('the server to have ended it', async () => Number((await database.store.reader.query(RUNNING) as { n: string }[])[0]?.n) === 0);
  });

  it.skipIf(kind === 'sqlite')('has it end a query that is made around another, as estimates of bulk operations are', async () => {
    const inner = limited.reader.createQueryBuilder(Account, 'account').select('account.id', 'id').where(`(${ENDLESS.replace('?', '0')}) = 0`);
    const outer = inner.createQueryBuilder().select('COUNT(*)', 'count').from(`(${inner.getQuery()})`, 'items');
    await expect(outer.getRawMany()).rejects.toThrow('Too long.');
    await until('the server to have ended it', async () => Number((await database.store.reader.query(RUNNING) as { n: string }[])[0]?.n) === 0);
  });

  it.skipIf(kind === 'sqlite')('limits nothing that others read and write on the same connections', async () => {
    const variable = kind === 'mariadb' ? '@@max_statement_time' : '@@max_execution_time';
    const limitOf = async (query: (sql: string) => Promise<unknown>) => Number((await query(`SELECT ${variable} AS n`) as { n: string }[])[0]?.n);
    // As many at once as there are connections, so that each has been used.
    await Promise.all(Array.from({ length: 20 }, () => limited.reader.query('SELECT SLEEP(0.01)')));
    const reads = Array.from({ length: 20 }, () => limitOf((sql) => database.store.reader.query(sql)));
    const writes = Array.from({ length: 20 }, () => limited.write((tx) => limitOf((sql) => tx.query(sql))));
    expect(new Set(await Promise.all([...reads, ...writes]))).toEqual(new Set([0]));
  });
});
