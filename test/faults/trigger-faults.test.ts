import { it } from 'vitest';
import { eachDatabase, type DatabaseKind } from '../support/databases.ts';
import { until } from '../support/until.ts';
import { query } from './records.ts';
import { expectPromisesKept } from './report.ts';
import { IS_LONG } from './seed.ts';
import { World } from './world.ts';

/** What a publish, a claim and an outcome write in the midst of their transactions, after other rows. */
const MOMENTS = ['INSERT ON delivery', 'UPDATE ON webhook_queue', 'INSERT ON delivery_attempt'] as const;
const ROUNDS = IS_LONG ? 5 : 1;

eachDatabase('An error that the database raises within a transaction', (kind) => {
  it.runIf(IS_LONG || kind === 'sqlite')('loses nothing', { timeout: 120_000 * ROUNDS }, async () => {
    const world = await World.open({ kind });
    try {
      world.publish();
      for (let round = 0; round < ROUNDS; round++) {
        for (const [index, moment] of MOMENTS.entries()) {
          await world.untilAcknowledged(20);
          const name = `fault_${round}_${index}`;
          await query(world.database.url, raising(kind, name, moment));
          await until(`an error at ${moment}`, () => world.server.output.includes(name));
          await query(world.database.url, `DROP TRIGGER ${name}`);
        }
      }
      await world.untilAcknowledged(20);
      expectPromisesKept(await world.settle(), { scenario: 'error raised by the database', database: kind, faults: ROUNDS * MOMENTS.length });
    } finally {
      await world.close();
    }
  });
});

function raising(kind: DatabaseKind, name: string, moment: (typeof MOMENTS)[number]): string {
  return kind === 'sqlite'
    ? `CREATE TRIGGER ${name} BEFORE ${moment} BEGIN SELECT RAISE(ABORT, '${name}'); END`
    : `CREATE TRIGGER ${name} BEFORE ${moment} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${name}'`;
}
