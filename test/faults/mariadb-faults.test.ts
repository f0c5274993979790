import { setTimeout as delay } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import { describe, expect, it } from 'vitest';
import { MariadbServer } from '../support/mariadb-server.ts';
import { until } from '../support/until.ts';
import { CommitCutter } from './commit-cutter.ts';
import { startPrivateMariadb, type PrivateMariadb } from './private-mariadb.ts';
import { query } from './records.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const TIMEOUT_MS = IS_LONG ? 900_000 : 150_000;
const OUTAGES = IS_LONG ? 10 : 1;
const CUTS = IS_LONG ? 40 : 3;
const DEADLOCKS = 20;
const WAITING = "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
/** Longer than a statement waits for a row, as it is set below. */
const LOCKED_MS = 8_000;

describe.skipIf(!MariadbServer.isInstalled())('A database server that fails', () => {
  it('is killed and started again', { timeout: TIMEOUT_MS }, () => suffer('database killed', async ({ server }, world) => {
    const random = chanceOf('database killed');
    for (let outage = 0; outage < OUTAGES; outage++) {
      await delay(between(random, 100, 1_000));
      await server.signal('SIGKILL');
      await delay(between(random, 0, 2_000));
      await server.restart();
      await world.untilAcknowledged(20);
    }
    return OUTAGES;
  }));

  it('is cut off at a COMMIT', { timeout: TIMEOUT_MS }, async () => {
    const mariadb = await startPrivateMariadb();
    const cutter = await CommitCutter.start(mariadb.port);
    const random = chanceOf('commits');
    const accountUrl = mariadb.accountUrl.replace(`:${mariadb.port}`, `:${cutter.port}`);
    await suffer('connection cut at COMMIT', async (_mariadb, world) => {
      for (let cut = 1; cut <= CUTS; cut++) {
        cutter.cut(cut % 2 === 0 ? 'before' : 'after', between(random, 1, 10));
        await world.untilAcknowledged(20);
        expect(cutter.cuts).toBe(cut);
      }
      return CUTS;
    }, { ...mariadb, accountUrl });
    cutter.close();
  });

  it.runIf(IS_LONG)('does not answer for a while', { timeout: TIMEOUT_MS }, () => suffer('database stopped for 8 s', async ({ server }, world) => {
    await server.signal('SIGSTOP');
    await delay(LOCKED_MS);
    await server.signal('SIGCONT');
    await world.untilAcknowledged(20);
    return 1;
  }));

  it.runIf(IS_LONG)('has its tables locked', { timeout: TIMEOUT_MS }, () => suffer('LOCK TABLES for 8 s', async ({ database }, world) => {
    await holding(database.url, 'LOCK TABLES delivery WRITE, webhook_queue WRITE', 'UNLOCK TABLES');
    await world.untilAcknowledged(20);
    return 1;
  }));

  it.runIf(IS_LONG)('is read-only for a while', { timeout: TIMEOUT_MS }, () => suffer('read-only for 8 s', async ({ database }, world) => {
    await query(database.url, 'SET GLOBAL read_only = 1');
    await delay(LOCKED_MS);
    await query(database.url, 'SET GLOBAL read_only = 0');
    await world.untilAcknowledged(20);
    return 1;
  }));

  it.runIf(IS_LONG)('does not grant locks in time', { timeout: TIMEOUT_MS }, () => suffer('lock wait timeouts for 8 s', async ({ database }, world) => {
    await query(database.url, 'SET GLOBAL innodb_lock_wait_timeout = 1');
    await world.server.kill();
    await world.server.restart();
    await holding(database.url, 'SELECT * FROM webhook_queue FOR UPDATE', 'COMMIT');
    await world.untilAcknowledged(20);
    return 1;
  }));

  it.runIf(IS_LONG)('picks it as the victim of deadlocks', { timeout: TIMEOUT_MS }, () => suffer('deadlocks', async ({ database }, world) => {
    await query(database.url, 'CREATE TABLE ballast (id INT PRIMARY KEY, weight INT)');
    await query(database.url, 'INSERT INTO ballast SELECT seq, 0 FROM seq_1_to_2000');
    const connection = await createConnection(database.url.replace(/^mariadb:/, 'mysql:'));
    let deadlocks = 0;
    while (deadlocks < DEADLOCKS) {
      await crossLocks(connection);
      const [status] = await query<{ Value: string }>(database.url, "SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'");
      deadlocks = Number(status!.Value);
    }
    await connection.end();
    await query(database.url, 'DROP TABLE ballast');
    await world.untilAcknowledged(20);
    return deadlocks;
  }));
});

/** Runs a scenario under load. At its end everything must come to an end by itself, without a restart. */
async function suffer(
  scenario: string, strike: (mariadb: PrivateMariadb, world: World) => Promise<number>, given?: PrivateMariadb,
): Promise<void> {
  const mariadb = given ?? await startPrivateMariadb();
  const world = await World.open({ kind: 'mariadb', database: mariadb.database, databaseUrl: mariadb.accountUrl });
  try {
    world.publish();
    await world.untilAcknowledged(20);
    const faults = await strike(mariadb, world);
    expectPromisesKept(await world.settle(), { scenario, database: 'mariadb', faults });
  } finally {
    await world.close();
  }
}

/** Locks on a connection of its own and lets go after a while. */
async function holding(url: string, lock: string, release: string): Promise<void> {
  const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
  await connection.query('SET autocommit = 0');
  await connection.query(lock);
  await delay(LOCKED_MS);
  await connection.query(release);
  await connection.end();
}

/** Takes what the server takes, in the other order, with so much to roll back that the server is the cheaper victim. */
async function crossLocks(connection: Connection): Promise<void> {
  try {
    await connection.query('BEGIN');
    await connection.query('UPDATE ballast SET weight = weight + 1');
    await connection.query('SELECT * FROM webhook_queue FOR UPDATE');
    await until('the server to wait for it', async () => ((await connection.query(WAITING))[0] as unknown[]).length > 0);
    await connection.query('SELECT * FROM lane FOR UPDATE');
    await connection.query('COMMIT');
  } catch {
    await connection.query('ROLLBACK');
  }
}
