import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { newId } from '../../server/domain/ids.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { UNLEASED, type Delivery } from '../../server/storage/entities/delivery.ts';
import { Webhook } from '../../server/storage/entities/webhook.ts';
import { Store } from '../../server/storage/store.ts';
import { eachDatabase } from '../support/databases.ts';
import { insertStory } from '../support/history.ts';
import { until } from '../support/until.ts';
import { query } from './records.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const KILLS = IS_LONG ? 100 : 2;
const STORIES = 40;
/** Removing begins a second after the start and takes about as long for so many stories. */
const SHORTEST_LIFE_MS = 900;
const LONGEST_LIFE_MS = 1_900;
const A_ROUND_MS = 40_000;
const AGE_MS = 40 * DAY_MS;
/** What is old is removed gently: thousands of rows that kills left behind take minutes on a busy machine. */
const END_WAIT_MS = 600_000;

/** What each of these finds is wrong. */
const ORPHANS = {
  attempts: 'SELECT COUNT(*) AS count FROM delivery_attempt AS a LEFT JOIN delivery AS d ON d.id = a.deliveryId WHERE d.id IS NULL',
  contents: 'SELECT COUNT(*) AS count FROM attempt_content AS c LEFT JOIN delivery_attempt AS a ON a.id = c.attemptId WHERE a.id IS NULL',
  deliveries: 'SELECT COUNT(*) AS count FROM delivery AS d LEFT JOIN webhook_event AS e ON e.id = d.eventId WHERE e.id IS NULL',
  'open deliveries without a body': `SELECT COUNT(*) AS count FROM delivery AS d JOIN webhook_event AS e ON e.id = d.eventId
    WHERE e.body = '' AND (d.leaseOwner IS NOT NULL OR d.status IN ('PENDING', 'IN_PROGRESS', 'RETRYING'))`,
};

eachDatabase('kill -9 while old rows are removed', (kind) => {
  it('leaves nothing half removed, and takes nothing that is still to be sent', { timeout: 120_000 + KILLS * A_ROUND_MS }, async () => {
    const random = chanceOf(`prune ${kind}`);
    const world = await World.open({ kind, settings: { PRUNE_EVERY_SECONDS: '1' } });
    try {
      const open: string[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        await world.server.kill();
        open.push(...await addHistory(world.database.url, random));
        await world.server.restart();
        world.publish();
        await delay(between(random, SHORTEST_LIFE_MS, LONGEST_LIFE_MS));
        await world.server.kill();
        expect(await orphans(world.database.url)).toEqual({});
        await world.server.restart();
        await world.stopPublishing();
      }
      await until('all that is of age to be gone', async () => (await oldDeliveries(world.database.url)).length === open.length, END_WAIT_MS);
      expect(await oldDeliveries(world.database.url)).toEqual(open.sort());
      expect(await countOf(world.database.url, `SELECT COUNT(*) AS count FROM delivery_attempt WHERE startedAt < ${Date.now() - AGE_MS / 2}`)).toBe(open.length);
      expect(await orphans(world.database.url)).toEqual({});
    } finally {
      await world.close();
    }
  });
});

/** Adds what happened long ago, most of it at rest since then; returns the ids of deliveries that are not. */
async function addHistory(url: string, random: () => number): Promise<string[]> {
  const store = await Store.open({ url });
  try {
    const webhook = await store.reader.findOneByOrFail(Webhook, { name: 'Oracle /steady' });
    const open: string[] = [];
    for (let count = 0; count < STORIES; count++) {
      const isOpen = random() < 0.2;
      const { delivery } = await insertStory(store, webhook, Date.now() - AGE_MS, isOpen ? openState(random) : {});
      if (isOpen) open.push(delivery.id);
    }
    return open;
  } finally {
    await store.close();
  }
}

/** Planned for tomorrow, so that it is not sent before the test ends. */
function openState(random: () => number): Partial<Delivery> {
  const waits = { leaseOwner: UNLEASED, dueAt: Date.now() + DAY_MS };
  if (random() < 0.3) return { ...waits, isManualRequested: true, manualKey: newId('key') };
  return { ...waits, status: random() < 0.5 ? 'PENDING' : 'RETRYING', completedAt: null };
}

async function oldDeliveries(url: string): Promise<string[]> {
  const rows = await query<{ id: string }>(url, `SELECT id FROM delivery WHERE createdAt < ${Date.now() - AGE_MS / 2} ORDER BY id`);
  return rows.map(({ id }) => id);
}

/** Kinds of orphans that there are, and how many. */
async function orphans(url: string): Promise<Record<string, number>> {
  const counts = await Promise.all(Object.entries(ORPHANS).map(async ([what, sql]) => [what, await countOf(url, sql)] as const));
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function countOf(url: string, sql: string): Promise<number> {
  const [row] = await query<{ count: number | string }>(url, sql);
  return Number(row!.count);
}
