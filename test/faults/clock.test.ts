import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/until.ts';
import { query } from './records.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { SteeredClock } from './steered-clock.ts';
import { World } from './world.ts';

const HOUR_MS = 3_600_000;
const JUMPS = IS_LONG ? 12 : 3;
/** What webhooks of the suite wait after a failure. */
const WAIT_MS = 1_000;
const WATCHED_MS = 1_000;
/** Unit of /proc/<pid>/stat on every Linux that Node runs on. */
const MS_PER_TICK = 10;
const SUCCEEDED = "SELECT COUNT(*) AS count FROM delivery WHERE status = 'SUCCEEDED'";
const ALL = 'SELECT COUNT(*) AS count FROM delivery';
/** Durations and time limits go by the monotonic clock. */
const ODD = `SELECT id, failureCode, durationMs FROM delivery_attempt
  WHERE durationMs < 0 OR durationMs > 15000 OR failureCode IN ('OUTCOME_UNKNOWN', 'CONNECT_TIMEOUT', 'RESPONSE_TIMEOUT')`;
/** A retry comes after its wait, or, where the clock jumped in between, hours before or after. */
const HASTY = `SELECT later.id FROM delivery_attempt later JOIN delivery_attempt earlier
  ON earlier.deliveryId = later.deliveryId AND earlier.number = later.number - 1
  WHERE later.startedAt >= earlier.completedAt AND later.startedAt < earlier.completedAt + ${WAIT_MS}`;

eachDatabase('A clock that jumps forward and back under load', (kind) => {
  // Alone on SQLite a process looks up every 30 s only: too long for the short form.
  it.runIf(IS_LONG || kind === 'mariadb')('loses nothing, repeats nothing, ends no request and keeps no event waiting that is published afterwards', { timeout: 120_000 + JUMPS * 10_000 }, async () => {
    const random = chanceOf(`clock ${kind}`);
    const clock = new SteeredClock();
    const world = await World.open({ kind, settings: clock.settings, ignoresClock: true });
    try {
      world.publish();
      await world.untilAcknowledged(20);
      for (let jump = 0; jump < JUMPS; jump++) {
        await clock.set((jump % 2 === 0 ? 1 : -1) * between(random, 1, 24) * HOUR_MS, world.server);
        await untilDelivered(world);
      }
      await world.stopPublishing();
      await clock.set(-48 * HOUR_MS, world.server);
      expect(await shareOfProcessor(world), 'share of a processor while all that is planned lies days ahead').toBeLessThan(0.5);
      await clock.set(48 * HOUR_MS, world.server);
      const verdict = await world.settle();
      expectPromisesKept(verdict, { scenario: 'clock jumps', database: kind, faults: JUMPS + 2 });
      expect(verdict.explained, 'attempts taken for lost').toBe(0);
      expect(await query(world.database.url, ODD), 'attempts with an odd duration or an end that nobody saw').toEqual([]);
      expect(await query(world.database.url, HASTY), 'attempts before their time').toEqual([]);
    } finally {
      await world.close();
      clock.remove();
    }
  });
});

eachDatabase('Two processes', (kind) => {
  it.runIf(IS_LONG && kind !== 'sqlite')('with clocks an hour apart lose nothing and take nothing from each other', { timeout: 180_000 }, async () => {
    const clock = new SteeredClock(HOUR_MS);
    const world = await World.open({ kind, servers: 2, ignoresClock: true });
    try {
      await world.servers[1]!.terminate();
      await world.servers[1]!.restart(clock.settings);
      world.publish();
      await world.untilAcknowledged(400);
      const verdict = await world.settle();
      expectPromisesKept(verdict, { scenario: 'clocks an hour apart', database: kind, faults: 1 });
      expect(verdict.explained, 'attempts taken for lost').toBe(0);
    } finally {
      await world.close();
      clock.remove();
    }
  });

  it.runIf(IS_LONG && kind !== 'sqlite')('lose nothing when the clock of the database jumps an hour ahead', { timeout: 180_000 }, async () => {
    const world = await World.open({ kind, servers: 2 });
    try {
      world.publish();
      for (let jump = 0; jump < JUMPS; jump++) {
        await world.untilAcknowledged(50);
        // What a jump is to leases: each process has shown itself an hour ago, until it does again. Some are taken for dead, some are not.
        await query(world.database.url, `UPDATE lane SET heartbeatAt = heartbeatAt - ${HOUR_MS}`);
      }
      await world.untilAcknowledged(50);
      expectPromisesKept(await world.settle(), { scenario: 'clock of the database jumps', database: kind, faults: JUMPS });
    } finally {
      await world.close();
    }
  });
});

/** Until more has been delivered than there is now: so events that are published from now on arrive. */
async function untilDelivered({ database }: World): Promise<void> {
  const count = async (sql: string) => Number((await query<{ count: number }>(database.url, sql))[0]!.count);
  const now = await count(ALL);
  await until('deliveries of new events', async () => await count(SUCCEEDED) > now);
}

/** What a process used of the time of one processor; a loop that never sleeps would use all of it. */
async function shareOfProcessor({ server: { pid } }: World): Promise<number> {
  const before = ticksOf(pid);
  const startedAt = performance.now();
  await delay(WATCHED_MS);
  return (ticksOf(pid) - before) * MS_PER_TICK / (performance.now() - startedAt);
}

/** In user and kernel mode: fields 14 and 15. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return Number(fields[13]) + Number(fields[14]);
}
