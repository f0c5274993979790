import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, INDEX_HTML, startTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
beforeAll(async () => { app = await startTestApp(); });
afterAll(() => app.stop());

const get = (path: string, init: RequestInit = {}) => fetch(app.baseUrl + path, { redirect: 'manual', ...init });
const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) => get('/graphql', { method: 'POST', headers, body });

describe('GraphQL over HTTP', () => {
  it('answers malformed JSON with 400 and a sentence', async () => {
    const response = await post('{"query":');
    expect([response.status, (await response.json()).errors[0].message]).toEqual([400, expect.stringContaining('not valid JSON')]);
  });

  it('answers another content type with 415, which also keeps forms of other sites out', async () => {
    expect((await post('query={viewer{role}}', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('refuses a query by GET that any page could cause', async () => {
    const response = await get('/graphql?query=%7Bservice%7Bversion%7D%7D');
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('Cross-Site Request Forgery')]);
  });

  it('answers too large a body with 413, sooner for nobody in particular', async () => {
    const body = JSON.stringify({ query: '{ service { version } }', padding: 'x'.repeat(100_000) });
    expect((await post(body)).status).toBe(413);
    expect((await post(body, { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` })).status).toBe(200);
  });

  it('takes 1 MiB from who is signed in, and says what to do about more', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` };
    const sized = (bytes: number, query = '{ service { version } }') => {
      const empty = JSON.stringify({ query, padding: '' });
      return JSON.stringify({ query, padding: 'x'.repeat(bytes - empty.length) });
    };
    expect((await post(sized(1_048_576), headers)).status).toBe(200);
    const refused = await post(sized(1_048_577), headers);
    expect([refused.status, (await refused.json()).errors[0].message]).toEqual([413, expect.stringMatching(/larger than 1,048,576 bytes.*Send it in parts; a payload that is too large by itself, as of a sample, has to become smaller\.$/)]);
  });

  it('takes 8 MiB of documents that only publish, and of no others', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` };
    const status = async (query: string, bytes: number) => {
      const empty = JSON.stringify({ query, padding: '' });
      return (await post(JSON.stringify({ query, padding: 'x'.repeat(bytes - empty.length) }), headers)).status;
    };
    const publish = 'mutation { eventsPublish(input: { events: [] }) { userErrors { message } } }';
    expect(await status(publish, 8 * 1_048_576)).toBe(200);
    expect(await status(publish, 8 * 1_048_576 + 1)).toBe(413);
    expect(await status(`${publish} query Other { service { version } }`, 2_000_000)).toBe(413);
    expect(await status('mutation { eventsPublish(input: { events: [] }) { userErrors { message } } signOut { userErrors { message } } }', 2_000_000)).toBe(413);
  });

  it('refuses batches', async () => {
    expect((await post('[{"query":"{ service { version } }"}]')).status).toBe(400);
  });

  it('refuses an unknown API key with 401', async () => {
    const response = await post('{"query":"{ viewer { role } }"}', { 'content-type': 'application/json', authorization: 'Bearer nothing' });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('refuses operations nested too deep, also through fragments', async () => {
    const deep = 'fragment F on __Type { ofType { ofType { ofType { ofType { ofType { name } } } } } }';
    const query = `{ __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { ofType { ...F } } } } } } } } } } } ${deep}`;
    expect((await app.anonymous.request(query)).errors?.[0]?.message).toMatch(/levels deep/);
  });

  it('refuses operations that cost too much with 400 and BAD_USER_INPUT', async () => {
    const circle = `{ eventTypeGroups { ${'eventTypes { group { '.repeat(6)}key${' } }'.repeat(6)} } }`;
    const response = await post(JSON.stringify({ query: circle }), { 'content-type': 'application/json', accept: 'application/graphql-response+json' });
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ message: expect.stringMatching(/costs about/), extensions: { code: 'BAD_USER_INPUT' } }] }]);
  });

  it('answers introspection to those who are signed in, and tells others where to read the schema', async () => {
    const query = '{ ...S } fragment S on Query { x: __schema { queryType { name } } }';
    expect(await app.anonymous.request(query)).toMatchObject({ status: 401, errors: [{ message: expect.stringContaining('/schema.graphql'), extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await app.api.graphql(getIntrospectionQuery())).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
    expect(await app.anonymous.graphql('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  it('refuses bodies nested deeper than any input, and does not take brackets in texts for nesting', async () => {
    const body = (levels: number) => `{"query":"{ __typename } # ${'[{'.repeat(300)} \\" [","variables":{"x":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    const refused = await post(body(199));
    expect([refused.status, (await refused.json()).errors[0].message]).toEqual([400, 'The body is nested deeper than 200 levels.']);
    expect((await post(body(198))).status).toBe(200);
  });
});

describe('the one port', () => {
  it('gives each response an id and tells browsers not to guess types', async () => {
    const { headers } = await get('/healthz');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is healthy and ready, and counts', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    expect(await (await get('/metrics')).text()).toContain('keybell_http_requests_total');
  });

  it('publishes the account key as a JWK set', async () => {
    expect(await (await get('/.well-known/jwks.json')).json()).toMatchObject({ keys: [{ kid: expect.stringMatching(/^sk_/), kty: 'RSA', alg: 'RS256' }] });
  });

  it('knows no other paths and methods', async () => {
    expect((await get('/nothing')).status).toBe(404);
    const refused = await get('/healthz', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a server started twice', () => {
  it('ends because of the port, before anything of it runs', async () => {
    const attempt = startTestApp({ settings: { PORT: String(app.app.server.port), DISPATCHER_CONCURRENCY: '1' } });
    await expect(attempt).rejects.toThrow('EADDRINUSE');
  });
});

describe('the console', () => {
  it('is where the root leads', async () => {
    expect((await get('/')).headers.get('location')).toBe('/admin/overview');
  });

  it('answers every path of its router with its page, under a strict policy', async () => {
    const response = await get('/admin/webhooks/wh_1/edit');
    expect([response.status, await response.text()]).toEqual([200, INDEX_HTML]);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets browsers keep hashed files for ever, and has no page in place of a missing one', async () => {
    expect((await get('/admin/assets/main-abc123.js')).headers.get('cache-control')).toMatch(/immutable/);
    expect((await get('/admin/assets/missing.js')).status).toBe(404);
  });

  it('has pages named after event types, whose dot makes them no files', async () => {
    const response = await get('/admin/webhook-catalogue/license.created?env=all');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
    expect((await get('/admin/missing.svg')).status).toBe(404);
  });

  it('serves nothing outside its folder', async () => {
    expect(await (await get('/admin/..%2fkeybell.keys')).text()).not.toContain('k1:');
  });
});
