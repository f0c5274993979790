import { describe, expect, it } from 'vitest';
import { confirmPhrase, countText, expectedMs, narrowedScope, warningText } from '../../../../client/pages/operations/bulk-words.ts';

const webhook = (isProtected: boolean) => ({ id: 'wh_1', name: 'CRM', environment: { key: isProtected ? 'PRODUCTION' as const : 'STAGING' as const, isProtected } });
const exactly = (value: number) => ({ value, isExact: true });

describe('the scope of a replay of the unsuccessful', () => {
  it('is narrowed to what gave up or was skipped, so that the estimate counts nothing else', () => {
    expect(narrowedScope({ filter: { webhookIds: ['wh_1'] } }, true)).toEqual({ filter: { webhookIds: ['wh_1'], statuses: ['FAILED', 'SKIPPED'] } });
    expect(narrowedScope({ filter: { statuses: ['RETRYING', 'FAILED'] } }, true)).toEqual({ filter: { statuses: ['FAILED'] } });
  });

  it('is nothing when the filter shows only what succeeded', () => {
    expect(narrowedScope({ filter: { statuses: ['SUCCEEDED'] } }, true)).toBeNull();
  });

  it('stays as it is for named deliveries, and when all are replayed', () => {
    expect(narrowedScope({ ids: ['dlv_1'] }, true)).toEqual({ ids: ['dlv_1'] });
    expect(narrowedScope({ filter: {} }, false)).toEqual({ filter: {} });
  });
});

describe('the words of an estimate', () => {
  it('say when counting stopped', () => {
    expect(countText(exactly(1_284))).toBe('1,284');
    expect(countText({ value: 10_000, isExact: false })).toBe('10,000+');
  });

  it('take the slower of the two rates', () => {
    const estimate = { deliveries: exactly(600), estimatedDuration: 'PT10S' };
    expect(expectedMs(estimate, null)).toBe(10_000);
    expect(expectedMs(estimate, 2)).toBe(300_000);
    expect(expectedMs(estimate, 1_000)).toBe(10_000);
  });

  it('tell what becomes of those that a checkbox of the dialog is about', () => {
    const succeeded = '3 succeeded already. They are left out unless onlyUnsuccessful is false.';
    expect(warningText(succeeded, true)).toBe('3 succeeded already. They are left out.');
    expect(warningText(succeeded, false)).toBe('3 succeeded already. They are sent again.');
    expect(warningText('2 still wait or run. They are left out unless onlyUnsuccessful is false; their receivers may then get them twice.', false))
      .toBe('2 still wait or run. They are sent again; their receivers may then get them twice.');
    expect(warningText('1 cannot be replayed: their event is past retention.', true)).toBe('1 cannot be replayed: their event is past retention.');
  });
});

describe('typed confirmation', () => {
  it('is asked in production, and for many deliveries anywhere', () => {
    expect(confirmPhrase({ deliveries: exactly(3), webhooks: [webhook(false), webhook(true)] })).toBe('3');
    expect(confirmPhrase({ deliveries: exactly(1_000), webhooks: [webhook(false)] })).toBe('1,000');
    expect(confirmPhrase({ deliveries: exactly(999), webhooks: [webhook(false)] })).toBeNull();
  });
});
