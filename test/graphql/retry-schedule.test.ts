import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiBench } from './api-bench.ts';

let api: ApiBench;
beforeAll(async () => {
  api = await ApiBench.open();
});
afterAll(() => api.close());

describe('retrySchedulePreview', () => {
  const PREVIEW = `query ($policy: RetryPolicyInput!, $startingAt: DateTime) { retrySchedulePreview(policy: $policy, startingAt: $startingAt) {
    totalDuration warnings steps { attempt delay earliestDelay latestDelay offset at } } }`;

  const createWith = async (retryPolicy: object) => {
    const input = { name: 'Billing', url: 'https://hooks.example.com/a', environment: 'STAGING', events: ['*'], retryPolicy };
    const { webhookCreate } = await api.read<{ webhookCreate: { webhook: { id: string } } }>(
      'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } } }', { input });
    return webhookCreate.webhook;
  };

  it('shows the attempts that a webhook with this policy would make', async () => {
    const policy = { backoff: { exponential: { initialDelay: 'PT10S', maxDelay: 'PT30S', maxAttempts: 4 } } };
    const preview = await api.read<{ retrySchedulePreview: { steps: unknown[] } }>(PREVIEW, { policy, startingAt: '2026-11-20T12:00:00Z' });
    expect(preview.retrySchedulePreview).toMatchObject({ totalDuration: 'PT1M', warnings: [expect.stringContaining('within an hour')] });
    expect(preview.retrySchedulePreview.steps).toMatchObject([
      { attempt: 1, delay: 'PT0S', at: '2026-11-20T12:00:00.000Z' },
      { attempt: 2, delay: 'PT10S', earliestDelay: 'PT9S', latestDelay: 'PT11S', offset: 'PT10S', at: '2026-11-20T12:00:10.000Z' },
      { attempt: 3, delay: 'PT20S' }, { attempt: 4, delay: 'PT30S', at: '2026-11-20T12:01:00.000Z' },
    ]);
    const { id } = await createWith(policy);
    const saved = await api.read<{ webhook: { effectiveRetryPolicy: { schedule: unknown } } }>(
      'query ($id: ID!) { webhook(id: $id) { effectiveRetryPolicy { schedule { totalDuration warnings steps { attempt delay earliestDelay latestDelay offset at } } } } }',
      { id },
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
