import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fieldTime } from '../../../../client/lib/time-field.ts';
import { timeZone } from '../../../../client/lib/time-zone.ts';
import { recoverScope } from '../../../../client/pages/operations/recover-scope.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const choice = { kind: 'failedSince' as const, webhookId: 'wh_1', since: '1h' as const, ownTime: '', openedAt: NOW };

describe('what is made up for at a webhook', () => {
  beforeEach(() => { vi.stubEnv('TZ', 'Asia/Tokyo'); });
  afterEach(() => {
    vi.unstubAllEnvs();
    timeZone.value = 'local';
  });

  it('lies between a time and the moment when the dialog was opened', () => {
    expect(recoverScope(choice)).toEqual({ failedSince: { webhookId: 'wh_1', since: '2026-11-20T11:00:00.000Z', until: '2026-11-20T12:00:00.000Z' } });
    expect(recoverScope({ ...choice, kind: 'missedSince', since: '7d' })).toHaveProperty('missedSince.since', '2026-11-13T12:00:00.000Z');
  });

  it.each([['local', '2026-11-20T19:30'], ['utc', '2026-11-20T10:30']] as const)('can begin at a time of one\'s own, in the zone in which times are shown (%s)', (zone, ownTime) => {
    timeZone.value = zone;
    expect(fieldTime(NOW - 90 * 60_000)).toContain(ownTime);
    expect(recoverScope({ ...choice, since: 'own', ownTime })).toHaveProperty('failedSince.since', '2026-11-20T10:30:00.000Z');
  });

  it('is nothing while the time is missing or not in the past', () => {
    expect(recoverScope({ ...choice, since: 'own', ownTime: '' })).toBeNull();
    expect(recoverScope({ ...choice, since: 'own', ownTime: fieldTime(NOW + 3_600_000) })).toBeNull();
  });
});
