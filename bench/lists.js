import { connect } from './api.js';
import { measureExports } from './exports.js';
import { fill } from './lists-fill.js';
import { startServer } from './server.js';

const DELIVERIES = Number(process.env.BENCH_DELIVERIES ?? 1_000_000);
const ROUNDS = 30;
/** Pages that are turned before a deep one is measured. */
const DEEP = 50;
const WANTED_MS = 50;
/** A question that takes seconds is not asked thirty times. */
const GIVE_UP_MS = 4_000;
const DAY_MS = 86_400_000;

const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const DELIVERY = 'id status createdAt webhook { id name } event { id type { code } }';
const ATTEMPT = 'id status startedAt delivery { id webhookName }';
const EVENT = 'id resourceId occurredAt type { code }';

/** Lists with how they are asked for, by name. */
const LISTS = {
  deliveries: { filter: 'DeliveryFilter', order: 'DeliveryOrder', node: DELIVERY, count: 'count { value isExact }' },
  deliveryAttempts: { filter: 'DeliveryAttemptFilter', order: 'DeliveryAttemptOrder', node: ATTEMPT, count: 'count { value isExact }' },
  webhookEvents: { filter: 'WebhookEventFilter', order: 'WebhookEventOrder', node: EVENT, count: 'count { value isExact }' },
  webhooks: { filter: 'WebhookFilter', order: 'WebhookOrder', node: 'id name health { state successRate }', count: 'totalCount' },
  auditLog: { filter: 'AuditFilter', node: 'id action actorName', count: 'count { value isExact }' },
  bulkOperations: { node: 'id status totalCount', count: 'totalCount' },
};

function pageQuery(list, { isBackward = false, withCount = false } = {}) {
  const { filter, order, node, count } = LISTS[list];
  const declared = [isBackward ? '$last: Int, $before: Cursor' : '$first: Int, $after: Cursor', filter && `$filter: ${filter}`, order && `$orderBy: ${order}`].filter(Boolean);
  const passed = [isBackward ? 'last: $last, before: $before' : 'first: $first, after: $after', filter && 'filter: $filter', order && 'orderBy: $orderBy'].filter(Boolean);
  return `query Bench(${declared.join(', ')}) { ${list}(${passed.join(', ')}) { nodes { ${node} } ${PAGE} ${withCount ? count : ''} } }`;
}

/** What is measured: a name, the list, and what is asked for. `facts` are ids and times of the data. */
function questions({ webhookId, eventId, now }) {
  const day = { from: new Date(now - DAY_MS).toISOString() };
  const formerDay = { from: new Date(now - 20 * DAY_MS).toISOString(), to: new Date(now - 19 * DAY_MS).toISOString() };
  const filters = (list, some) => Object.entries(some).flatMap(([name, filter]) => [
    { name: `${list}: ${name}`, list, filter }, { name: `${list}: ${name}, with count`, list, filter, withCount: true },
  ]);
  return [
    ...Object.keys(LISTS).flatMap((list) => [
      { name: `${list}: first page`, list }, { name: `${list}: last page, backward`, list, isBackward: true }, { name: `${list}: deep page`, list, pages: DEEP },
      { name: `${list}: first page with count`, list, withCount: true },
    ]),
    ...filters('deliveries', {
      'of a webhook': { webhookIds: [webhookId] }, 'of an environment': { environments: ['DEVELOPMENT'] }, 'failed, 2 %': { statuses: ['FAILED'] }, 'pending, none': { statuses: ['PENDING'] },
      'answered 418, 0.02 %': { statusCode: { min: 418, max: 418 } }, 'answered 599, none': { statusCode: { min: 599 } }, 'of a day': { created: day },
      'of a former day': { created: formerDay }, 'of a day, failed': { created: day, statuses: ['FAILED'] }, 'of a day, none': { created: day, statusCode: { min: 599 } }, 'of a webhook, none': { webhookIds: [webhookId], statusCode: { min: 599 } },
      'of a type': { eventTypes: ['license.created'] }, 'search: a name': { search: 'Receiver 7' }, 'search: nothing': { search: 'nowhere' }, 'search: an event': { search: eventId }, 'search: a resource': { search: 'lic_77' },
    }),
    ...filters('deliveryAttempts', {
      'of a webhook': { webhookIds: [webhookId] }, 'failed, 2 %': { statuses: ['FAILED'] }, 'answered 418, 0.02 %': { statusCode: { min: 418, max: 418 } }, 'answered 599, none': { statusCode: { min: 599 } },
      'longer than a second, none': { durationMs: { min: 1_000 } }, 'of a day': { started: day }, 'of a former day': { started: formerDay }, 'of a day, none': { started: day, statusCode: { min: 599 } }, 'search: nothing': { search: 'nowhere' },
      'search: an event': { search: eventId },
    }),
    ...filters('webhookEvents', {
      'of a type': { types: ['license.*'] }, 'of a day': { occurred: day }, 'of a former day': { occurred: formerDay }, 'tests, 0.02 %': { isTest: true }, 'search: a resource': { search: 'lic_77' }, 'search: nothing': { search: 'nowhere' },
      'payload: common, tests, 0.02 %': { isTest: true, payloadContains: { license: { status: 'active' } } },
      'payload: common': { payloadContains: { license: { status: 'active' } } }, 'payload: none': { payloadContains: { license: { status: 'unheard-of' } } },
    }),
    ...filters('webhooks', { 'search: a name': { search: 'Receiver 7' }, 'failing': { health: ['FAILING'] } }),
    ...filters('auditLog', { 'of an action': { actions: ['webhook.create'] }, 'of an action, none': { actions: ['webhook.delete'] } }),
  ];
}

const CHART = `query Bench($range: TimeRangeInput!, $webhookIds: [ID!]) { deliveryStats(range: $range, webhookIds: $webhookIds) {
  totals { attempts succeeded } previousTotals { attempts } series { start succeeded failed } byStatusCode { statusCode count } byEventType { count } byFailure { count } } }`;

const chartsOf = ({ webhookId, now }) => [1, 7, 30].flatMap((days) => {
  const range = { from: new Date(now - days * DAY_MS).toISOString(), to: new Date(now).toISOString() };
  return [
    { name: `chart: account, ${days} days`, chart: { range } },
    { name: `chart: a webhook, ${days} days`, chart: { range, webhookIds: [webhookId] } },
  ];
});

/**
 * Pages, filters, counts and charts over a month of deliveries, on SQLite or on the MariaDB that BENCH_DATABASE_URL names. To fill that takes
 * minutes, so a database that was filled before is used again: one in MariaDB, or the file in the folder that BENCH_FOLDER names.
 */
export async function lists() {
  const { BENCH_DATABASE_URL: url, BENCH_FOLDER: kept, BENCH_QUESTIONS: wanted = '' } = process.env;
  const empty = await startServer({ folder: kept });
  await empty.stop({ keep: true });
  const startedAt = performance.now();
  const isNew = await fill({ folder: empty.folder, url, deliveries: DELIVERIES });
  if (isNew) console.log(`lists: ${DELIVERIES.toLocaleString('en-GB')} deliveries written in ${((performance.now() - startedAt) / 1_000).toFixed()} s`);
  const server = await startServer({ folder: empty.folder });
  const api = connect(server, { connections: 1 });
  try {
    const facts = await factsOf(api);
    console.log(`lists: ${'question'.padEnd(NAME_WIDTH)}  p50 ms  p95 ms  CPU ms of the server, of MariaDB`);
    for (const question of [...questions(facts), ...chartsOf(facts)].filter(({ name }) => name.includes(wanted))) {
      print(await measured(question.name, { server }, await asker(api, question)));
    }
    if ('export'.includes(wanted)) await measureExports(api, server);
  } finally {
    await api.close();
    await server.stop({ keep: kept !== undefined });
  }
}

async function factsOf(api) {
  const { webhooks, webhookEvents } = await api.graphql('query Bench { webhooks(first: 1) { nodes { id } } webhookEvents(first: 1) { nodes { id } } }');
  return { webhookId: webhooks.nodes[0].id, eventId: webhookEvents.nodes[0].id, now: Date.now() };
}

/** Asks for the page of a question; turns pages up to a deep one first. */
async function asker(api, { list, chart, filter = null, isBackward = false, withCount = false, pages = 1 }) {
  if (chart) return () => api.graphql(CHART, chart);
  const query = pageQuery(list, { isBackward, withCount });
  const ask = (cursor) => api.graphql(query, isBackward ? { last: 50, before: cursor, filter } : { first: 50, after: cursor, filter });
  let cursor = null;
  for (let page = 1; page < pages; page++) {
    const { pageInfo } = (await ask(cursor))[list];
    if (!pageInfo.hasNextPage) break;
    cursor = pageInfo.endCursor;
  }
  return () => ask(cursor);
}

async function measured(name, { server }, ask) {
  await ask();
  const times = [];
  const before = await server.cpuSeconds();
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (times.length < ROUNDS && performance.now() < giveUpAt) {
    const startedAt = performance.now();
    await ask();
    times.push(performance.now() - startedAt);
  }
  const after = await server.cpuSeconds();
  const [cpuMs, databaseMs] = ['process', 'database'].map((whose) => 1_000 * (after[whose] - before[whose]) / times.length);
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { name, p50: at(0.5), p95: at(0.95), cpuMs, databaseMs };
}

const NAME_WIDTH = 62;

function print({ name, p50, p95, cpuMs, databaseMs }) {
  const [half, most, cpu, databaseCpu] = [p50, p95, cpuMs, databaseMs].map((ms) => ms.toFixed(1).padStart(7));
  console.log(`lists: ${name.padEnd(NAME_WIDTH)} ${half} ${most} ${cpu} ${databaseCpu}${p95 > WANTED_MS ? '  over 50 ms' : ''}`);
}
