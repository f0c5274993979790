import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ulid } from 'ulid';
import { connect, createWebhook } from './api.js';
import { insert } from './insert.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

const WEBHOOKS = 100;
const WAITING = 1_000_000;
/** Of a process that was killed. */
const LEASED = 5_000;
const DEAD_OWNER = 'prc_killed';
const BODY_BYTES = 1_024;
const HOUR_MS = 3_600_000;
const SETTLE_MS = 3_000;

/** A start on a database that a killed process left, with a million deliveries waiting: half of them due, half later. */
export async function recovery() {
  const receiver = await startReceiver();
  const { folder, webhookIds } = await makeDatabase(receiver.url);
  fill(join(folder, 'keybell.db'), webhookIds);
  const first = receiver.expect(1);
  const startedAt = process.hrtime.bigint();
  const server = await startServer({ folder });
  const { firstAt } = await first;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const memory = await server.residentBytes();
  console.log(`recovery: ${WAITING} waiting and ${LEASED} leased to a dead process: ready after ${Math.round(server.readyMs)} ms, `
    + `first delivery after ${Math.round(Number(firstAt - startedAt) / 1e6)} ms, ${memory === null ? 'unknown memory' : `${Math.round(memory / 1024 / 1024)} MB`} `
    + `${SETTLE_MS / 1_000} s later`);
  await server.stop();
  receiver.stop();
}

/** A migrated database with its webhooks, made by the server itself. */
async function makeDatabase(url) {
  const server = await startServer();
  const api = connect(server);
  const webhookIds = [];
  for (let count = 0; count < WEBHOOKS; count++) webhookIds.push(await createWebhook(api, url));
  await api.close();
  await server.stop({ keep: true });
  return { folder: server.folder, webhookIds };
}

function fill(file, webhookIds) {
  const database = new Database(file);
  database.pragma('synchronous = OFF');
  database.transaction(() => {
    const { id: accountId } = database.prepare('SELECT id FROM account').get();
    for (let event = 0; event < (WAITING + LEASED) / webhookIds.length; event++) fanOut(database, { accountId, webhookIds, isLeased: event * webhookIds.length < LEASED });
    database.prepare('UPDATE webhook_queue SET nextDueAt = ?').run(Date.now() - HOUR_MS);
    database.prepare('UPDATE lane SET owner = ? WHERE lane = 0').run(DEAD_OWNER);
  })();
  database.close();
}

let events = 0;

/** One event and a delivery of it for each webhook. */
function fanOut(database, { accountId, webhookIds, isLeased }) {
  const now = Date.now();
  const eventId = `evt_${ulid()}`;
  insert(database, 'webhook_event', {
    id: eventId, accountId, environment: 'PRODUCTION', code: 'telemetry.received', schemaVersion: '2026-01-01', resourceId: 'tel_1',
    occurredAt: now, publishedAt: now, body: 'x'.repeat(BODY_BYTES), isTest: 0, idempotencyKey: eventId,
  });
  const isDue = isLeased || events++ % 2 === 0;
  const dueAt = isDue ? now - HOUR_MS : now + HOUR_MS;
  for (const webhookId of webhookIds) {
    insert(database, 'delivery', {
      id: `dlv_${ulid()}`, accountId, eventId, webhookId, webhookName: 'Benchmark', url: 'http://127.0.0.1/hook', environment: 'PRODUCTION',
      eventCode: 'telemetry.received', status: isLeased ? 'IN_PROGRESS' : isDue ? 'PENDING' : 'RETRYING', trigger: 'EVENT', attemptCount: isDue ? 0 : 1,
      policyStep: isDue ? 0 : 1, nextAttemptAt: dueAt, isManualRequested: 0, leaseOwner: isLeased ? DEAD_OWNER : '', dueAt, createdAt: now, revision: 1,
    });
  }
}
