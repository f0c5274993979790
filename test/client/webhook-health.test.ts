import { describe, expect, it } from 'vitest';
import { circuitWords, forecastWords, secondLine, shownHealth } from '../../client/pages/webhooks/webhook-health.ts';
import type { ListedWebhook } from '../../client/pages/webhooks/webhooks.queries.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

const health = (changes: Partial<ListedWebhook['health']>) => ({
  state: 'HEALTHY' as const, summary: '', circuit: 'CLOSED' as const, circuitRetryAt: null, autoDisableAt: null, ...changes,
});

function webhook(changes: Partial<ListedWebhook> = {}) {
  return {
    status: 'ACTIVE' as const,
    statusReason: 'MANUAL' as const,
    statusChangedAt: '2026-11-18T12:00:00Z',
    description: 'Licence state into the CRM',
    health: health({ state: 'HEALTHY', summary: 'All attempts succeeded.' }),
    ...changes,
  };
}

describe('the line under the name of a webhook', () => {
  it('says what it is for while it is healthy', () => {
    expect(secondLine(webhook(), NOW)).toEqual({ text: 'Licence state into the CRM', isCause: false });
  });

  it('says the cause while it fails', () => {
    const failing = webhook({ health: health({ state: 'FAILING', summary: '503 since 13:54.' }) });
    expect(secondLine(failing, NOW)).toEqual({ text: '503 since 13:54.', isCause: true });
  });

  it('says why and since when it is off', () => {
    const off = webhook({ status: 'INACTIVE', statusReason: 'RECEIVER_REQUEST' });
    expect(secondLine(off, NOW).text).toBe('410 Gone: switched off 2 days ago');
  });

  it('says the health when there is no description', () => {
    expect(secondLine(webhook({ description: null }), NOW).text).toBe('All attempts succeeded.');
  });
});

describe('a webhook that rests', () => {
  it('says when its probe goes out, before the cause', () => {
    const resting = webhook({ health: health({ state: 'FAILING', summary: '503 since 13:54.', circuit: 'OPEN', circuitRetryAt: '2026-11-20T12:00:42Z' }) });
    expect(secondLine(resting, NOW).text).toBe('Circuit open, probe in 42 s. 503 since 13:54.');
  });

  it('says that a probe is out or due', () => {
    expect(circuitWords(health({ circuit: 'HALF_OPEN' }), NOW)).toContain('one probe decides');
    expect(circuitWords(health({ circuit: 'OPEN', circuitRetryAt: '2026-11-20T11:59:00Z' }), NOW)).toBe('Circuit open, probe is due');
    expect(circuitWords(health({}), NOW)).toBeNull();
  });

  it('says when it will be switched off', () => {
    expect(forecastWords(health({ autoDisableAt: '2026-11-22T13:00:00Z' }), NOW)).toBe('Switched off in 2 d 1 h unless an attempt succeeds');
    expect(forecastWords(health({ autoDisableAt: '2026-11-20T11:00:00Z' }), NOW)).toBe('Switched off at the next failure');
    expect(forecastWords(health({}), NOW)).toBeNull();
  });
});

describe('shownHealth', () => {
  it('is off for an inactive webhook, however its attempts went', () => {
    expect(shownHealth(webhook({ status: 'INACTIVE', health: health({ state: 'FAILING' }) }))).toBe('OFF');
  });
});
