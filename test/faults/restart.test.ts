import { expect, it } from 'vitest';
import { eachDatabase, type DatabaseKind } from '../support/databases.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const STOPS = IS_LONG ? 15 : 2;
/** Some requests are under way for longer than a stop would take without them. */
const TEMPERS = { '/steady': {}, '/failing': { failShare: 0.2 }, '/slow': { slowShare: 0.5, slowMs: 1_000 } };

eachDatabase('SIGTERM under load', (kind) => {
  it.runIf(IS_LONG || kind === 'sqlite')('ends in good order, loses nothing and repeats nothing at all', { timeout: 120_000 + STOPS * 15_000 }, () => restartUnderLoad(kind, 1));

  it.runIf(IS_LONG && kind !== 'sqlite')('of one process after the other is no interruption', { timeout: 120_000 + STOPS * 15_000 }, () => restartUnderLoad(kind, 2));
});

async function restartUnderLoad(kind: DatabaseKind, servers: number): Promise<void> {
  const random = chanceOf(`restarts ${kind} ${servers}`);
  const world = await World.open({ kind, servers, tempers: TEMPERS });
  try {
    world.publish({ largeShare: 0.05 });
    for (let stop = 0; stop < STOPS; stop++) {
      const server = world.servers[stop % servers]!;
      await world.untilAcknowledged(between(random, 10, 40));
      // A process that is not done within the limit ends itself with 1.
      expect(await server.terminate(), server.output).toBe(0);
      await server.restart();
    }
    const verdict = await world.settle();
    expectPromisesKept(verdict, { scenario: servers === 1 ? 'SIGTERM and start' : 'two processes, SIGTERM in turns', database: kind, faults: STOPS });
    expect(verdict.explained, 'attempts whose outcome is unknown').toBe(0);
  } finally {
    await world.close();
  }
}
