import { expect, it } from 'vitest';
import { FAILPOINTS, type Failpoint } from '../../server/failpoints.ts';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/until.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const ROUNDS = IS_LONG ? 8 : 1;
/** On a server the short form keeps to one place in each part of the way: what follows a death there waits 15 s. */
const SOME: readonly Failpoint[] = ['before-publish-commit', 'after-publish-commit', 'after-request', 'after-outcome-commit'];
/** Within a transaction an error is an ordinary thing: it is rolled back and tried again. */
const THROWING: readonly Failpoint[] = ['mid-fan-out', 'before-publish-commit', 'before-outcome-commit'];

eachDatabase('A crash at each stage', (kind) => {
  it('loses nothing, invents nothing and repeats only what was under way', { timeout: 60_000 + 60_000 * ROUNDS }, async () => {
    const random = chanceOf(`failpoints ${kind}`);
    const places = IS_LONG || kind === 'sqlite' ? FAILPOINTS : SOME;
    const world = await World.open({ kind });
    try {
      world.publish();
      // A small body is on its way at once; only a large one can be cut.
      world.publish({ clients: 1, gapMs: 200, largeShare: 1 });
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of places) await crashAt(world, name, between(random, 1, 12));
      }
      await world.server.restart();
      expectPromisesKept(await world.settle(), { scenario: 'crash at each stage', database: kind, faults: ROUNDS * places.length });
    } finally {
      await world.close();
    }
  });
});

eachDatabase('An error within a transaction', (kind) => {
  it.runIf(IS_LONG)('loses nothing', { timeout: 120_000 }, async () => {
    const random = chanceOf(`throwing ${kind}`);
    const world = await World.open({ kind, settings: { FAILPOINTS: THROWING.map((name) => `${name}:throw:${between(random, 2, 12)}`).join() } });
    try {
      world.publish();
      for (const name of THROWING) await until(name, () => world.server.output.includes(`failpoint ${name}`));
      await world.untilAcknowledged(20);
      expectPromisesKept(await world.settle(), { scenario: 'error in a transaction', database: kind, faults: THROWING.length });
    } finally {
      await world.close();
    }
  });
});

/** Starts the server and leaves it dead. */
async function crashAt({ server }: World, name: Failpoint, hit: number): Promise<void> {
  // It may die before it is ready: what a dead process left is taken over at the start.
  await server.kill();
  await server.restart({ FAILPOINTS: `${name}:crash:${hit}` }).catch(() => undefined);
  await until(`a crash at ${name}`, () => !server.isRunning);
  expect(server.output).toContain(`failpoint ${name}: crash`);
}
