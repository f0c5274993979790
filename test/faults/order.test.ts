import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { isAcknowledgement } from './log-file.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const PUBLISHERS = 2;
const TEMPERS = { '/ordered': { failShare: 0.15, slowShare: 0.3, slowMs: 60 } };
/** About as slow as the line, in which one waits for the other. */
const GAP_MS = 400;
const A_ROUND_MS = 30_000;

/** On a server the head that a dead process held is free after 15 s: in a shorter life nothing would be sent. */
const FORMS = {
  sqlite: { servers: 1, kills: IS_LONG ? 60 : 2, longestLifeMs: 1_500 },
  mariadb: { servers: 2, kills: IS_LONG ? 12 : 2, longestLifeMs: IS_LONG ? 25_000 : 1_500 },
};

eachDatabase('kill -9 with a webhook in strict order', (kind) => {
  const { servers, kills, longestLifeMs } = kind === 'sqlite' ? FORMS.sqlite : FORMS.mariadb;

  it('delivers in the order of publishing', { timeout: 300_000 + kills * A_ROUND_MS }, async () => {
    const random = chanceOf(`order ${kind}`);
    const world = await World.open({ kind, servers, tempers: TEMPERS, webhook: { ordering: 'FIFO' } });
    try {
      for (let each = 0; each < PUBLISHERS; each++) world.publish({ clients: 1, gapMs: GAP_MS });
      await world.untilAcknowledged(20);
      for (let kill = 0; kill < kills; kill++) {
        await delay(between(random, 0, longestLifeMs));
        const server = world.servers[kill % servers]!;
        await server.kill();
        await server.restart();
      }
      expectPromisesKept(await world.settle({ waitMs: 240_000 }), { scenario: 'kill -9 with strict order', database: kind, faults: kills });
      for (const [publisher, numbers] of firstsByPublisher(world)) {
        expect(numbers, `what ${publisher} published arrived as`).toEqual(numbers.map((_, index) => index));
      }
    } finally {
      await world.close();
    }
  });
});

/** Numbers of the events that the receiver accepted, each when it did so first. A publisher begins the next event when the one before is acknowledged. */
function firstsByPublisher(world: World): Map<string, number[]> {
  const keys = new Map(world.published.filter(isAcknowledgement).map(({ event, acknowledged }) => [event, acknowledged]));
  const firsts = new Map<string, number[]>();
  for (const event of new Set(world.arrivals.filter(({ status }) => status === 200).map(({ event }) => event))) {
    const key = keys.get(event)!;
    const publisher = key.slice(0, key.lastIndexOf('-'));
    firsts.set(publisher, [...firsts.get(publisher) ?? [], Number(key.slice(publisher.length + 1))]);
  }
  return firsts;
}
