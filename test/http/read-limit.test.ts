import 'reflect-metadata';
import { createConnection, type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { MariadbServer } from '../support/mariadb-server.ts';
import { until } from '../support/until.ts';

/** Reads of webhooks that are sent with a limit and have not ended. */
const RUNNING = "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'SET STATEMENT max_statement_time = 1 FOR %webhook%'";

describe.skipIf(!MariadbServer.isInstalled() && !process.env.CI)('an operation whose statement takes too long', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let app: TestApp;
  let owner: Connection;

  beforeAll(async () => {
    database = await createTestDatabase('mariadb');
    app = await startApp({ database, settings: { OPERATION_SECONDS: '1' } });
    owner = await createConnection(database.url.replace(/^mariadb:/, 'mysql:'));
  }, 60_000);
  afterAll(async () => {
    await owner?.end();
    await app?.stop();
    await database?.remove();
  });

  const running = async () => Number((await owner.query(RUNNING) as unknown as [{ n: string }[]])[0][0]?.n);

  it('is given up, and the statement does not go on without it', async () => {
    // Whoever reads webhooks waits for the table, and would for as long as this connection holds it.
    await owner.query('LOCK TABLES webhook WRITE');
    const answer = app.api.request('{ webhooks(first: 1) { nodes { id } } }');
    await until('the statement to run', async () => await running() > 0);
    expect(await answer).toMatchObject({ errors: [{ message: expect.stringMatching(/^The operation took longer than 1 s and was given up\./) as string, extensions: { code: 'OPERATION_TIMEOUT' } }] });
    await until('the database server to end the statement', async () => await running() === 0);
  });

  it('leaves the app as it was', async () => {
    await owner.query('UNLOCK TABLES');
    expect(await app.api.graphql('{ webhooks(first: 1) { nodes { id } } }')).toEqual({ webhooks: { nodes: [] } });
  });
});
