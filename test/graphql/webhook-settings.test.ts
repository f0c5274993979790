import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newSettings, saveSettings } from '../../server/storage/repositories/webhook-settings.ts';
import { WebhookQueue } from '../../server/storage/entities/webhook.ts';
import { insertDelivery, insertEvent, insertWebhook, NOON } from '../support/factories.ts';
import { ApiBench } from './api-bench.ts';

const FIELDS = `defaultRetryPolicy { kind maxAttempts } retryPolicyPresets { key policy { schedule { totalDuration } } } defaultTimeout retention bodyRetention
  autoDisableAfter secretOverlap alerts { failureRateThreshold onAutoDisable recipients isEmailAvailable } sourceAddresses version updatedBy { __typename }`;
const READ = `{ webhookSettings { ${FIELDS} } }`;
const UPDATE = `mutation ($input: WebhookSettingsUpdateInput!) { webhookSettingsUpdate(input: $input) { settings { ${FIELDS} } userErrors { code path message } } }`;

interface Settings { settings: Record<string, unknown> | null; userErrors: { code: string; path: string[] }[] }

describe('the settings of webhooks', () => {
  let api: ApiBench;
  beforeAll(async () => { api = await ApiBench.open(); });
  afterEach(() => api.store.write((tx) => saveSettings(tx, newSettings(api.accountId, NOON))));
  afterAll(() => api.close());

  const read = async () => (await api.read<{ webhookSettings: Record<string, unknown> }>(READ)).webhookSettings;
  const update = async (input: object, viewer = api.member('SUPER_ADMIN')) =>
    (await api.read<{ webhookSettingsUpdate: Settings }>(UPDATE, { input }, viewer)).webhookSettingsUpdate;

  it('are those of the server at first', async () => {
    expect(await read()).toMatchObject({
      defaultRetryPolicy: { kind: 'CUSTOM', maxAttempts: 10 }, defaultTimeout: 'PT15S', retention: 'P30D', bodyRetention: 'P14D', autoDisableAfter: 'P5D',
      secretOverlap: 'P1D', alerts: { failureRateThreshold: null, onAutoDisable: true, recipients: [], isEmailAvailable: false },
      sourceAddresses: ['203.0.113.0/28'], version: 1, updatedBy: null,
    });
    expect((await read()).retryPolicyPresets).toEqual([
      { key: 'patient', policy: { schedule: { totalDuration: 'P3DT3H35M5S' } } }, { key: 'day', policy: { schedule: { totalDuration: 'P1DT3H35M5S' } } },
      { key: 'hour', policy: { schedule: { totalDuration: 'PT1H' } } }, { key: 'brief', policy: { schedule: { totalDuration: 'PT30M' } } },
    ]);
  });

  it('are changed as given; what is left out stays', async () => {
    const { settings, userErrors } = await update({
      expectedVersion: 1, defaultRetryPolicy: { backoff: { fixed: { delay: 'PT1M', maxAttempts: 3 } } }, defaultTimeout: 'PT5S', retention: 'P7D',
      autoDisableAfter: null, alerts: { failureRateThreshold: 0.2, recipients: ['ops@example.com'] },
    });
    expect(userErrors).toEqual([]);
    expect(settings).toMatchObject({
      defaultRetryPolicy: { kind: 'FIXED', maxAttempts: 3 }, defaultTimeout: 'PT5S', retention: 'P7D', bodyRetention: 'P7D', autoDisableAfter: null,
      secretOverlap: 'P1D', alerts: { failureRateThreshold: 0.2, onAutoDisable: true, recipients: ['ops@example.com'] }, version: 2,
    });
    expect(await read()).toMatchObject({ ...settings, updatedBy: null });
  });

  it('are refused as a whole, with every problem and its path', async () => {
    const { settings, userErrors } = await update({ expectedVersion: 7, defaultTimeout: 'PT0S', alerts: { failureRateThreshold: -1, recipients: ['x'] } });
    expect(settings).toBeNull();
    expect(userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'STALE_VERSION input.expectedVersion', 'INVALID input.defaultTimeout', 'INVALID input.alerts.failureRateThreshold', 'INVALID input.alerts.recipients.0',
    ]);
  });

  it('show in the webhooks and deliveries that have nothing of their own', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    const delivery = await insertDelivery(api.store, webhook, await insertEvent(api.store, webhook));
    await api.store.write((tx) => tx.update(WebhookQueue, { webhookId: webhook.id }, { consecutiveFailures: 7, failingSince: NOON }));
    await update({ defaultRetryPolicy: { backoff: { fixed: { delay: 'PT1M', maxAttempts: 3 } } }, defaultTimeout: 'PT5S', autoDisableAfter: 'P2D' });
    const asked = `query ($webhook: ID!, $delivery: ID!) {
      webhook(id: $webhook) { timeout retryPolicy { kind } effectiveRetryPolicy { maxAttempts } health { autoDisableAt } } delivery(id: $delivery) { maxAttempts plannedAttempts { attempt } } }`;
    expect(await api.read(asked, { webhook: webhook.id, delivery: delivery.id })).toEqual({
      webhook: { timeout: 'PT5S', retryPolicy: null, effectiveRetryPolicy: { maxAttempts: 3 }, health: { autoDisableAt: '2026-11-22T12:00:00.000Z' } },
      delivery: { maxAttempts: 3, plannedAttempts: [{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }] },
    });
  });

  it('say in the preview of a schedule that it takes longer than bodies are kept', async () => {
    await update({ bodyRetention: 'P1D' });
    const preview = '{ retrySchedulePreview(policy: { backoff: { fixed: { delay: "P2D", maxAttempts: 2 } } }) { warnings } }';
    expect(await api.read(preview)).toEqual({ retrySchedulePreview: { warnings: [expect.stringContaining('longer than bodies are kept (P1D)')] } });
  });

  it('are for members with the role ADMIN or higher, and not for API keys', async () => {
    const CHANGE = 'mutation { webhookSettingsUpdate(input: { secretOverlap: "PT1H" }) { userErrors { code } } }';
    for (const operation of [READ, CHANGE]) {
      for (const viewer of [api.member('VIEWER'), api.member('OPERATOR'), api.key(['WEBHOOKS_READ', 'WEBHOOKS_WRITE'])]) {
        expect((await api.ask(viewer, operation)).codes).toEqual(['FORBIDDEN']);
      }
      expect((await api.ask(null, operation)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await api.ask(api.member('ADMIN'), operation)).codes).toEqual([]);
    }
  });

  it.each(['{ retention: "P7D" }', '{ bodyRetention: "P7D" }', '{ retention: null }'])('leave the retention to super admins: %s', async (input) => {
    const operation = `mutation { webhookSettingsUpdate(input: ${input}) { userErrors { code } } }`;
    expect((await api.ask(api.member('ADMIN'), operation)).codes).toEqual(['FORBIDDEN']);
    expect((await api.ask(api.member('SUPER_ADMIN'), operation)).codes).toEqual([]);
  });

  it('of one account are not those of another', async () => {
    await update({ secretOverlap: 'PT1H' });
    const theirs = await api.read<{ webhookSettings: object }>(READ, {}, api.stranger());
    expect(theirs.webhookSettings).toMatchObject({ secretOverlap: 'P1D', version: 1 });
  });
});
