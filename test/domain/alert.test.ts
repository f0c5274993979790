import { describe, expect, it } from 'vitest';
import { highRateOf, nextTryAt, type AlertFacts, type RatedAttempt } from '../../server/domain/alert.ts';
import { alertMessage } from '../../server/domain/alert-message.ts';
import { HOUR_MS, MINUTE_MS } from '../../server/domain/time.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const times = (count: number, failureCode: RatedAttempt['failureCode'], statusCode: number | null = null): RatedAttempt[] =>
  Array.from({ length: count }, () => ({ failureCode, statusCode }));

describe('a failure rate', () => {
  it('is high from its threshold on, and names what fails most', () => {
    const attempts = [...times(6, null, 200), ...times(1, 'DNS_FAILURE'), ...times(3, 'HTTP_SERVER_ERROR', 503)];
    expect(highRateOf(attempts, 0.4)).toEqual({ rate: { attempts: 10, failures: 4, threshold: 0.4 }, failureCode: 'HTTP_SERVER_ERROR', statusCode: 503 });
    expect(highRateOf(attempts, 0.41)).toBeNull();
  });

  it('says nothing of fewer than ten attempts, or of successes alone', () => {
    expect(highRateOf(times(9, 'DNS_FAILURE'), 0.1)).toBeNull();
    expect(highRateOf(times(20, null, 200), 0)).toBeNull();
  });

  it('leaves out what was a fault of this server', () => {
    expect(highRateOf([...times(9, 'DNS_FAILURE'), ...times(30, 'OUTCOME_UNKNOWN'), ...times(30, 'INTERNAL')], 0.5)).toBeNull();
  });
});

it('is tried again later and later, and not any more after a day', () => {
  const after = (tries: number, now = NOON) => nextTryAt({ createdAt: NOON, tries }, now);
  expect([1, 2, 3].map((tries) => after(tries)! - NOON)).toEqual([MINUTE_MS / 2, MINUTE_MS, 2 * MINUTE_MS]);
  expect(after(30)! - NOON).toBe(HOUR_MS);
  expect(after(30, NOON + 23 * HOUR_MS)).toBe(NOON + 24 * HOUR_MS);
  expect(after(30, NOON + 23 * HOUR_MS + 1)).toBeNull();
});

describe('the message of an alert', () => {
  const facts: AlertFacts = {
    webhookName: 'Billing sync', host: 'hooks.example.com', environment: 'PRODUCTION', failureCode: 'HTTP_SERVER_ERROR', statusCode: 503,
    failingSince: NOON, disableAt: null, rate: null,
  };
  const LINK = 'https://keybell.example/admin/webhooks/wh_1';

  it('says what happened, why, what to do and where', () => {
    const { subject, text } = alertMessage('SWITCHED_OFF', facts, LINK);
    expect(subject).toBe('Webhook switched off: Billing sync (production)');
    expect(text).toContain('was switched off, because every attempt since 2026-11-20 12:00 UTC failed.');
    expect(text).toContain('Why: It answered 503. The receiver had a fault of its own.');
    expect(text).toContain('What to do: Look at the log of the receiver');
    expect(text).toContain(LINK);
  });

  it('forecasts when the webhook will be switched off, or says that it will not be', () => {
    expect(alertMessage('ONLY_FAILS', { ...facts, disableAt: NOON + 24 * HOUR_MS }, LINK).text).toContain('by its first failure from 2026-11-21 12:00 UTC on');
    expect(alertMessage('ONLY_FAILS', facts, LINK).text).toContain('stays switched on');
  });

  it('tells a rate by its numbers', () => {
    const { text } = alertMessage('FAILURE_RATE', { ...facts, rate: { attempts: 30, failures: 10, threshold: 0.25 } }, LINK);
    expect(text).toContain('10 of 30 attempts of a webhook failed in the last 15 minutes: 33.3%, and you are told from 25% on.');
  });

  it('keeps its subject in one line whatever a name holds', () => {
    expect(alertMessage('RECEIVER_GONE', { ...facts, webhookName: 'a\r\nBcc: x@example.com\u2028b' }, LINK).subject)
      .toBe('Webhook switched off by its receiver: a Bcc: x@example.com b (production)');
  });
});
