import { describe, expect, it } from 'vitest';
import { conflictsOf, mergedDraft, proposedChoices } from '../../../../client/pages/webhook-form/conflict.ts';
import { newDraft, type WebhookDraft } from '../../../../client/pages/webhook-form/webhook-draft.ts';

const base: WebhookDraft = { ...newDraft('STAGING'), name: 'CRM', url: 'https://crm.example/hooks', events: ['license.created'] };

describe('two people changing one webhook', () => {
  it('meet in the fields that differ now', () => {
    const yours = { ...base, name: 'CRM sync', url: 'https://crm.example/new' };
    const theirs = { ...base, name: 'CRM (old)', description: 'Ask Ana first' };
    expect(conflictsOf(base, yours, theirs)).toEqual([
      { field: 'name', changedBy: 'both' }, { field: 'url', changedBy: 'yours' }, { field: 'description', changedBy: 'theirs' },
    ]);
  });

  it('do not meet where both want the same', () => {
    expect(conflictsOf(base, { ...base, name: 'CRM sync' }, { ...base, name: 'CRM sync' })).toEqual([]);
  });

  it('keep what only one of them changed', () => {
    const yours = { ...base, timeoutSeconds: 5, name: 'CRM sync' };
    const theirs = { ...base, name: 'CRM (old)', events: ['license.*'] };
    const merged = mergedDraft(yours, theirs, proposedChoices(conflictsOf(base, yours, theirs)));
    expect(merged).toMatchObject({ name: 'CRM sync', timeoutSeconds: 5, events: ['license.*'] });
  });

  it('may settle for theirs', () => {
    const yours = { ...base, retry: { ...base.retry, isOwn: true } };
    const theirs = { ...base, name: 'CRM (old)' };
    expect(mergedDraft(yours, theirs, { retryPolicy: 'theirs', name: 'theirs' })).toEqual(theirs);
  });
});
