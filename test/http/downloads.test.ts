import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE_MS } from '../../server/domain/time.ts';
import type { ApiClient } from '../support/api-client.ts';
import { TestClock } from '../support/clock.ts';
import { ADMIN_SETTINGS, asAdmin, startTestApp, type TestApp } from './test-app.ts';

const EXPORT = `mutation ($input: DeliveryAttemptsExportInput!) { deliveryAttemptsExport(input: $input) { bulkOperation { id downloadUrl } userErrors { code message } } }`;
const FOLLOW = 'subscription ($id: ID!) { bulkOperation(id: $id) { status downloadUrl downloadExpiresAt } }';
const READ = 'query ($id: ID!) { node(id: $id) { ... on BulkOperation { downloadUrl } } }';
const CREATE_KEY = 'mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { apiKey { id } secret userErrors { message } } }';
const REVOKE = 'mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { userErrors { message } } }';

interface Progress { bulkOperation: { status: string; downloadUrl: string | null; downloadExpiresAt: string | null } }

let app: TestApp;
let admin: ApiClient;
const clock = new TestClock(Date.now());
beforeAll(async () => {
  app = await startTestApp({ settings: ADMIN_SETTINGS, clock });
  admin = await asAdmin(app);
}, 30_000);
afterAll(async () => {
  await Promise.all([admin.close(), app.api.close()]);
  await app.stop();
});

/** Begins an export and waits until it can be fetched. */
async function ready(client: ApiClient, input: object = { filter: {}, format: 'CSV' }): Promise<{ id: string; url: string; expiresAt: string }> {
  const { deliveryAttemptsExport: { bulkOperation } } = await client.graphql<{ deliveryAttemptsExport: { bulkOperation: { id: string; downloadUrl: string | null } } }>(EXPORT, { input });
  expect(bulkOperation.downloadUrl).toBeNull();
  const messages: Progress[] = [];
  for await (const message of client.subscribe<Progress>(FOLLOW, { id: bulkOperation.id })) messages.push(message);
  const { status, downloadUrl, downloadExpiresAt } = messages.at(-1)!.bulkOperation;
  expect(status).toBe('COMPLETED');
  return { id: bulkOperation.id, url: downloadUrl!, expiresAt: downloadExpiresAt! };
}

it('an export is fetched by its address alone, as a file that nothing keeps or shows', async () => {
  const { id, url, expiresAt } = await ready(app.api);
  expect(Date.parse(expiresAt)).toBe(clock.now() + 10 * MINUTE_MS);
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition'), response.headers.get('cache-control')])
    .toEqual([200, 'text/csv; charset=utf-8; header=present', `attachment; filename="keybell-attempts-${id}.csv"`, 'no-store']);
  expect(await response.text()).toMatch(/^id,deliveryId,.*\r\n$/);
});

it('the address opens nothing else, and neither do others', async () => {
  const [one, other] = [await ready(app.api), await ready(admin, { filter: {}, format: 'JSON_LINES' })];
  const token = new URL(one.url).search;
  const base = one.url.split(one.id)[0]!;
  const altered = `${token.slice(0, 60)}${token[60] === 'A' ? 'B' : 'A'}${token.slice(61)}`;
  const statuses = await Promise.all([`${base}${other.id}${token}`, `${base}${one.id}`, `${base}${one.id}?token=x`, `${base}${one.id}${altered}`, `${base}${token}`]
    .map(async (url) => (await fetch(url)).status));
  expect(statuses).toEqual([403, 403, 403, 403, 403]);
  expect((await fetch(one.url, { method: 'POST' })).status).toBe(405);
});

it('the address ends after some minutes, and there is always another', async () => {
  const { id, url } = await ready(admin);
  clock.advance(10 * MINUTE_MS);
  expect((await fetch(url)).status).toBe(403);
  const { node } = await admin.graphql<{ node: { downloadUrl: string } }>(READ, { id });
  expect((await fetch(node.downloadUrl)).status).toBe(200);
});

it('the address ends with the API key that asked for it', async () => {
  const { apiKeyCreate } = await admin.graphql<{ apiKeyCreate: { apiKey: { id: string }; secret: string } }>(
    CREATE_KEY, { input: { name: 'exports', scopes: ['DELIVERIES_WRITE'], environments: ['PRODUCTION'] } });
  const client = app.api.as({ apiKey: apiKeyCreate.secret });
  const { url } = await ready(client);
  expect((await fetch(url)).status).toBe(200);
  await admin.graphql(REVOKE, { id: apiKeyCreate.apiKey.id });
  expect((await fetch(url)).status).toBe(403);
  await client.close();
});

it('the address ends with the session that asked for it', async () => {
  const guest = await asAdmin(app);
  const { url } = await ready(guest);
  await guest.graphql('mutation { signOut { userErrors { message } } }');
  expect((await fetch(url)).status).toBe(403);
  await guest.close();
});

it('no token of an address is in the log', async () => {
  const { url } = await ready(app.api);
  await fetch(url);
  const token = new URL(url).searchParams.get('token')!;
  expect(app.log.some((line) => line.includes('/exports/'))).toBe(true);
  expect(app.log.filter((line) => line.includes(token) || line.includes(encodeURIComponent(token)))).toEqual([]);
});
