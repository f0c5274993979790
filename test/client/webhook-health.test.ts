import { describe, expect, it } from 'vitest';
import { secondLine, shownHealth } from '../../client/pages/webhooks/webhook-health.ts';
import type { ListedWebhook } from '../../client/pages/webhooks/webhooks.queries.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

function webhook(changes: Partial<ListedWebhook> = {}) {
  return {
    status: 'ACTIVE' as const,
    statusReason: 'MANUAL' as const,
    statusChangedAt: '2026-11-18T12:00:00Z',
    description: 'Licence state into the CRM',
    health: { state: 'HEALTHY' as const, summary: 'All attempts succeeded.' },
    ...changes,
  };
}

describe('the line under the name of a webhook', () => {
  it('says what it is for while it is healthy', () => {
    expect(secondLine(webhook(), NOW)).toEqual({ text: 'Licence state into the CRM', isCause: false });
  });

  it('says the cause while it fails', () => {
    const failing = webhook({ health: { state: 'FAILING', summary: '503 since 13:54' } });
    expect(secondLine(failing, NOW)).toEqual({ text: '503 since 13:54', isCause: true });
  });

  it('says why and since when it is off', () => {
    const off = webhook({ status: 'INACTIVE', statusReason: 'RECEIVER_REQUEST' });
    expect(secondLine(off, NOW).text).toBe('410 Gone: switched off 2 days ago');
  });

  it('says the health when there is no description', () => {
    expect(secondLine(webhook({ description: null }), NOW).text).toBe('All attempts succeeded.');
  });
});

describe('shownHealth', () => {
  it('is off for an inactive webhook, however its attempts went', () => {
    expect(shownHealth(webhook({ status: 'INACTIVE', health: { state: 'FAILING', summary: '' } }))).toBe('OFF');
  });
});
