import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { ulid } from 'ulid';
import { connect, createWebhook, eventOf, payloadOf, publish } from './api.js';
import { insert } from './insert.js';
import { startReceiver } from './receiver.js';
import { startServer } from './server.js';

/** Of each an event, a delivery, an attempt and its content. */
const OLD = 250_000;
const AGE_MS = 40 * 86_400_000;
const BODY_BYTES = 1_024;
const EVENTS_PER_SECOND = 100;
const SECONDS = 45;
/** After its start the server waits so long before it removes anything. */
const PRUNES_AFTER_MS = 60_000;

/** What publishing costs before and while a million rows past retention are removed. */
export async function retention() {
  const receiver = await startReceiver();
  const { folder, webhookId } = await makeDatabase(receiver.url);
  const file = join(folder, 'keybell.db');
  fill(file, webhookId);
  const server = await startServer({ folder });
  const pruning = delay(PRUNES_AFTER_MS);
  const api = connect(server);
  const payload = await payloadOf(api, BODY_BYTES);
  const before = await publishAtPace(api, payload);
  await pruning;
  const rowsBefore = countOld(file);
  const during = await publishAtPace(api, payload);
  const removed = rowsBefore - countOld(file);
  console.log(`retention: publish at ${EVENTS_PER_SECOND}/s before ${shown(before)}; while rows are removed ${shown(during)}; `
    + `${removed} of ${rowsBefore} old rows removed or emptied in ${SECONDS} s`);
  await api.close();
  await server.stop();
  receiver.stop();
}

async function makeDatabase(url) {
  const server = await startServer();
  const api = connect(server);
  const webhookId = await createWebhook(api, url);
  await api.close();
  await server.stop({ keep: true });
  return { folder: server.folder, webhookId };
}

function fill(file, webhookId) {
  const database = new Database(file);
  database.pragma('synchronous = OFF');
  database.transaction(() => {
    const { id: accountId } = database.prepare('SELECT id FROM account').get();
    for (let index = 0; index < OLD; index++) insertStory(database, { accountId, webhookId, index, at: Date.now() - AGE_MS + index });
  })();
  database.close();
}

function insertStory(database, { accountId, webhookId, index, at }) {
  const [eventId, deliveryId, attemptId] = ['evt', 'dlv', 'att'].map((prefix) => `${prefix}_${ulid(at)}`);
  const shared = { accountId, eventId, webhookId, webhookName: 'Benchmark', url: 'http://127.0.0.1/hook', environment: 'PRODUCTION', eventCode: 'telemetry.received', trigger: 'EVENT' };
  insert(database, 'webhook_event', {
    id: eventId, accountId, environment: 'PRODUCTION', code: 'telemetry.received', schemaVersion: '2026-01-01', resourceId: 'tel_1',
    occurredAt: at, publishedAt: at, body: 'x'.repeat(BODY_BYTES), isTest: 0, idempotencyKey: eventId,
  });
  insert(database, 'delivery', {
    id: deliveryId, ...shared, status: 'SUCCEEDED', attemptCount: 1, policyStep: 1, isManualRequested: 0, lastAttemptId: attemptId, lastAttemptAt: at,
    createdAt: at, completedAt: at, revision: 3,
  });
  insert(database, 'delivery_attempt', {
    id: attemptId, ...shared, lane: 9, seq: index + 1, deliveryId, resourceId: 'tel_1', number: 1, kind: 'INITIAL', status: 'SUCCEEDED', startedAt: at,
    completedAt: at, durationMs: 5, statusCode: 200,
  });
  insert(database, 'attempt_content', {
    attemptId, requestHeaders: 'h'.repeat(BODY_BYTES), requestBodySize: BODY_BYTES, signatures: '{}', responseBodySize: 0, isResponseTruncated: 0, timing: '{}',
  });
}

/** Rows past retention that are left, an event with its body counting twice. */
function countOld(file) {
  const database = new Database(file, { readonly: true });
  const end = ulid(Date.now() - AGE_MS / 2).slice(0, 10);
  const count = (table, key, prefix, more = '') => database.prepare(`SELECT COUNT(*) FROM ${table} WHERE ${key} < ? ${more}`).pluck().get(`${prefix}_${end}`);
  const rows = count('webhook_event', 'id', 'evt') + count('webhook_event', 'id', 'evt', "AND body <> ''") + count('delivery', 'id', 'dlv')
    + count('delivery_attempt', 'id', 'att') + count('attempt_content', 'attemptId', 'att');
  database.close();
  return rows;
}

/** Sends by the clock whether or not earlier ones are answered, so that a slow server cannot hide its delays. Times in ms, sorted. */
async function publishAtPace(api, payload) {
  const startedAt = performance.now();
  const pending = [];
  for (let index = 0; index < SECONDS * EVENTS_PER_SECOND; index++) {
    const waitMs = startedAt + index * (1_000 / EVENTS_PER_SECOND) - performance.now();
    if (waitMs > 0) await delay(waitMs);
    pending.push(publish(api, eventOf(payload)));
  }
  return (await Promise.all(pending)).map(({ tookMs }) => tookMs).sort((a, b) => a - b);
}

function shown(times) {
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
}
