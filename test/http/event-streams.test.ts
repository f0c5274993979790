import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_SETTINGS, API_KEY, asAdmin, startTestApp, type TestApp } from './test-app.ts';

const CHANGES = 'subscription($after: Cursor) { webhookChanges(after: $after) { changes { kind webhook { name } } } }';
const CREATE = `mutation($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } userErrors { message } } }`;

interface Event { event: string; id: string | null; data: { data?: { webhookChanges: { changes: { kind: string; webhook: { name: string } | null }[] } }; errors?: { message: string }[] } | null }

let app: TestApp;
beforeAll(async () => { app = await startTestApp(); });
afterAll(() => app.stop());

interface Asking { query?: string; variables?: object; headers?: Record<string, string>; server?: TestApp; signal?: AbortSignal }

function ask({ query = CHANGES, variables = {}, headers = {}, server = app, signal }: Asking = {}): Promise<Response> {
  return fetch(`${server.baseUrl}/graphql/stream`, {
    method: 'POST', signal, headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${API_KEY}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

/** The events of a stream as they come; comments and `retry` are left out. */
async function* eventsOf(response: Response): AsyncGenerator<Event, void> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      const [event, data] = [fields.get('event'), fields.get('data')];
      if (event) yield { event, id: fields.get('id') ?? null, data: data ? JSON.parse(data) as Event['data'] : null };
    }
  }
}

async function createWebhook(name: string, server = app): Promise<void> {
  await server.api.graphql(CREATE, { input: { name, url: 'https://hooks.example.com/x', environment: 'PRODUCTION', events: ['license.*'] } });
}

async function eventWith(events: AsyncGenerator<Event, void>, name: string): Promise<Event> {
  for (;;) {
    const { value } = await events.next();
    if (!value) throw new Error('The stream ended.');
    if (value.data?.data?.webhookChanges.changes.some(({ webhook }) => webhook?.name === name)) return value;
  }
}

describe('subscriptions over Server-Sent Events', () => {
  it('bear the cursor of each message as the id of its event, which resumes without a gap', async () => {
    const leaving = new AbortController();
    const events = eventsOf(await ask({ signal: leaving.signal }));
    const { value: opening } = await events.next();
    expect(opening).toMatchObject({ event: 'next', id: expect.stringMatching(/.+/), data: { data: { webhookChanges: { changes: [] } } } });
    await createWebhook('First');
    const { id } = await eventWith(events, 'First');
    leaving.abort();
    await createWebhook('Meanwhile');
    const again = eventsOf(await ask({ headers: { 'last-event-id': id! } }));
    const { data } = await eventWith(again, 'Meanwhile');
    expect(data?.data?.webhookChanges.changes).toEqual([{ kind: 'CREATED', webhook: { name: 'Meanwhile' } }]);
    await again.return();
  });

  it('are asked for by GET as well, as a browser does', async () => {
    const response = await fetch(`${app.baseUrl}/graphql/stream?query=${encodeURIComponent('subscription { webhookChanges { cursor } }')}`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${API_KEY}` },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(response);
    expect((await events.next()).value).toMatchObject({ event: 'next' });
    await events.return();
  });

  it('speak the protocol of graphql-sse', async () => {
    const client = createClient({ url: `${app.baseUrl}/graphql/stream`, headers: { authorization: `Bearer ${API_KEY}` }, retryAttempts: 0 });
    const results = client.iterate<{ deliveryLiveStats: { samples: { inFlight: number }[] } }>({ query: 'subscription { deliveryLiveStats { samples { inFlight } } }' });
    expect((await results.next()).value?.data?.deliveryLiveStats.samples).toEqual([{ inFlight: 0 }]);
    await results.return!();
    const over = client.iterate({ query: 'subscription { delivery(id: "dlv_00000000000000000000000000") { isFinal } }' });
    expect(await over.next()).toMatchObject({ done: true });
    client.dispose();
  });

  it('are not for nobody, unknown keys, pages of other sites, other operations and operations beyond the limits', async () => {
    const deep = `subscription { webhookChanges { changes { webhook { ${'deliveries(first: 1) { nodes { webhook { '.repeat(6)} id ${'} } }'.repeat(6)} } } } }`;
    const refused = await Promise.all([
      ask({ headers: { authorization: '' } }), ask({ headers: { authorization: 'Bearer nothing' } }), ask({ headers: { origin: 'https://evil.example' } }),
      ask({ query: '{ service { version } }' }), ask({ query: 'subscription { nothing }' }), ask({ query: deep }), ask({ headers: { 'last-event-id': 'nonsense' } }),
      ask({ headers: { accept: 'application/json' } }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 403, 400, 400, 400, 400, 406]);
    for (const response of refused) expect(await response.json()).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]) });
  });

  it('end when the server stops, without being completed, so that clients come back', async () => {
    const other = await startTestApp();
    const events = eventsOf(await ask({ server: other }));
    await events.next();
    const rest = (async () => {
      const kinds: string[] = [];
      for await (const { event } of events) kinds.push(event);
      return kinds;
    })();
    await other.stop();
    expect(await rest).toEqual([]);
  });

  it('end when the key that opened them is revoked', async () => {
    const other = await startTestApp({ settings: ADMIN_SETTINGS });
    const admin = await asAdmin(other);
    const { apiKeyCreate } = await admin.graphql<{ apiKeyCreate: { secret: string; apiKey: { id: string } } }>(
      'mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret apiKey { id } } }',
      { input: { name: 'Wall', scopes: ['WEBHOOKS_READ'], environments: ['PRODUCTION'] } },
    );
    const events = eventsOf(await ask({ server: other, headers: { authorization: `Bearer ${apiKeyCreate.secret}` } }));
    await events.next();
    await admin.graphql('mutation($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) { userErrors { message } } }', { input: { id: apiKeyCreate.apiKey.id } });
    expect(await events.next()).toMatchObject({ done: true });
    expect((await ask({ server: other, headers: { authorization: `Bearer ${apiKeyCreate.secret}` } })).status).toBe(401);
    await other.stop();
  });
});
