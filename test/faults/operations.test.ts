import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/until.ts';
import { countWaiting, query } from './records.ts';
import { expectPromisesKept } from './report.ts';
import { between, chanceOf, IS_LONG } from './seed.ts';
import { World } from './world.ts';

const KILLS = IS_LONG ? 100 : 2;
/** For three webhooks: more than one step has. */
const EVENTS = IS_LONG ? 150 : 80;
/** An operation is found within half a second, and its steps are some 100 ms apart. */
const LONGEST_LIFE_MS = 1_200;
const A_ROUND_MS = 30_000;
const MOST_OPEN = 10;
/** Ten operations may be open when the last server starts, each with thousands of deliveries to look at. */
const END_WAIT_MS = 600_000;

const ESTIMATE = 'query($kind: BulkOperationKind!, $scope: DeliveryScopeInput!) { bulkEstimate(kind: $kind, scope: $scope) { token } }';
const REPLAY = 'mutation($input: DeliveriesReplayInput!) { started: deliveriesReplay(input: $input) { bulkOperation { id } userErrors { message } } }';
const CANCEL = 'mutation($input: DeliveriesCancelInput!) { started: deliveriesCancel(input: $input) { bulkOperation { id } userErrors { message } } }';
const WEBHOOKS = '{ webhooks(first: 10) { nodes { id } } }';
const SET_PACE = 'mutation($id: ID!, $pace: Int) { webhookUpdate(input: { id: $id, maxRequestsPerSecond: $pace }) { userErrors { message } } }';

interface StoredOperation { id: string; status: string; totalCount: number; succeededCount: number }

eachDatabase('kill -9 while deliveries are replayed', (kind) => {
  it('sends each of them once for each operation, and every operation reaches its end', { timeout: 180_000 + KILLS * A_ROUND_MS }, async () => {
    const random = chanceOf(`replay ${kind}`);
    const world = await World.open({ kind });
    try {
      world.publish();
      await world.untilAcknowledged(EVENTS);
      await world.stopPublishing();
      await until('the end of all deliveries', async () => await countWaiting(world.database.url) === 0);
      const originals = await query<{ id: string }>(world.database.url, 'SELECT id FROM delivery ORDER BY id');
      for (let kill = 0; kill < KILLS; kill++) {
        await untilFewAreOpen(world);
        await begin(world, 'REPLAY', { triggers: ['EVENT'] }, { idempotencyKey: `replay ${kill}`, onlyUnsuccessful: false });
        await killAndRestart(world, between(random, 0, LONGEST_LIFE_MS));
      }
      const operations = await untilCompleted(world, KILLS);
      for (const { totalCount, succeededCount } of operations) expect([totalCount, succeededCount]).toEqual([originals.length, originals.length]);
      expectPromisesKept(await world.settle(), { scenario: 'kill -9 during replays', database: kind, faults: KILLS });
      expect(await replaysByTarget(world)).toEqual(originals.map(({ id }) => ({ sourceId: id, deliveries: KILLS })));
    } finally {
      await world.close();
    }
  });
});

eachDatabase('kill -9 while deliveries are cancelled', (kind) => {
  it('sends none that was cancelled, counts each once, and every operation reaches its end', { timeout: 180_000 + KILLS * A_ROUND_MS }, async () => {
    const random = chanceOf(`cancel ${kind}`);
    const world = await World.open({ kind });
    try {
      const { webhooks } = await world.server.api.graphql<{ webhooks: { nodes: { id: string }[] } }>(WEBHOOKS);
      const setPace = (pace: number | null) => Promise.all(webhooks.nodes.map(({ id }) => world.server.api.graphql(SET_PACE, { id, pace })));
      await setPace(5);
      for (let kill = 0; kill < KILLS; kill++) {
        world.publish();
        await world.untilAcknowledged(EVENTS);
        await untilFewAreOpen(world);
        await begin(world, 'CANCEL', { statuses: ['PENDING', 'RETRYING'] }, { idempotencyKey: `cancel ${kill}` });
        await killAndRestart(world, between(random, 0, LONGEST_LIFE_MS));
        await world.stopPublishing();
      }
      const operations = await untilCompleted(world, KILLS);
      await setPace(null);
      const cancelled = operations.reduce((sum, { succeededCount }) => sum + succeededCount, 0);
      expect(cancelled).toBeGreaterThan(0);
      expectPromisesKept(await world.settle(), { scenario: 'kill -9 during cancels', database: kind, faults: KILLS, cancelled });
    } finally {
      await world.close();
    }
  });
});

/** Publishing goes on meanwhile: where more matches than was estimated, a new estimate is asked for, as a client has to. */
async function begin({ server }: World, kind: 'REPLAY' | 'CANCEL', filter: object, options: { idempotencyKey: string; onlyUnsuccessful?: boolean }): Promise<void> {
  const scope = { filter };
  await until('an estimate that holds', async () => {
    const { bulkEstimate } = await server.api.graphql<{ bulkEstimate: { token: string } }>(ESTIMATE, { kind, scope });
    const { started } = await server.api.graphql<{ started: { userErrors: { message: string }[] } }>(
      kind === 'REPLAY' ? REPLAY : CANCEL, { input: { scope, estimateToken: bulkEstimate.token, ...options } },
    );
    const others = started.userErrors.filter(({ message }) => !message.startsWith('The estimate was'));
    expect(others).toEqual([]);
    return started.userErrors.length === 0;
  });
}

async function killAndRestart({ server }: World, lifeMs: number): Promise<void> {
  await delay(lifeMs);
  await server.kill();
  await server.restart();
}

/** An account may have only so many operations open, and a slow machine is killed more often than it ends them. */
async function untilFewAreOpen({ database }: World): Promise<void> {
  const isFew = async () => (await query(database.url, "SELECT id FROM bulk_operation WHERE status <> 'COMPLETED'")).length < MOST_OPEN;
  await until('the end of some operations', isFew, END_WAIT_MS);
}

async function untilCompleted({ database }: World, count: number): Promise<StoredOperation[]> {
  const read = () => query<StoredOperation>(database.url, 'SELECT id, status, totalCount, succeededCount FROM bulk_operation ORDER BY id');
  await until('the end of all operations', async () => (await read()).every(({ status }) => status === 'COMPLETED'), END_WAIT_MS);
  const operations = await read();
  expect(operations).toHaveLength(count);
  return operations;
}

/** How many deliveries each target has been given, by what is stored of them and not by what the operations say. */
async function replaysByTarget({ database }: World): Promise<{ sourceId: string; deliveries: number }[]> {
  const rows = await query<{ sourceId: string; deliveries: number | string }>(
    database.url, `SELECT source.id AS sourceId, COUNT(*) AS deliveries FROM delivery AS source
      JOIN delivery AS made ON made.eventId = source.eventId AND made.webhookId = source.webhookId AND made.\`trigger\` = 'REPLAY'
      WHERE source.\`trigger\` = 'EVENT' GROUP BY source.id ORDER BY source.id`,
  );
  return rows.map(({ sourceId, deliveries }) => ({ sourceId, deliveries: Number(deliveries) }));
}
