import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDataSource } from '../../server/storage/data-source.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { createTestDatabase, eachDatabase, type TestDatabase } from '../support/databases.ts';

eachDatabase('migrations', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => { database = await createTestDatabase(kind); });
  afterEach(() => database.remove());

  it('make exactly the tables that the entities describe', async () => {
    const source = await openDataSource(database.url);
    await migrate(source);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.destroy();
  });

  it('can be taken back', async () => {
    const source = await openDataSource(database.url);
    await migrate(source);
    await source.undoLastMigration({ transaction: 'each' });
    const runner = source.createQueryRunner();
    const left = [];
    for (const { tableName } of source.entityMetadatas) if (await runner.hasTable(tableName)) left.push(tableName);
    expect(left).toEqual([]);
    await source.destroy();
  });

  it('tell apart texts that differ in case only', async () => {
    const source = await openDataSource(database.url);
    await migrate(source);
    await source.query("INSERT INTO account (id, name, webhooksVersion, createdAt) VALUES ('acc_a', 'x', 0, 0), ('acc_A', 'y', 0, 0)");
    expect(await source.query("SELECT name FROM account WHERE id = 'acc_A'")).toEqual([{ name: 'y' }]);
    await source.destroy();
  });
});
