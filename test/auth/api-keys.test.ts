import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_SETTINGS, asAdmin, startTestApp, type TestApp } from '../http/test-app.ts';
import type { ApiClient } from '../support/api-client.ts';

let app: TestApp;
let admin: ApiClient;
beforeAll(async () => {
  app = await startTestApp({ settings: ADMIN_SETTINGS });
  admin = await asAdmin(app);
});
afterAll(() => app.stop());

const CREATE = 'mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret apiKey { id hint scopes createdBy { __typename } } userErrors { path } } }';
const REVOKE = 'mutation($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) { apiKey { revokedAt } userErrors { code } } }';
const input = { name: 'Publisher', scopes: ['EVENTS_PUBLISH'], environments: ['PRODUCTION'] };
interface Created { apiKeyCreate: { secret: string; apiKey: { id: string; hint: string; scopes: string[]; createdBy: object }; userErrors: { path: string[] }[] } }

const create = async (own: object = {}) => (await admin.graphql<Created>(CREATE, { input: { ...input, ...own } })).apiKeyCreate;

describe('an API key', () => {
  it('is shown once and opens the API with its scopes', async () => {
    const { secret, apiKey } = await create();
    expect(apiKey).toMatchObject({ hint: `kb_…${secret.slice(-4)}`, createdBy: { __typename: 'Member' } });
    expect(await app.anonymous.as({ apiKey: secret }).graphql('{ viewer { scopes } }')).toEqual({ viewer: { scopes: ['EVENTS_PUBLISH'] } });
  });

  it('is refused what its scopes do not hold, with the name of the scope', async () => {
    const { secret } = await create();
    const { errors } = await app.anonymous.as({ apiKey: secret }).request('{ webhooks(first: 1) { nodes { id } } }');
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('WEBHOOKS_READ'), extensions: { code: 'FORBIDDEN' } });
  });

  it('may never manage API keys', async () => {
    const { errors } = await app.api.request(CREATE, { input });
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('role ADMIN'), extensions: { code: 'FORBIDDEN' } });
  });

  it('stops working at once when it is revoked', async () => {
    const { secret, apiKey } = await create();
    const caller = app.anonymous.as({ apiKey: secret });
    await caller.graphql('{ viewer { role } }');
    await admin.graphql(REVOKE, { input: { id: apiKey.id } });
    expect((await caller.request('{ viewer { role } }')).status).toBe(401);
  });

  it('is not made without name, scopes, environments or a future', async () => {
    const { userErrors } = await create({ name: '', scopes: [], environments: [], expiresAt: '2020-01-01T00:00:00Z' });
    expect(userErrors.map(({ path }) => path[1])).toEqual(['name', 'scopes', 'environments', 'expiresAt']);
  });

  it('appears in no log', async () => {
    const { secret } = await create();
    await app.anonymous.as({ apiKey: secret }).graphql('{ viewer { role } }');
    expect(app.log.length).toBeGreaterThan(0);
    expect(app.log.join('')).not.toContain(secret);
  });
});
