import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('Webhook.health', () => {
  const HEALTH = `query ($id: ID!, $window: Duration) { webhook(id: $id) { health(window: $window) { state summary attemptCount successRate consecutiveFailures
    p50Ms p95Ms lastFailureAt circuit circuitRetryAt autoDisableAt backlog topFailures { code statusCode count } window { from to } } } }`;
  const health = async (id: string, window?: string) =>
    (await api.read<{ webhook: { health: Record<string, unknown> } }>(HEALTH, { id, window })).webhook.health;
  const addStat = (webhookId: string, own: Partial<AttemptStat>) => api.store.write((tx) => tx.insert(AttemptStat, {
    subject: webhookId, width: HOUR_MS, start: NOON, environment: 'PRODUCTION', result: 'SUCCEEDED', statusCode: 200, count: 1, begun: 1, fresh: 1, finished: 1,
    ...Object.fromEntries(DURATION_COLUMNS.map((column) => [column, 0])), ...own,
  } as AttemptStat));

  it('is idle without attempts', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    expect(await health(webhook.id)).toMatchObject({ state: 'IDLE', attemptCount: 0, successRate: null, p50Ms: null, backlog: 0, topFailures: [] });
  });

  it('sums up the hours of the window and names the most frequent failures', async () => {
    const webhook = await insertWebhook(api.store, { accountId: api.accountId });
    await addStat(webhook.id, { count: 70, le50: 70 });
    await addStat(webhook.id, { start: NOON - HOUR_MS, result: 'HTTP_SERVER_ERROR', statusCode: 503, count: 20, le1000: 20 });
    await addStat(webhook.id, { start: NOON - HOUR_MS, result: 'CONNECT_TIMEOUT', statusCode: 0, count: 10, longer: 10 });
    await addStat(webhook.id, { start: NOON - 30 * HOUR_MS, count: 1000, le10: 1000 });
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
