import { describe, expect, it } from 'vitest';
import { errorsByField } from '../../../../client/lib/user-errors.ts';
import { changedFields, createInput, draftProblems, FIELD_NAMES, newDraft, type WebhookDraft } from '../../../../client/pages/webhook-form/webhook-draft.ts';

const valid = (changes: Partial<WebhookDraft> = {}): WebhookDraft => ({ ...newDraft('PRODUCTION'), name: 'CRM', url: 'https://crm.example/hook', events: ['license.*'], ...changes });

describe('the draft of a webhook', () => {
  it('is refused with every problem at its field', () => {
    expect(Object.keys(draftProblems(newDraft(null)))).toEqual(['name', 'url', 'environment', 'events']);
    expect(Object.keys(draftProblems(valid({ timeoutSeconds: 31, maxConcurrency: 0, signatureSchemes: [] })))).toEqual(['signatureSchemes', 'timeout', 'maxConcurrency']);
    expect(draftProblems(valid())).toEqual({});
  });

  it('needs an own secret of the right form', () => {
    expect(draftProblems(valid({ isOwnSecret: true, signingSecret: 'whsec_short' }))).toHaveProperty('signingSecret');
    expect(draftProblems(valid({ isOwnSecret: true, signingSecret: `whsec_${'A'.repeat(43)}=` }))).toEqual({});
  });

  it('needs a value for every header, except a stored secret that keeps its name', () => {
    const stored = { name: 'X-Key', value: '', isSecret: true, storedName: 'X-Key' };
    expect(draftProblems(valid({ customHeaders: [stored] }))).toEqual({});
    expect(draftProblems(valid({ customHeaders: [{ ...stored, name: 'X-Other' }] })).customHeaders).toContain('X-Other');
    expect(draftProblems(valid({ customHeaders: [{ ...stored, isSecret: false }] }))).toHaveProperty('customHeaders');
    expect(createInput(valid({ customHeaders: [stored] })).customHeaders).toEqual([{ name: 'X-Key', value: null, isSecret: true }]);
  });

  it('takes the timeout of the account where it has none, and comes as fast as it can', () => {
    expect(createInput(valid())).toMatchObject({ timeout: null, ordering: 'PARALLEL' });
    expect(createInput(valid({ timeoutSeconds: 20, ordering: 'FIFO' }))).toMatchObject({ timeout: 'PT20S', ordering: 'FIFO' });
  });

  it('is unlimited and unfiltered where the fields are empty', () => {
    expect(createInput(valid({ maxRequestsPerSecond: '', contentFilter: '  ' }))).toMatchObject({ maxRequestsPerSecond: null, contentFilter: null });
    expect(createInput(valid({ maxRequestsPerSecond: 5, contentFilter: ' payload.a == 1 ' }))).toMatchObject({ maxRequestsPerSecond: 5, contentFilter: 'payload.a == 1' });
    expect(draftProblems(valid({ maxRequestsPerSecond: 0 }))).toHaveProperty('maxRequestsPerSecond');
    expect(draftProblems(valid({ maxRequestsPerSecond: 1_001 }))).toHaveProperty('maxRequestsPerSecond');
  });

  it('sends only the fields that changed', () => {
    const saved = valid({ events: ['license.*', 'contract.created'] });
    expect(changedFields(saved, { ...saved, events: ['contract.created', 'license.*'] })).toEqual({});
    expect(changedFields(saved, { ...saved, name: 'ERP', description: ' ' })).toEqual({ name: 'ERP' });
    expect(changedFields(saved, { ...saved, retry: { ...saved.retry, isOwn: true, kind: 'FIXED', attempts: 2 } })).toHaveProperty('retryPolicy.backoff.fixed.maxAttempts', 2);
  });
});

describe('errors of the server', () => {
  it('stand at the field of the form that they are about', () => {
    const errors = errorsByField([
      { message: 'Blocked.', path: ['input', 'url'] },
      { message: 'Unknown code.', path: ['input', 'events', '2'] },
      { message: 'Not allowed.', path: ['input', 'customHeaders', '0', 'name'] },
      { message: 'Too long.', path: ['input', 'retryPolicy', 'backoff', 'custom', 'delays', '1'] },
      { message: 'Someone else changed it.', path: null },
    ], FIELD_NAMES);
    expect(errors).toEqual({ url: 'Blocked.', events: 'Unknown code.', customHeaders: 'Not allowed.', retryPolicy: 'Too long.', '': 'Someone else changed it.' });
  });
});
