import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentId } from '../../server/domain/environments.ts';
import { newId } from '../../server/domain/ids.ts';
import { insertWebhook } from '../support/factories.ts';
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
