import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDataSource } from '../../server/storage/data-source.ts';
import { WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { WebhookSettings } from '../../server/storage/entities/webhook-settings.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { newSettings } from '../../server/storage/repositories/webhook-settings.ts';
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
    for (let count = source.migrations.length; count > 0; count--) await source.undoLastMigration({ transaction: 'each' });
    const runner = source.createQueryRunner();
    const left = [];
    for (const { tableName } of source.entityMetadatas) if (await runner.hasTable(tableName)) left.push(tableName);
    expect(left).toEqual([]);
    await source.destroy();
  });

  it('keep the webhooks of the first version, as they stood', async () => {
    const source = await openDataSource(database.url);
    await migrate(source);
    for (let count = source.migrations.length; count > 1; count--) await source.undoLastMigration({ transaction: 'each' });
    await source.query(`INSERT INTO webhook_queue (webhookId, accountId, nextDueAt, restsUntil, consecutiveFailures, lastSuccessAt, lastFailureAt)
      VALUES ('wh_a', 'acc_a', 5, NULL, 7, 1, 2)`);
    await migrate(source);
    expect(await source.manager.find(WebhookQueue)).toMatchObject([{
      webhookId: 'wh_a', nextDueAt: 5, consecutiveFailures: 7, lastFailureAt: 2, failingSince: null, circuitFaults: 0, circuitTrips: 0,
      circuitRetryAt: null, probeId: null, pacedUntil: null,
    }]);
    await source.destroy();
  });

  it('give the accounts that are there the settings that held for them until then', async () => {
    const source = await openDataSource(database.url);
    await migrate(source);
    for (let count = source.migrations.length; count > 1; count--) await source.undoLastMigration({ transaction: 'each' });
    await source.query("INSERT INTO account (id, name, webhooksVersion, createdAt) VALUES ('acc_a', 'x', 0, 1700000000000)");
    await migrate(source);
    expect(await source.manager.find(WebhookSettings)).toEqual([newSettings('acc_a', 1_700_000_000_000)]);
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
