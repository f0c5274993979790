import { setTimeout as delay } from 'node:timers/promises';
import { it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/until.ts';
import { expectPromisesKept } from './report.ts';
import { IS_LONG } from './seed.ts';
import { World } from './world.ts';

/** Longer than a lease and than the time limit of a request. */
const PAUSE_MS = 20_000;

eachDatabase('SIGSTOP for longer than a lease', (kind) => {
  it.runIf(IS_LONG && kind === 'sqlite')('loses nothing when the only process goes on', { timeout: 180_000 }, async () => {
    const world = await World.open({ kind });
    try {
      world.publish();
      await world.untilAcknowledged(50);
      world.server.signal('SIGSTOP');
      await delay(PAUSE_MS);
      world.server.signal('SIGCONT');
      await world.untilAcknowledged(20);
      expectPromisesKept(await world.settle(), { scenario: 'SIGSTOP, one process', database: kind, faults: 1 });
    } finally {
      await world.close();
    }
  });

  it.runIf(IS_LONG && kind !== 'sqlite')('lets another process take over, and the stopped one writes nothing of what it held', { timeout: 180_000 }, async () => {
    const world = await World.open({ kind, servers: 2 });
    const [stopped, other] = world.servers;
    try {
      world.publish();
      await world.untilAcknowledged(50);
      stopped!.signal('SIGSTOP');
      await until('the takeover', () => other!.output.includes('took over the deliveries'));
      stopped!.signal('SIGCONT');
      await until('the stopped one to notice', () => stopped!.output.includes('goes on under a new identity'));
      await world.untilAcknowledged(20);
      expectPromisesKept(await world.settle(), { scenario: 'SIGSTOP, two processes', database: kind, faults: 1 });
    } finally {
      await world.close();
    }
  });
});

eachDatabase('Two processes', (kind) => {
  it.runIf(IS_LONG && kind !== 'sqlite')('lose nothing while one after the other is killed', { timeout: 600_000 }, async () => {
    const world = await World.open({ kind, servers: 2 });
    try {
      world.publish();
      for (let kill = 0; kill < 10; kill++) {
        const server = world.servers[kill % 2]!;
        await world.untilAcknowledged(30);
        await server.kill();
        await world.untilAcknowledged(10);
        await server.restart();
      }
      expectPromisesKept(await world.settle(), { scenario: 'two processes, kill -9', database: kind, faults: 10 });
    } finally {
      await world.close();
    }
  });
});
