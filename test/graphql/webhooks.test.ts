import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentId } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { HOUR_MS } from '../../server/domain/time.ts';
import { AttemptStat, DURATION_COLUMNS } from '../../server/storage/entities/attempt-stat.ts';
import { WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
beforeAll(async () => {
  api = await ApiBench.open();
});
afterAll(() => api.close());

interface Problem { code: string; path: string[]; message: string; current?: { name: string } }
interface Payload { webhook: Record<string, unknown> & { id: string } | null; signingSecret?: string; userErrors: Problem[] }

const CREATE = `mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { signingSecret userErrors { code path message }
  webhook { id name url environment { id key name } status statusReason eventPatterns eventTypeCount payloadFormat customHeaders { name value isSecret }
    signingSecrets { hint state expiresAt } retryPolicy { kind } effectiveRetryPolicy { kind maxAttempts delays schedule { totalDuration steps { attempt offset } } }
    timeout maxConcurrency signatureSchemes version createdAt createdBy { __typename } viewerCanUpdate viewerCanRevealSecret } } }`;
const UPDATE = `mutation ($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { webhook { id name description timeout version retryPolicy { kind jitter initialDelay } }
  userErrors { __typename code path message ... on StaleWebhookError { current { name } } } } }`;

const create = async (own: Record<string, unknown> = {}) => {
  const input = { name: 'Billing', url: 'https://hooks.example.com/a', environment: 'STAGING', events: ['license.*', 'product.created'], ...own };
  return (await api.read<{ webhookCreate: Payload }>(CREATE, { input })).webhookCreate;
};
const update = async (input: Record<string, unknown>) => (await api.read<{ webhookUpdate: Payload }>(UPDATE, { input })).webhookUpdate;

describe('webhookCreate', () => {
  it('returns the webhook as the list will show it, and the secret this once', async () => {
    const { webhook, signingSecret, userErrors } = await create({ customHeaders: [{ name: 'Authorization', value: 'Bearer x' }, { name: 'X-Team', value: 'a', isSecret: false }] });
    expect(userErrors).toEqual([]);
    expect(signingSecret).toMatch(/^whsec_/);
    expect(webhook).toMatchObject({
      environment: { id: environmentId(api.accountId, 'STAGING'), key: 'STAGING', name: 'Staging' },
      status: 'ACTIVE', statusReason: 'MANUAL', eventTypeCount: 10, payloadFormat: 'STANDARD', retryPolicy: null,
      effectiveRetryPolicy: { kind: 'CUSTOM', maxAttempts: 10, delays: expect.arrayContaining(['PT5S', 'P1D']) },
      customHeaders: [{ name: 'Authorization', value: null, isSecret: true }, { name: 'X-Team', value: 'a', isSecret: false }],
      signingSecrets: [{ hint: `whsec_…${signingSecret!.slice(-4)}`, state: 'CURRENT', expiresAt: null }],
      timeout: 'PT15S', maxConcurrency: 10, version: 1, createdAt: '2026-11-20T12:00:00.000Z', viewerCanUpdate: true, viewerCanRevealSecret: true,
    });
    expect((webhook?.effectiveRetryPolicy as { schedule: { steps: unknown[] } }).schedule.steps).toHaveLength(10);
  });

  it('reports problems with their places and stores nothing', async () => {
    const { webhook, userErrors } = await create({ name: '', url: 'http://x.example.com', events: ['licence.*'], retryPolicy: { backoff: { fixed: { delay: 'PT0S', maxAttempts: 26 } } } });
    expect(webhook).toBeNull();
    expect(userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'REQUIRED input.name', 'URL_NOT_HTTPS input.url', 'UNKNOWN_EVENT_TYPE input.events.0',
      'INVALID input.retryPolicy.backoff.fixed.maxAttempts', 'INVALID input.retryPolicy.backoff.fixed.delay',
    ]);
  });

  it.each([
    ['two shapes of a policy', { retryPolicy: { backoff: { fixed: { delay: 'PT5S', maxAttempts: 2 }, custom: { delays: [] } } } }],
    ['a duration that is none', { timeout: '5 seconds' }],
    ['an unknown environment', { environment: 'MOON' }],
  ])('is told that %s is bad input', async (_what, own) => {
    const input = { name: 'A', url: 'https://a.example.com', environment: 'STAGING', events: ['*'], ...own };
    const { errors } = await api.ask(api.member('ADMIN'), CREATE, { input });
    expect(errors).toHaveLength(1);
  });
});

describe('webhookUpdate', () => {
  it('leaves what is omitted and clears what is null', async () => {
    const { webhook } = await create({ description: 'Notes', timeout: 'PT5S' });
    const changed = await update({ id: webhook!.id, name: 'Other', timeout: null, retryPolicy: { backoff: { fixed: { delay: 'PT1M', maxAttempts: 3 } } } });
    expect(changed.webhook).toMatchObject({ name: 'Other', description: 'Notes', timeout: 'PT15S', version: 2, retryPolicy: { kind: 'FIXED', jitter: 0.1, initialDelay: 'PT1M' } });
  });

  it('shows the current state to somebody who read an older one', async () => {
    const { webhook } = await create();
    await update({ id: webhook!.id, name: 'Theirs' });
    const { userErrors } = await update({ id: webhook!.id, expectedVersion: 1, name: 'Mine' });
    expect(userErrors).toMatchObject([{ __typename: 'StaleWebhookError', code: 'STALE_VERSION', current: { name: 'Theirs' } }]);
  });

  it.each(['name', 'url', 'environment', 'events', 'isActive'])('refuses to clear %s', async (field) => {
    const { webhook } = await create();
    expect((await update({ id: webhook!.id, [field]: null })).userErrors).toMatchObject([{ code: 'REQUIRED', path: ['input', field] }]);
  });

  it('does not find what another account has', async () => {
    const foreign = await insertWebhook(api.store);
    expect((await update({ id: foreign.id, name: 'Mine' })).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});

interface Rotated { signingSecret: string; previousSecretExpiresAt: string; webhook: { signingSecrets: { state: string }[] } }

describe('the other webhook mutations', () => {
  it('rotate and reveal secrets', async () => {
    const { webhook } = await create();
    const rotated = await api.read<{ webhookSecretRotate: Rotated }>(
      'mutation ($id: ID!) { webhookSecretRotate(input: { id: $id, overlap: "PT1H" }) { signingSecret previousSecretExpiresAt webhook { signingSecrets { state } } } }', { id: webhook!.id });
    expect(rotated.webhookSecretRotate.previousSecretExpiresAt).toBe('2026-11-20T13:00:00.000Z');
    expect(rotated.webhookSecretRotate.webhook.signingSecrets.map(({ state }) => state)).toEqual(['CURRENT', 'OVERLAPPING']);
    const revealed = await api.read<{ webhookSecretReveal: { signingSecret: string } }>('mutation ($id: ID!) { webhookSecretReveal(input: { id: $id }) { signingSecret } }', { id: webhook!.id });
    expect(revealed.webhookSecretReveal.signingSecret).toBe(rotated.webhookSecretRotate.signingSecret);
  });

  it('switch off, test and delete', async () => {
    const { webhook } = await create();
    const answer = await api.read<Record<'webhooksDeactivate' | 'webhookTest' | 'webhookDelete', object>>(`mutation ($id: ID!) {
      webhooksDeactivate(input: { ids: [$id] }) { webhooks { id status } userErrors { code } }
      webhookTest(input: { id: $id }) { delivery { trigger maxAttempts event { isTest resourceId payload type { code name } } } userErrors { code } }
      webhookDelete(input: { id: $id }) { deletedWebhookId cancelledDeliveries userErrors { code } } }`, { id: webhook!.id });
    expect(answer.webhooksDeactivate).toEqual({ webhooks: [{ id: webhook!.id, status: 'INACTIVE' }], userErrors: [] });
    expect(answer.webhookTest).toMatchObject({
      delivery: { trigger: 'TEST', maxAttempts: 1, event: { isTest: true, resourceId: webhook!.id, payload: {}, type: { code: 'webhook.test' } } }, userErrors: [],
    });
    expect(answer.webhookDelete).toMatchObject({ deletedWebhookId: webhook!.id, cancelledDeliveries: 1, userErrors: [] });
  });

  it('say which of several webhooks is missing', async () => {
    const { webhook } = await create();
    const { webhooksActivate } = await api.read<{ webhooksActivate: object }>('mutation ($ids: [ID!]!) { webhooksActivate(input: { ids: $ids }) { webhooks { id } userErrors { code path } } }',
      { ids: [webhook!.id, newId('wh')] });
    expect(webhooksActivate).toEqual({ webhooks: [], userErrors: [{ code: 'NOT_FOUND', path: ['input', 'ids', '1'] }] });
  });
});

describe('webhooks', () => {
  const LIST = `query ($filter: WebhookFilter, $orderBy: WebhookOrder) { webhooks(first: 100, filter: $filter, orderBy: $orderBy) {
    nodes { name } totalCount statusCounts { status count } } }`;
  interface List { webhooks: { nodes: { name: string }[]; totalCount: number; statusCounts: { status: string; count: number }[] } }
  let own: ApiBench;
  const list = async (filter: Record<string, unknown> = {}, viewer = own.member('ADMIN')) => (await own.read<List>(LIST, { filter }, viewer)).webhooks;
  const names = async (filter: Record<string, unknown>) => (await list(filter)).nodes.map(({ name }) => name);

  beforeAll(async () => {
    own = await ApiBench.open();
    const { accountId } = own;
    await insertWebhook(own.store, { accountId, name: 'Billing 100%', url: 'https://billing.example.com/hook', eventPatterns: ['license.*'] });
    await insertWebhook(own.store, { accountId, name: 'crm_sync', url: 'https://crm.example.com/', environment: 'STAGING', eventPatterns: ['product.created'] });
    await insertWebhook(own.store, { accountId, name: 'Audit', url: 'https://audit.example.com/', status: 'INACTIVE', eventPatterns: ['*'] });
    await insertWebhook(own.store, { accountId, name: 'Gone', deletedAt: NOON });
    await insertWebhook(own.store, { name: 'Foreign' });
  });
  afterAll(() => own.close());

  it('lists the account\'s own by name, whatever the case, without the deleted', async () => {
    expect(await names({})).toEqual(['Audit', 'Billing 100%', 'crm_sync']);
  });

  it.each([
    [{ search: 'BILL' }, ['Billing 100%']],
    [{ search: '.example.com/hook' }, ['Billing 100%']],
    [{ search: '100%' }, ['Billing 100%']],
    [{ search: '%' }, ['Billing 100%']],
    [{ search: 'm_s' }, ['crm_sync']],
    [{ search: 'no such' }, []],
    [{ environments: ['STAGING'] }, ['crm_sync']],
    [{ statuses: ['INACTIVE'] }, ['Audit']],
    [{ eventTypes: ['license.activated'] }, ['Audit', 'Billing 100%']],
    [{ eventTypes: ['product.created', 'contract.created'] }, ['Audit', 'crm_sync']],
    [{ search: 'example', environments: ['PRODUCTION'], statuses: ['ACTIVE'] }, ['Billing 100%']],
  ])('filters by %j', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it('counts per status under the rest of the filter', async () => {
    const { totalCount, statusCounts } = await list({ statuses: ['ACTIVE'], environments: ['PRODUCTION'] });
    expect(totalCount).toBe(1);
    expect(statusCounts).toEqual([{ status: 'ACTIVE', count: 1 }, { status: 'INACTIVE', count: 1 }]);
  });

  it('shows an API key nothing outside its environments', async () => {
    const key = own.key(['WEBHOOKS_READ'], ['STAGING']);
    expect((await list({}, key)).nodes).toEqual([{ name: 'crm_sync' }]);
    expect((await list({ environments: ['PRODUCTION'] }, key)).nodes).toEqual([]);
  });

  it('takes a hundred long codes and refuses one more', async () => {
    const eventTypes = Array.from({ length: 100 }, (_, index) => `code${index}${'.a'.repeat(60)}`);
    expect(await names({ eventTypes })).toEqual(['Audit']);
    expect((await own.ask(own.member('ADMIN'), LIST, { filter: { eventTypes: [...eventTypes, 'a.b'] } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('refuses a search of 201 characters', async () => {
    expect((await own.ask(own.member('ADMIN'), LIST, { filter: { search: 'x'.repeat(201) } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('reads a list with secrets, health, backlog and creator in a fixed number of statements', async () => {
    const fields = 'query ($n: Int!) { webhooks(first: $n) { nodes { name signingSecrets { hint } health { state backlog } environment { webhookCount } } } }';
    const one = await own.countReads(() => own.read(fields, { n: 1 }));
    expect(await own.countReads(() => own.read(fields, { n: 3 }))).toBe(one);
  });
});

describe('maxRequestsPerSecond', () => {
  const limitOf = async (id: unknown) =>
    (await api.read<{ webhook: { maxRequestsPerSecond: number | null } }>('query ($id: ID!) { webhook(id: $id) { maxRequestsPerSecond } }', { id })).webhook.maxRequestsPerSecond;

  it('is unlimited unless chosen, stays when it is omitted and is cleared with null', async () => {
    expect(await limitOf((await create()).webhook!.id)).toBeNull();
    const { webhook } = await create({ maxRequestsPerSecond: 1000 });
    await update({ id: webhook!.id, name: 'Other' });
    expect(await limitOf(webhook!.id)).toBe(1000);
    await update({ id: webhook!.id, maxRequestsPerSecond: null });
    expect(await limitOf(webhook!.id)).toBeNull();
  });

  it.each([0, -1, 1001])('may not be %d', async (maxRequestsPerSecond) => {
    expect((await create({ maxRequestsPerSecond })).userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'maxRequestsPerSecond'] }]);
    const { webhook } = await create();
    expect((await update({ id: webhook!.id, maxRequestsPerSecond })).userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'maxRequestsPerSecond'] }]);
  });
});

describe('retrySchedulePreview', () => {
  const PREVIEW = `query ($policy: RetryPolicyInput!, $startingAt: DateTime) { retrySchedulePreview(policy: $policy, startingAt: $startingAt) {
    totalDuration warnings steps { attempt delay earliestDelay latestDelay offset at } } }`;

  it('shows the attempts that a webhook with this policy would make', async () => {
    const policy = { backoff: { exponential: { initialDelay: 'PT10S', maxDelay: 'PT30S', maxAttempts: 4 } } };
    const preview = await api.read<{ retrySchedulePreview: { steps: unknown[] } }>(PREVIEW, { policy, startingAt: '2026-11-20T12:00:00Z' });
    expect(preview.retrySchedulePreview).toMatchObject({ totalDuration: 'PT1M', warnings: [expect.stringContaining('within an hour')] });
    expect(preview.retrySchedulePreview.steps).toMatchObject([
      { attempt: 1, delay: 'PT0S', at: '2026-11-20T12:00:00.000Z' },
      { attempt: 2, delay: 'PT10S', earliestDelay: 'PT9S', latestDelay: 'PT11S', offset: 'PT10S', at: '2026-11-20T12:00:10.000Z' },
      { attempt: 3, delay: 'PT20S' }, { attempt: 4, delay: 'PT30S', at: '2026-11-20T12:01:00.000Z' },
    ]);
    const { webhook } = await create({ retryPolicy: policy });
    const saved = await api.read<{ webhook: { effectiveRetryPolicy: { schedule: unknown } } }>(
      'query ($id: ID!) { webhook(id: $id) { effectiveRetryPolicy { schedule { totalDuration warnings steps { attempt delay earliestDelay latestDelay offset at } } } } }',
      { id: webhook!.id },
    );
    const { steps, ...rest } = preview.retrySchedulePreview;
    expect(saved.webhook.effectiveRetryPolicy.schedule).toEqual({ ...rest, steps: steps.map((step) => ({ ...step as object, at: null })) });
  });

  it.each([
    ['too many attempts', { backoff: { fixed: { delay: 'PT1M', maxAttempts: 2_000_000_000 } } }, '`policy.backoff.fixed.maxAttempts`'],
    ['too many waits', { backoff: { custom: { delays: Array(25).fill('PT1M') } } }, '`policy.backoff.custom.delays`'],
    ['no jitter that makes sense', { backoff: { custom: { delays: [] } }, jitter: 2 }, '`policy.jitter`'],
  ])('says what is wrong with %s', async (_what, policy, message) => {
    const { codes, errors } = await api.ask(api.member('ADMIN'), PREVIEW, { policy });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(errors)).toContain(message);
  });

  it('refuses a start after which the last attempt cannot be written', async () => {
    const policy = { backoff: { fixed: { delay: 'P7D', maxAttempts: 25 } } };
    expect((await api.ask(api.member('ADMIN'), PREVIEW, { policy, startingAt: '9999-12-01T00:00:00Z' })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('Webhook.health', () => {
  const HEALTH = `query ($id: ID!, $window: Duration) { webhook(id: $id) { health(window: $window) { state summary attemptCount successRate consecutiveFailures
    p50Ms p95Ms lastFailureAt circuit circuitRetryAt autoDisableAt backlog topFailures { code statusCode count } window { from to } } } }`;
  const health = async (id: string, window?: string) =>
    (await api.read<{ webhook: { health: Record<string, unknown> } }>(HEALTH, { id, window })).webhook.health;
  const addStat = (webhookId: string, own: Partial<AttemptStat>) => api.store.write((tx) => tx.insert(AttemptStat, {
    webhookId, accountId: api.accountId, hour: NOON, result: 'SUCCEEDED', statusCode: 200, count: 1,
    ...Object.fromEntries(DURATION_COLUMNS.map((column) => [column, 0])), ...own,
  } as AttemptStat));

  it('is idle without attempts', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    expect(await health(webhook.id)).toMatchObject({ state: 'IDLE', attemptCount: 0, successRate: null, p50Ms: null, backlog: 0, topFailures: [] });
  });

  it('sums up the hours of the window and names the most frequent failures', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    await addStat(webhook.id, { count: 70, le50: 70 });
    await addStat(webhook.id, { hour: NOON - HOUR_MS, result: 'HTTP_SERVER_ERROR', statusCode: 503, count: 20, le1000: 20 });
    await addStat(webhook.id, { hour: NOON - HOUR_MS, result: 'CONNECT_TIMEOUT', statusCode: 0, count: 10, longer: 10 });
    await addStat(webhook.id, { hour: NOON - 30 * HOUR_MS, count: 1000, le10: 1000 });
    await api.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { consecutiveFailures: 2, lastFailureAt: NOON }));
    await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
    expect(await health(webhook.id)).toMatchObject({
      state: 'DEGRADED', attemptCount: 100, successRate: 0.7, consecutiveFailures: 2, lastFailureAt: '2026-11-20T12:00:00.000Z', backlog: 1,
      topFailures: [{ code: 'HTTP_SERVER_ERROR', statusCode: 503, count: 20 }, { code: 'CONNECT_TIMEOUT', statusCode: null, count: 10 }],
      window: { from: '2026-11-19T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
    });
    expect((await health(webhook.id, 'P2D')).attemptCount).toBe(1100);
  });

  it('is failing while the circuit is open, and says when it is probed and when the webhook is switched off', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    await api.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, {
      consecutiveFailures: 7, failingSince: NOON - 25 * HOUR_MS, circuitTrips: 2, circuitRetryAt: NOON + 20_000,
    }));
    const forecast = { circuit: 'OPEN', circuitRetryAt: '2026-11-20T12:00:20.000Z', autoDisableAt: '2026-11-24T11:00:00.000Z' };
    expect(await health(webhook.id)).toMatchObject({
      state: 'FAILING', ...forecast,
      summary: expect.stringContaining('It will be switched off for its first failure from 2026-11-24 11:00 UTC on'),
    });
    await api.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { circuitRetryAt: NOON }));
    expect(await health(webhook.id)).toMatchObject({ circuit: 'HALF_OPEN', circuitRetryAt: null });
  });

  it('forecasts nothing for a webhook that is switched off', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId, status: 'INACTIVE' });
    await api.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { consecutiveFailures: 7, failingSince: NOON - 100 * HOUR_MS }));
    expect(await health(webhook.id)).toMatchObject({ autoDisableAt: null, circuit: 'CLOSED', summary: 'No attempt in this time.' });
  });

  it.each(['PT1M', 'P31D'])('refuses a window of %s', async (window) => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    expect((await api.ask(api.member('ADMIN'), HEALTH, { id: webhook.id, window })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
