import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, ADMIN_SETTINGS, API_KEY, asAdmin, signIn, startTestApp, type TestApp } from './test-app.ts';

const LOG = '{ auditLog(first: 50) { nodes { action targetName ipAddress userAgent requestId actor { __typename } } } }';
const CREATE = `mutation { webhookCreate(input: { name: "CRM", url: "https://crm.example.com/in", environment: STAGING, events: ["license.*"] }) {
  webhook { id } signingSecret isIdempotentReplay userErrors { code } } }`;

interface Entry { action: string; targetName: string; ipAddress: string | null; userAgent: string | null; requestId: string | null; actor: { __typename: string } }
interface Created { webhook: { id: string }; signingSecret: string; isIdempotentReplay: boolean; userErrors: { code: string }[] }

describe('a server', () => {
  let app: TestApp;
  const entries = async () => (await app.api.graphql<{ auditLog: { nodes: Entry[] } }>(LOG)).auditLog.nodes;
  const untilNoted = async (action: string): Promise<Entry> => {
    for (;;) {
      const found = (await entries()).find((entry) => entry.action === action);
      if (found) return found;
    }
  };

  async function post(query: string, headers: Record<string, string>): Promise<{ data: { webhookCreate: Created }; requestId: string | null }> {
    const response = await fetch(`${app.baseUrl}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}`, ...headers }, body: JSON.stringify({ query }),
    });
    return { ...await response.json() as { data: { webhookCreate: Created } }, requestId: response.headers.get('x-request-id') };
  }

  beforeAll(async () => { app = await startTestApp({ settings: ADMIN_SETTINGS }); });
  afterAll(() => app.stop());

  it('notes who signed in and out, and from where', async () => {
    const admin = await asAdmin(app);
    expect(await untilNoted('session.signIn')).toMatchObject({ targetName: ADMIN.email, ipAddress: expect.stringContaining('127.0.0.1'), actor: { __typename: 'Member' } });
    await admin.graphql('mutation { signOut { userErrors { code } } }');
    expect(await untilNoted('session.signOut')).toMatchObject({ targetName: ADMIN.email, actor: { __typename: 'Member' } });
  });

  it('notes a sign-in with a wrong password as done by nobody it knows', async () => {
    await signIn(app, { ...ADMIN, password: 'wrong password!' });
    expect(await untilNoted('session.signInRefused')).toMatchObject({ targetName: ADMIN.email, ipAddress: expect.stringContaining('127.0.0.1'), actor: { __typename: 'SystemActor' } });
  });

  it('notes the user agent, and the request id that the caller and the log have', async () => {
    const { requestId } = await post(CREATE, { 'user-agent': 'deploy/7' });
    expect((await entries())[0]).toMatchObject({ action: 'webhook.create', userAgent: 'deploy/7', requestId, actor: { __typename: 'ApiKey' } });
  });

  it.each(['key-1', '"key-2"'])('takes the header Idempotency-Key %s for that of the input', async (header) => {
    const [first, again] = [await post(CREATE, { 'idempotency-key': header }), await post(CREATE, { 'idempotency-key': header })];
    expect(again.data.webhookCreate).toEqual({ ...first.data.webhookCreate, isIdempotentReplay: true });
    const other = await post(CREATE.replace('CRM', 'ERP'), { 'idempotency-key': header });
    expect(other.data.webhookCreate).toMatchObject({ webhook: null, isIdempotentReplay: false, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });

  it('refuses two keys that contradict each other', async () => {
    const answer = await post(CREATE.replace('name: "CRM"', 'name: "CRM", idempotencyKey: "a"'), { 'idempotency-key': 'b' });
    expect(answer.data.webhookCreate.userErrors).toEqual([{ code: 'INVALID' }]);
  });
});
