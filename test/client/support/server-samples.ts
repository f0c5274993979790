import { describePlan } from '../../../server/commands/bulk-words.ts';
import { PayloadSchemas } from '../../../server/commands/payload-schemas.ts';
import { skipReport, type LeftReason } from '../../../server/domain/bulk-operation.ts';
import { checkContentFilter, ContentFilter, FilteredEvent } from '../../../server/domain/content-filter.ts';
import { FAILURE_CODES, remedyFor, statusMeaning } from '../../../server/domain/outcome.ts';
import { RETRY_POLICY_PRESETS } from '../../../server/domain/retry-presets.ts';
import { explainRouting, type RoutingFacts } from '../../../server/domain/routing.ts';
import { judgeHealth } from '../../../server/domain/webhook-health.ts';
import { checkMaxConcurrency, checkMaxRequestsPerSecond } from '../../../server/domain/webhook-input.ts';

/*
 * What the server puts together from pieces, said by the server itself.
 */
const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;

const LEFT: Record<LeftReason, number> = {
  GONE: 1, EVENT_GONE: 2, TEST: 3, SUCCESSFUL: 4, WEBHOOK_GONE: 5, WEBHOOK_INACTIVE: 6, WEBHOOK_MOVED: 7, FILTERED: 8, NOT_WAITING: 9,
};

const counts = { attemptCount: 8, succeededCount: 2, consecutiveFailures: 0, isCircuitClosed: true, topFailure: null };

export const healthSummaries = [
  { ...counts, attemptCount: 0, succeededCount: 0 }, { ...counts, attemptCount: 0, isCircuitClosed: false }, { ...counts, attemptCount: 1, succeededCount: 1 },
  { ...counts, succeededCount: 8 }, { ...counts, attemptCount: 1, succeededCount: 0 }, counts, { ...counts, consecutiveFailures: 6 },
  ...FAILURE_CODES.flatMap((code) => [{ ...counts, topFailure: { code, statusCode: null, count: 3 } }, { ...counts, attemptCount: 1, succeededCount: 0, topFailure: { code, statusCode: 503, count: 1 } }]),
].map((facts) => judgeHealth(facts).summary);

const event = { code: 'license.created', environment: 'PRODUCTION', publishedAt: NOW, isTest: false } as const;
const webhook = { environment: 'PRODUCTION', eventPatterns: ['license.*'], contentFilter: null, createdAt: NOW - DAY, updatedAt: NOW - DAY, deletedAt: null } as const;
const routings: RoutingFacts[] = [
  ...([null, 'INACTIVE', 'FILTER_REFUSED', 'FILTER_FAILED'] as const).map((skipReason) => ({ event, webhook, delivery: { skipReason } })),
  ...[
    webhook, { ...webhook, deletedAt: NOW - 1 }, { ...webhook, createdAt: NOW + DAY }, { ...webhook, environment: 'STAGING' as const },
    { ...webhook, eventPatterns: ['contract.*'] }, { ...webhook, contentFilter: 'true' },
  ].map((each) => ({ event, webhook: each, delivery: null })),
  { event: { ...event, isTest: true }, webhook, delivery: null },
];

const SCHEMA = {
  type: 'object', required: ['gone'], additionalProperties: false, minProperties: 12, maxProperties: 3,
  properties: {
    text: { type: 'string', minLength: 2, pattern: 'b' }, long: { maxLength: 1 }, choice: { enum: ['x', 'y'] }, number: { type: ['integer', 'null'], minimum: 3, multipleOf: 2 },
    large: { maximum: 1 }, above: { exclusiveMinimum: 1 }, below: { exclusiveMaximum: 1 }, date: { format: 'date-time' }, list: { maxItems: 1 }, short: { minItems: 1 },
    fixed: { const: 1 }, then: { if: { const: 1 }, then: { const: 2 } }, one: { oneOf: [{}, {}] }, any: { anyOf: [false, false] }, not: { not: {} },
  },
};
const payload = {
  text: 'a', long: 'ab', choice: 'z', number: 1, large: 2, above: 1, below: 1, date: 'x', list: [1, 2], short: [], fixed: 2, then: 1, one: 1, any: 1, not: 1, more: 1,
};
const schemas = new PayloadSchemas();

const violations = [
  ...schemas.check('all', SCHEMA, payload), ...schemas.check('type', { type: 'string' }, 1), ...schemas.check('few', { minProperties: 2 }, {}),
  ...schemas.check('twice', { maxItems: 3, uniqueItems: true }, [1, 1]),
].map(({ message }) => message);

const filtered = new FilteredEvent('{"eventCode":"license.created","payload":{"status":"active"}}');
const refusals = [
  'foo == 1', 'eventCode ==', 'eventCode > 1', 'payload.a.map(x, x)', 'regex(1)', '1', '"abc', 'payload.x..y', '}', 'payload.a & 2', 'size(1)',
  'payload.a.exists(x)', '{"a": 1}.a == 1', 'b"abc" == b"abc"', 'eventCode.contains(resourceId)', '[[[1].exists(x, x == 1)].exists(x, x)].exists(x, [1].exists(y, [2].exists(z, true)))',
].map((expression) => checkContentFilter(expression)[0]!.message);
const failures = ['payload.gone == 1', 'payload.status', 'int(payload.status) == 1', 'payload.status && true', '1/0 == 1'].flatMap((expression) => {
  const verdict = new ContentFilter(expression).judge(filtered);
  return verdict.outcome === 'FAILED' ? [`${verdict.reason}.`] : [];
});

/** Sentences that are put together. */
export const composedSentences = [
  ...healthSummaries,
  'Half of 8 attempts failed. It will be switched off for its first failure from 2026-01-10 00:00 UTC on, unless an attempt succeeds before.',
  ...routings.map(explainRouting).flatMap(({ summary, rules }) => [summary, ...rules.flatMap(({ name, detail }) => [name, detail])]),
  ...FAILURE_CODES.flatMap((code) => [statusMeaning(code), remedyFor(code, 418)]),
  ...(['REPLAY', 'CANCEL', 'EXPORT'] as const).map((kind) => skipReport(kind, LEFT)!),
  ...RETRY_POLICY_PRESETS.flatMap(({ name, description }) => [name, description]),
  ...[...checkMaxConcurrency(0), ...checkMaxRequestsPerSecond(0)].map(({ message }) => message),
  ...refusals, ...failures, ...violations,
  // The dialog of operations takes a warning apart.
  '; their receivers may then get them twice.',
];

const span = { webhookId: 'wh_1', since: NOW - DAY, until: NOW };
const both = { from: NOW - DAY, to: NOW };
const plan = { onlyUnsuccessful: false, targetWebhookId: null, maxRequestsPerSecond: null };
const deliveries = { webhookIds: ['wh_1', 'wh_2'], environments: ['PRODUCTION'], eventTypes: ['license.*'], statuses: ['FAILED'], failureCodes: ['DNS_FAILURE'] } as const;

/** What operations are about; webhooks have names that are hard to tell from the words around them. */
export const scopes = [
  { ...plan, selection: { kind: 'ids', ids: ['dlv_1'] } }, { ...plan, selection: { kind: 'ids', ids: ['dlv_1', 'dlv_2'] } },
  { ...plan, selection: { kind: 'failedSince', ...span } }, { ...plan, selection: { kind: 'missedSince', ...span } },
  { ...plan, selection: { kind: 'filter', filter: {} } }, { ...plan, selection: { kind: 'attempts', filter: {} } },
  {
    onlyUnsuccessful: true, targetWebhookId: 'wh_1', maxRequestsPerSecond: 5,
    selection: {
      kind: 'filter',
      filter: { ...deliveries, search: 'status x', triggers: ['EVENT'], resourceIds: ['1', '2', '3', '4', '5', '6'], statusCode: { min: 500, max: null }, attemptCount: { min: null, max: 3 }, created: { from: NOW, to: null } },
    },
  },
  { ...plan, selection: { kind: 'filter', filter: { statusCode: { min: 500, max: 503 }, created: both } } },
  {
    ...plan, export: { format: 'CSV', includesBodies: true },
    selection: { kind: 'attempts', filter: { ...deliveries, kinds: ['RETRY'], statusCode: { min: 500, max: 503 }, durationMs: { min: null, max: 9 }, started: both } },
  },
  { ...plan, export: { format: 'JSON_LINES', includesBodies: false }, selection: { kind: 'attempts', filter: { started: { from: NOW, to: null } } } },
  { ...plan, export: { format: 'CSV', includesBodies: false }, selection: { kind: 'attempts', filter: {} } },
  { ...plan, export: { format: 'JSON_LINES', includesBodies: true }, selection: { kind: 'attempts', filter: {} } },
].map((each) => describePlan(each as Parameters<typeof describePlan>[0], (id) => (id === 'wh_1' ? 'Status, event; all' : 'Zwei')));
