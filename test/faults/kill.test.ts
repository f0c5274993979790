import { setTimeout as delay } from 'node:timers/promises';
import { it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const KILLS = IS_LONG ? 100 : 2;
const LONGEST_LIFE_MS = 1_500;
/** What one start and one life take on a slow machine. */
const A_ROUND_MS = 12_000;

eachDatabase('kill -9 at any moment, under load', (kind) => {
  it('loses nothing, invents nothing and repeats only what was under way', { timeout: 120_000 + KILLS * A_ROUND_MS }, async () => {
    const random = chanceOf(`kill ${kind}`);
    const world = await World.open({ kind });
    try {
      world.publish({ largeShare: 0.05 });
      await world.untilAcknowledged(10);
      for (let kill = 0; kill < KILLS; kill++) {
        await delay(between(random, 0, LONGEST_LIFE_MS));
        await world.server.kill();
        await world.server.restart();
      }
      expectPromisesKept(await world.settle(), { scenario: 'kill -9 at any moment', database: kind, faults: KILLS });
    } finally {
      await world.close();
    }
  });
});
