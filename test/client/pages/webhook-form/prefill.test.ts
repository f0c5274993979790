import { describe, expect, it } from 'vitest';
import { chatMessage } from '../../../../client/pages/webhook-form/chat-message.ts';
import { fieldText } from '../../../../client/pages/webhook-form/field-text.ts';
import { duplicatedDraft, prefilledDraft } from '../../../../client/pages/webhook-form/prefill.ts';
import { newDraft } from '../../../../client/pages/webhook-form/webhook-draft.ts';

describe('a new webhook that an address describes', () => {
  it('takes name, URL, environment, events and format', () => {
    const query = { recipe: 'slack', name: 'Team channel', url: 'https://hooks.slack.example/x', environment: 'production', events: 'activation.*, license.expired', format: 'slack' };
    expect(prefilledDraft(query, 'STAGING')).toMatchObject({
      name: 'Team channel', url: 'https://hooks.slack.example/x', environment: 'PRODUCTION', events: ['activation.*', 'license.expired'], payloadFormat: 'SLACK',
    });
  });

  it('takes one event of the catalogue', () => {
    expect(prefilledDraft({ event: 'license.created' }, null).events).toEqual(['license.created']);
  });

  it('is blank, in the chosen environment, when the address says nothing', () => {
    expect(prefilledDraft({}, 'STAGING')).toEqual(newDraft('STAGING'));
  });

  it('ignores what it does not know', () => {
    expect(prefilledDraft({ environment: 'moon', format: 'fax', name: ['a', 'b'] }, null)).toEqual(newDraft(null));
  });
});

describe('a copy of a webhook', () => {
  const header = { name: 'X-Api-Key', value: '', isSecret: true, storedName: 'X-Api-Key' };

  it('asks anew for secret header values, which nobody can read', () => {
    expect(duplicatedDraft({ ...newDraft('STAGING'), customHeaders: [header] }, 'Copy').customHeaders).toEqual([{ ...header, storedName: null }]);
  });
});

describe('a field in words', () => {
  const draft = { ...newDraft('STAGING'), events: ['license.revoked', 'license.created'], customHeaders: [{ name: 'X-Key', value: 'hidden', isSecret: true, storedName: 'X-Key' }] };

  it('lists events in order', () => {
    expect(fieldText('events', draft)).toBe('license.created\nlicense.revoked');
  });

  it('never shows the value of a secret header', () => {
    expect(fieldText('customHeaders', draft)).not.toContain('hidden');
  });

  it('says that the account decides', () => {
    expect(fieldText('retryPolicy', draft)).toBe(fieldText('timeout', draft));
  });
});

describe('a message as a chat shows it', () => {
  it('has the words of a Slack link', () => {
    expect(chatMessage('{"text":"Paid. <https://keybell.example/x|Open the event>"}')).toEqual([{ text: 'Paid. ', isLink: false }, { text: 'Open the event', isLink: true }]);
  });

  it('has the address of a Discord link', () => {
    expect(chatMessage('{"content":"Paid. <https://keybell.example/x>"}').at(-1)).toEqual({ text: 'https://keybell.example/x', isLink: true });
  });

  it('is nothing for another kind of body', () => {
    expect(chatMessage('not json')).toEqual([]);
  });
});
