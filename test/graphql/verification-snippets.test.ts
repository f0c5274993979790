import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestApp, type TestApp } from '../http/test-app.ts';

interface Snippet { language: string; scheme: string; code: string }

const SNIPPETS = 'verificationSnippets { language title scheme code }';
const CREATE = `mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { signingSecret webhook { id ${SNIPPETS} } userErrors { message } } }`;

describe('verification snippets in the API', () => {
  let app: TestApp;
  beforeAll(async () => { app = await startTestApp(); });
  afterAll(() => app.stop());

  it("are filled in for a webhook: the account's key, a variable named after it, and never the secret", async () => {
    const input = { name: 'CRM sync', url: 'https://crm.example.com/hooks', environment: 'STAGING', events: ['license.*'] };
    const { webhookCreate } = await app.api.graphql<{ webhookCreate: { signingSecret: string; webhook: { verificationSnippets: Snippet[] } } }>(CREATE, { input });
    const snippets = webhookCreate.webhook.verificationSnippets;
    expect(snippets).toHaveLength(30);
    const { keys: [key] } = await (await fetch(`${app.baseUrl}/.well-known/jwks.json`)).json() as { keys: { kid: string; n: string }[] };
    const go = snippets.find(({ language, scheme }) => language === 'go' && scheme === 'RSA_ACCOUNT')?.code ?? '';
    expect([go.includes(key!.n), go.includes(key!.kid)]).toEqual([true, true]);
    expect(snippets.filter(({ scheme }) => scheme !== 'RSA_ACCOUNT').every(({ code }) => code.includes('WEBHOOK_SECRET_CRM_SYNC'))).toBe(true);
    expect(snippets.some(({ code }) => code.includes(webhookCreate.signingSecret) || code.includes(API_KEY))).toBe(false);
  });

  it('leave out a scheme that the webhook does not send', async () => {
    const input = { name: 'Chat', url: 'https://chat.example.com/hooks', environment: 'STAGING', events: ['*'], signatureSchemes: ['STANDARD_WEBHOOKS'] };
    const { webhookCreate } = await app.api.graphql<{ webhookCreate: { webhook: { verificationSnippets: Snippet[] } } }>(CREATE, { input });
    expect(new Set(webhookCreate.webhook.verificationSnippets.map(({ scheme }) => scheme))).toEqual(new Set(['STANDARD_WEBHOOKS']));
  });

  it('of the service are open to everybody, as the key set is', async () => {
    const { service } = await app.anonymous.graphql<{ service: { verificationSnippets: Snippet[]; jwksUrl: string } }>(`{ service { jwksUrl ${SNIPPETS} } }`);
    expect(service.verificationSnippets).toHaveLength(30);
    expect(service.verificationSnippets.some(({ code }) => code.includes(service.jwksUrl))).toBe(true);
  });
});
