import { describe, expect, it } from 'vitest';
import { exactRequest, exampleResourceId, requestPreview } from '../../../../client/pages/webhook-form/request-preview.ts';
import { newDraft } from '../../../../client/pages/webhook-form/webhook-draft.ts';

const type = {
  code: 'license.activated', name: 'License activated', description: '', isCustom: false, schemaVersion: '2026-01-01',
  examples: [{ key: 'default', title: 'Default', payload: { license: { id: 'lic_1' }, firstActivation: true } }],
};
const preview = (changes: Partial<ReturnType<typeof newDraft>> = {}) =>
  requestPreview({ draft: { ...newDraft('STAGING'), url: 'https://crm.example/hook?x=1', ...changes }, type, webhookId: null, now: 0, origin: 'https://keybell.example' });

describe('the preview of a request', () => {
  it('has the members of the documented envelope in their order', () => {
    const body = JSON.parse(preview().body) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['eventId', 'eventDate', 'eventCode', 'resourceId', 'environment', 'schemaVersion', 'payload']);
    expect(body).toMatchObject({ eventCode: 'license.activated', resourceId: 'lic_1', environment: 'staging' });
    expect(preview()).toMatchObject({ host: 'crm.example', path: '/hook?x=1' });
  });

  it('shows the headers of the chosen schemes, never a secret value', () => {
    const { headers } = preview({ signatureSchemes: ['RSA_ACCOUNT'], customHeaders: [{ name: 'X-Key', value: 'hidden', isSecret: true, storedName: null }] });
    const names = headers.map(({ name }) => name);
    expect(names).toContain('N-Signature');
    expect(names).not.toContain('webhook-signature');
    expect(JSON.stringify(headers)).not.toContain('hidden');
  });

  it('is one line for Slack and for Discord', () => {
    expect(JSON.parse(preview({ payloadFormat: 'SLACK' }).body)).toHaveProperty('text');
    expect(JSON.parse(preview({ payloadFormat: 'DISCORD' }).body)).toHaveProperty('content');
  });

  it('finds the resource of any example', () => {
    expect(exampleResourceId('telemetry.flagged', { other: 1 })).toBe('res_EXAMPLE');
    expect(exampleResourceId('contract.created', { actor: { id: 'x' }, contract: { id: 'ctr_1' } })).toBe('ctr_1');
  });

  it('shows what the server would send as it is, and hides only what is masked', () => {
    const headers = [{ name: 'webhook-signature', value: 'v1,abc', isMasked: false }, { name: 'Authorization', value: '', isMasked: true }];
    expect(exactRequest({ url: 'https://crm.example/hook?x=1', headers, body: '{"a":1}' })).toEqual({
      host: 'crm.example', path: '/hook?x=1', body: '{"a":1}',
      headers: [{ name: 'webhook-signature', value: 'v1,abc', isPlaceholder: false }, { name: 'Authorization', value: 'hidden', isPlaceholder: true }],
    });
  });
});
