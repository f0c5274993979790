import { describe, expect, it } from 'vitest';
import { settle, type SettleInput } from '../../server/domain/delivery.ts';
import type { FailureOutcome } from '../../server/domain/outcome.ts';
import { DEFAULT_RETRY_POLICY } from '../../server/domain/retry-policy.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/time.ts';

const now = 1_000_000_000;

function failed(change: Partial<FailureOutcome> = {}): FailureOutcome {
  return { kind: 'failure', code: 'HTTP_SERVER_ERROR', statusCode: 500, retryAfterMs: null, isThrottle: false, isRetryable: true, message: '', ...change };
}

const gone = failed({ code: 'HTTP_GONE', statusCode: 410, isRetryable: false });
const unknown = failed({ code: 'OUTCOME_UNKNOWN', statusCode: null });
const success = { kind: 'success', statusCode: 200 } as const;

function settleWith(change: Partial<SettleInput>) {
  return settle({
    status: 'IN_PROGRESS', kind: 'INITIAL', trigger: 'EVENT', number: (change.policyStep ?? 0) + 1, policyStep: 0, policy: DEFAULT_RETRY_POLICY, outcome: failed(),
    nextAttemptAt: null, completedAt: null, now, random: () => 0.5, ...change,
  });
}

describe('a planned attempt', () => {
  it('that succeeds ends the delivery', () => {
    expect(settleWith({ outcome: success })).toEqual({
      status: 'SUCCEEDED', policyStep: 1, nextAttemptAt: null, completedAt: now, webhookRestsUntil: null, switchOffWebhook: false,
    });
  });

  it('that fails is tried again by the policy', () => {
    expect(settleWith({})).toMatchObject({ status: 'RETRYING', policyStep: 1, nextAttemptAt: now + 5 * SECOND_MS, completedAt: null });
    expect(settleWith({ kind: 'RETRY', policyStep: 1 })).toMatchObject({ policyStep: 2, nextAttemptAt: now + 5 * MINUTE_MS });
  });

  it('that fails as the last one fails the delivery', () => {
    expect(settleWith({ kind: 'RETRY', policyStep: 9 })).toMatchObject({ status: 'FAILED', policyStep: 10, nextAttemptAt: null, completedAt: now });
  });

  it('that meets a status without retry fails the delivery at once', () => {
    const policy = { ...DEFAULT_RETRY_POLICY, nonRetryableStatusCodes: [422] };
    expect(settleWith({ policy, outcome: failed({ statusCode: 422 }) })).toMatchObject({ status: 'FAILED', switchOffWebhook: false });
  });

  it('that meets 410 fails for good and switches the webhook off, whatever the policy lists', () => {
    const policy = { ...DEFAULT_RETRY_POLICY, nonRetryableStatusCodes: [] };
    expect(settleWith({ policy, outcome: gone })).toMatchObject({ status: 'FAILED', completedAt: now, switchOffWebhook: true });
  });

  it('whose delivery was cancelled meanwhile changes that only by success', () => {
    expect(settleWith({ status: 'CANCELLED', completedAt: 5 })).toMatchObject({ status: 'CANCELLED', nextAttemptAt: null, completedAt: 5 });
    expect(settleWith({ status: 'CANCELLED', completedAt: 5, outcome: success })).toMatchObject({ status: 'SUCCEEDED', completedAt: now });
  });
});

describe('Retry-After', () => {
  const asked = (retryAfterMs: number) => failed({ statusCode: 429, code: 'HTTP_RATE_LIMITED', isThrottle: true, retryAfterMs });

  it('puts off the delivery, and rests the webhook', () => {
    expect(settleWith({ outcome: asked(10 * MINUTE_MS) })).toMatchObject({
      nextAttemptAt: now + 10 * MINUTE_MS, webhookRestsUntil: now + 10 * MINUTE_MS,
    });
  });

  it('is never undercut by jitter', () => {
    expect(settleWith({ outcome: asked(10 * MINUTE_MS), random: () => 0 })).toMatchObject({ nextAttemptAt: now + 10 * MINUTE_MS });
  });

  it('does not shorten the wait of the policy', () => {
    expect(settleWith({ policyStep: 3, outcome: asked(SECOND_MS) })).toMatchObject({ nextAttemptAt: now + 2 * HOUR_MS });
  });

  it('counts up to a day for the delivery and an hour for the webhook', () => {
    expect(settleWith({ outcome: asked(40 * DAY_MS) })).toMatchObject({ nextAttemptAt: now + DAY_MS, webhookRestsUntil: now + HOUR_MS });
  });

  it('rests the webhook also when the delivery has failed', () => {
    expect(settleWith({ policyStep: 9, outcome: asked(MINUTE_MS) })).toMatchObject({ status: 'FAILED', webhookRestsUntil: now + MINUTE_MS });
  });

  it('is ignored where the policy says so, but a throttled receiver still gets its minute', () => {
    const policy = { ...DEFAULT_RETRY_POLICY, respectRetryAfter: false };
    expect(settleWith({ policy, outcome: asked(HOUR_MS) })).toMatchObject({ nextAttemptAt: now + MINUTE_MS, webhookRestsUntil: null });
  });
});

describe('a throttling receiver', () => {
  it('is left alone for at least a minute', () => {
    expect(settleWith({ outcome: failed({ isThrottle: true, statusCode: 503 }) })).toMatchObject({ nextAttemptAt: now + MINUTE_MS, webhookRestsUntil: null });
    expect(settleWith({ policyStep: 1, outcome: failed({ isThrottle: true }) })).toMatchObject({ nextAttemptAt: now + 5 * MINUTE_MS });
  });
});

describe('a test', () => {
  it.each([failed(), gone, unknown])('is never retried', (outcome) => {
    expect(settleWith({ trigger: 'TEST', outcome })).toMatchObject({ status: 'FAILED', nextAttemptAt: null, completedAt: now });
  });
});

describe('a manual attempt', () => {
  it.each([
    ['RETRYING', 77, null],
    ['FAILED', null, 66],
    ['SUCCEEDED', null, 66],
    ['CANCELLED', null, 66],
  ] as const)('that fails leaves %s as it was', (status, nextAttemptAt, completedAt) => {
    for (const outcome of [failed(), unknown, failed({ isThrottle: true, retryAfterMs: HOUR_MS })]) {
      expect(settleWith({ kind: 'MANUAL', status, policyStep: 4, nextAttemptAt, completedAt, outcome })).toMatchObject({ status, policyStep: 4, nextAttemptAt, completedAt });
    }
  });

  it.each(['RETRYING', 'FAILED', 'CANCELLED', 'SKIPPED', 'PENDING'] as const)('that succeeds makes %s succeeded and uses no planned attempt', (status) => {
    expect(settleWith({ kind: 'MANUAL', status, policyStep: 4, nextAttemptAt: 77, outcome: success })).toMatchObject({
      status: 'SUCCEEDED', policyStep: 4, nextAttemptAt: null, completedAt: now,
    });
  });

  it('that succeeds again does not change when the delivery was completed', () => {
    expect(settleWith({ kind: 'MANUAL', status: 'SUCCEEDED', completedAt: 66, outcome: success })).toMatchObject({ completedAt: 66 });
  });

  it('that meets 410 switches the webhook off', () => {
    expect(settleWith({ kind: 'MANUAL', status: 'FAILED', completedAt: 66, outcome: gone })).toMatchObject({ status: 'FAILED', switchOffWebhook: true });
  });
});

describe('an attempt of unknown outcome', () => {
  it('is repeated at once and uses no planned attempt', () => {
    expect(settleWith({ policyStep: 9, outcome: unknown })).toMatchObject({ status: 'RETRYING', policyStep: 9, nextAttemptAt: now, completedAt: null });
  });

  it('counts from the sixth on, so that a delivery that takes the process down each time comes to an end', () => {
    expect(settleWith({ number: 5, outcome: unknown })).toMatchObject({ status: 'RETRYING', policyStep: 0, nextAttemptAt: now });
    expect(settleWith({ number: 6, outcome: unknown })).toMatchObject({ status: 'RETRYING', policyStep: 1, nextAttemptAt: now + 5 * SECOND_MS });
    expect(settleWith({ number: 15, policyStep: 9, outcome: unknown })).toMatchObject({ status: 'FAILED', policyStep: 10, nextAttemptAt: null, completedAt: now });
  });
});
