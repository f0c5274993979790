import { ulid } from 'ulid';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const STEP_MS = 300_000;
const DAYS = 30;
const WEBHOOKS = 40;
const TYPES = ['license.created', 'license.activated', 'license.expired', 'activation.created', 'product.updated', 'contract.suspended', 'telemetry.received'];
const ENVIRONMENTS = ['PRODUCTION', 'PRODUCTION', 'PRODUCTION', 'STAGING', 'DEVELOPMENT'];
const DURATIONS = ['le10', 'le25', 'le50', 'le100', 'le250', 'le500', 'le1000', 'le2500', 'le5000', 'le10000', 'le20000', 'longer'];
/** Bodies and contents are kept for the newest of them; what lists read is the same without. */
const WITH_CONTENT = 20_000;
const MEMBERS = 200;
const ENTRIES = 20_000;
const OPERATIONS = 1_000;

/** A month of deliveries of an account, two for each event, evenly spread: rows as `[table, row]`, each table with the same columns every time. */
export function* history({ accountId, now, deliveries }) {
  const world = { accountId, now, deliveries };
  const webhooks = Array.from({ length: WEBHOOKS }, (_, index) => webhookOf(world, index));
  for (const webhook of webhooks) {
    yield ['webhook', webhook];
    yield ['webhook_queue', { webhookId: webhook.id, accountId, consecutiveFailures: 0, circuitFaults: 0, circuitTrips: 0 }];
  }
  for (let index = 0; index < deliveries / 2; index++) yield* event(world, webhooks, index);
  yield* statistics(world, webhooks);
  yield* team(world);
}

const webhookOf = ({ accountId, now }, index) => ({
  id: `wh_${ulid(now, Math.random)}`, name: `Receiver ${index}`, url: `https://hooks-${index}.example.com/keybell`, environment: ENVIRONMENTS[index % ENVIRONMENTS.length],
  accountId, status: index % 9 === 0 ? 'INACTIVE' : 'ACTIVE', statusReason: 'MANUAL', statusChangedAt: now, eventPatterns: '["*"]', payloadFormat: 'STANDARD',
  schemaVersion: '2026-01-01', customHeaders: '[]', maxConcurrency: 10, ordering: 'PARALLEL', signatureSchemes: '["HMAC_BODY"]', version: 1, createdAt: now, updatedAt: now,
});

function* event(world, webhooks, index) {
  const { accountId, now, deliveries } = world;
  const at = Math.floor(now - DAYS * DAY_MS + (index / (deliveries / 2)) * DAYS * DAY_MS);
  const eventId = `evt_${ulid(at, Math.random)}`;
  const code = TYPES[index % TYPES.length];
  const first = webhooks[index % WEBHOOKS];
  const resourceId = `lic_${index % 50_000}`;
  const hasContent = index > deliveries / 2 - WITH_CONTENT;
  yield ['webhook_event', {
    id: eventId, accountId, environment: first.environment, code, schemaVersion: '2026-01-01', resourceId, occurredAt: at - 1_000, publishedAt: at,
    body: hasContent ? bodyOf({ eventId, code, resourceId, index }) : '', isTest: index % 5_000 === 0 ? 1 : 0, idempotencyKey: eventId,
  }];
  for (const webhook of [first, webhooks[(index + WEBHOOKS / 2) % WEBHOOKS]]) yield* delivery(world, { webhook, eventId, code, resourceId, at, index, hasContent });
}

const bodyOf = ({ eventId, code, resourceId, index }) =>
  `{"eventId":"${eventId}","eventCode":"${code}","resourceId":"${resourceId}","payload":{"license":{"id":"${resourceId}","status":"${index % 10 === 0 ? 'expired' : 'active'}",`
  + `"seats":${index % 100},"customer":{"email":"customer-${index}@example.com","note":"${'x'.repeat(300)}"}}}}`;

/** One in fifty failed for good; one in five thousand with a rare answer. */
function outcomeOf(index) {
  if (index % 5_000 === 7) return { status: 'FAILED', statusCode: 418, failureCode: 'HTTP_CLIENT_ERROR' };
  return index % 50 === 7 ? { status: 'FAILED', statusCode: 500, failureCode: 'HTTP_SERVER_ERROR' } : { status: 'SUCCEEDED', statusCode: 200, failureCode: null };
}

let seq = 0;

function* delivery({ accountId }, { webhook, eventId, code, resourceId, at, index, hasContent }) {
  const [deliveryId, attemptId] = [`dlv_${ulid(at, Math.random)}`, `att_${ulid(at, Math.random)}`];
  const { status, statusCode, failureCode } = outcomeOf(index);
  const shared = { accountId, eventId, webhookId: webhook.id, webhookName: webhook.name, url: webhook.url, environment: webhook.environment, eventCode: code, trigger: 'EVENT' };
  yield ['delivery', {
    id: deliveryId, ...shared, status, attemptCount: 1, policyStep: 1, isManualRequested: 0, lastAttemptId: attemptId, lastAttemptAt: at, lastStatusCode: statusCode,
    lastFailureCode: failureCode, createdAt: at, completedAt: at, revision: 3,
  }];
  yield ['delivery_attempt', {
    id: attemptId, ...shared, lane: 9, seq: ++seq, deliveryId, resourceId, number: 1, kind: 'INITIAL', status, startedAt: at, completedAt: at + 40,
    durationMs: 10 + (index % 90), statusCode, failureCode,
  }];
  if (!hasContent) return;
  yield ['attempt_content', {
    attemptId, requestHeaders: 'Content-Type: application/json', requestBodySize: 600, signatures: '{}', responseBodySize: 0, isResponseTruncated: 0, timing: '{"queueMs":1}',
  }];
}

/** As the outcomes would have counted them: by the hour for a month and by 5 minutes for the last days. */
function* statistics({ accountId, now }, webhooks) {
  const environmentOf = new Map(webhooks.map(({ id, environment }) => [id, environment]));
  for (const subject of [accountId, ...environmentOf.keys()]) {
    const environments = subject === accountId ? ['PRODUCTION', 'STAGING', 'DEVELOPMENT'] : [environmentOf.get(subject)];
    for (const [width, span] of [[HOUR_MS, DAYS * DAY_MS], [STEP_MS, DAY_MS]]) {
      for (let start = Math.floor((now - span) / width) * width; start <= now; start += width) {
        for (const environment of environments) yield* bucket({ subject, width, start, environment, isAccount: subject === accountId });
      }
    }
  }
}

function* bucket({ subject, width, start, environment, isAccount }) {
  for (const [result, statusCode, count] of [['SUCCEEDED', 200, 100], ['HTTP_SERVER_ERROR', 500, 2]]) {
    const durations = Object.fromEntries(DURATIONS.map((name) => [name, name === 'le100' ? count : 0]));
    yield ['attempt_stat', { subject, width, start, environment, result, statusCode, count, begun: count, fresh: count, finished: count, ...durations }];
  }
  for (const eventCode of TYPES) {
    yield ['event_type_stat', { subject, width, start, environment, eventCode, events: isAccount ? 10 : 0, attempts: 10, failures: 1 }];
  }
}

function* team({ accountId, now }) {
  const members = Array.from({ length: MEMBERS }, () => `mem_${ulid(now, Math.random)}`);
  for (const [index, memberId] of members.entries()) {
    const personId = `per_${ulid(now, Math.random)}`;
    yield ['person', { id: personId, email: `person-${index}@example.com`, name: `Person ${index}`, passwordHash: 'none', createdAt: now }];
    yield ['member', { id: memberId, accountId, personId, role: 'ADMIN', status: 'ACTIVE', createdAt: now }];
  }
  for (let index = 0; index < ENTRIES; index++) {
    const at = now - DAYS * DAY_MS + index * 1_000;
    yield ['audit_entry', {
      id: `aud_${ulid(at, Math.random)}`, accountId, action: index % 2 ? 'webhook.update' : 'webhook.create', at, actorId: members[index % MEMBERS], actorName: `Person ${index % MEMBERS}`,
      targetId: members[index % MEMBERS], targetName: 'Some webhook', environment: 'PRODUCTION', changes: '[]',
    }];
  }
  const plan = JSON.stringify({ selection: { kind: 'ids', ids: [] }, onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null });
  for (let index = 0; index < OPERATIONS; index++) {
    const id = `bulk_${ulid(now - index * 1_000, Math.random)}`;
    yield ['bulk_operation', {
      id, accountId, kind: 'REPLAY', status: 'COMPLETED', plan, environments: '[]', scopeDescription: 'Some', upTo: '', position: '', totalCount: 10, succeededCount: 10, skips: '{}',
      paceAt: 0, turnAt: 0, idempotencyKey: id, contentHash: '', createdBy: members[0], createdAt: now, completedAt: now, revision: 1,
    }];
  }
}
