import { describe, expect, it } from 'vitest';
import { changedSettings, rebasedDraft, recipientsOf, settingsDraftOf, settingsInput, settingsProblems, type SettingsDraft } from '../../../../client/pages/settings/settings-draft.ts';
import type { WebhookSettings } from '../../../../client/pages/settings/settings.queries.ts';

const POLICY = { kind: 'CUSTOM', maxAttempts: 3, initialDelay: null, multiplier: null, maxDelay: null, delays: ['PT5S', 'PT5M'], jitter: 0.2, respectRetryAfter: true, nonRetryableStatusCodes: [410] } as const;
const SETTINGS: WebhookSettings = {
  defaultRetryPolicy: { ...POLICY, delays: [...POLICY.delays], nonRetryableStatusCodes: [...POLICY.nonRetryableStatusCodes] },
  retryPolicyPresets: [], defaultTimeout: 'PT15S', retention: 'P30D', bodyRetention: 'P7D', autoDisableAfter: 'P5D', secretOverlap: 'P1D',
  alerts: { failureRateThreshold: 0.07, onAutoDisable: true, recipients: ['ops@example.com'], isEmailAvailable: true },
  sourceAddresses: [], version: 4, updatedAt: '2026-11-21T12:00:00Z', updatedBy: null,
};
const saved = settingsDraftOf(SETTINGS);
const draft = (changes: Partial<SettingsDraft> = {}): SettingsDraft => ({ ...settingsDraftOf(SETTINGS), ...changes });

describe('the draft of the settings', () => {
  it('is what the server has, unchanged and without problems', () => {
    expect(changedSettings(saved, draft())).toEqual([]);
    expect(settingsProblems(saved)).toEqual({});
    expect(saved.alerts.failurePercent).toBe(7);
  });

  it('is the same however a time is written', () => {
    expect(changedSettings(saved, draft({ secretOverlap: '24 h' }))).toEqual([]);
  });

  it('sends only what was changed', () => {
    expect(settingsInput(saved, draft({ defaultTimeout: 10 }))).toEqual({ defaultTimeout: 'PT10S' });
  });

  it('sends null for never', () => {
    expect(settingsInput(saved, draft({ autoDisableAfter: { isOn: false, after: 'whenever' } }))).toEqual({ autoDisableAfter: null });
    expect(settingsInput(saved, draft({ alerts: { ...saved.alerts, failurePercent: '' } }))).toHaveProperty('alerts.failureRateThreshold', null);
  });

  it('takes no overlap at all', () => {
    expect(settingsProblems(draft({ secretOverlap: '0' }))).toEqual({});
    expect(settingsInput(saved, draft({ secretOverlap: '0' }))).toEqual({ secretOverlap: 'PT0S' });
  });

  it.each<[string, Partial<SettingsDraft>]>([
    ['defaultTimeout', { defaultTimeout: 31 }],
    ['autoDisableAfter', { autoDisableAfter: { isOn: true, after: '5 min' } }],
    ['secretOverlap', { secretOverlap: '8 d' }],
    ['retention', { retention: 365.5 }],
    ['bodyRetention', { bodyRetention: 31 }],
    ['alerts', { alerts: { ...saved.alerts, recipients: 'nobody' } }],
    ['alerts', { alerts: { ...saved.alerts, failurePercent: 101 } }],
    ['defaultRetryPolicy', { defaultRetryPolicy: { ...saved.defaultRetryPolicy, waits: 'soon' } }],
  ])('says what is wrong with %s', (name, changes) => {
    expect(Object.keys(settingsProblems(draft(changes)))).toEqual([name]);
  });

  it('reads recipients with commas, spaces and lines between them', () => {
    expect(recipientsOf(' a@x.example, b@x.example\n\nc@x.example;')).toEqual(['a@x.example', 'b@x.example', 'c@x.example']);
  });

  it('keeps what was typed on top of what somebody else saved', () => {
    const fresh = draft({ defaultTimeout: 20, retention: 60 });
    expect(rebasedDraft({ saved, draft: draft({ defaultTimeout: 10 }), fresh })).toEqual({ ...fresh, defaultTimeout: 10 });
  });
});
