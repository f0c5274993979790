import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MINUTE_MS } from '../../server/domain/time.ts';
import type { ApiClient } from '../support/api-client.ts';
import { TestClock } from '../support/clock.ts';
import { totpCode } from '../support/totp.ts';
import { ADMIN, ADMIN_SETTINGS, asAdmin, signIn, startTestApp, type TestApp } from './test-app.ts';

const SESSIONS = '{ viewer { sessions { id client ipAddress isCurrent } } }';
const REVOKE = 'mutation($id: ID!) { sessionRevoke(input: { id: $id }) { revokedSessionId userErrors { code } } }';
const CREATE = 'mutation { webhookCreate(input: { name: "A", url: "https://hooks.example.com/", environment: STAGING, events: ["license.*"] }) { webhook { id } userErrors { message } } }';
const REVEAL = 'mutation($id: ID!) { webhookSecretReveal(input: { id: $id }) { signingSecret userErrors { code } } }';
const PROVE = 'mutation($input: ReauthenticateInput!) { reauthenticate(input: $input) { reauthenticatedUntil userErrors { code path } } }';
const BEGIN = 'mutation($password: String!) { twoFactorBegin(input: { password: $password }) { secret otpauthUri userErrors { code } } }';
const CONFIRM = 'mutation($code: String!) { twoFactorConfirm(input: { code: $code }) { recoveryCodes viewer { twoFactor { recoveryCodesLeft } member { hasTwoFactor } } userErrors { code } } }';

interface Listed { viewer: { sessions: { id: string; client: string | null; ipAddress: string; isCurrent: boolean }[] } }
interface Revealed { webhookSecretReveal: { signingSecret: string | null; userErrors: { code: string }[] } }

describe('console sessions', () => {
  const clock = new TestClock();
  let app: TestApp;
  let webhookId: string;
  beforeAll(async () => {
    app = await startTestApp({ settings: { ...ADMIN_SETTINGS, PUBLIC_URL: 'https://keybell.example' }, clock });
    const created = await (await asAdmin(app)).graphql<{ webhookCreate: { webhook: { id: string } } }>(CREATE);
    webhookId = created.webhookCreate.webhook.id;
  });
  afterAll(() => app.stop());

  const sessionsOf = async (client: ApiClient) => (await client.graphql<Listed>(SESSIONS)).viewer.sessions;
  const reveal = (client: ApiClient) => client.graphql<Revealed>(REVEAL, { id: webhookId }).then((data) => data.webhookSecretReveal);

  it('insist on https where the server is reached by it', async () => {
    expect((await signIn(app)).setCookie[0]).toMatch(/^keybell_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  });

  it('are listed for their owner, who ends one of them and what it has open', { timeout: 30_000 }, async () => {
    const admin = await asAdmin(app);
    const cookie = (await signIn(app)).setCookie[0]!.split(';')[0]!;
    const socket = new WebSocket(`${app.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: { cookie } });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    const closed = once(socket, 'close');
    const other = (await sessionsOf(app.anonymous.as({ cookie }))).find(({ isCurrent }) => isCurrent)!;
    expect(other).toMatchObject({ client: 'node', ipAddress: expect.stringContaining('127.0.0.1') });
    expect(await admin.graphql(REVOKE, { id: other.id })).toEqual({ sessionRevoke: { revokedSessionId: other.id, userErrors: [] } });
    expect((await closed)[0]).toBe(4403);
    expect((await app.anonymous.as({ cookie }).request(SESSIONS)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('end all but the one at hand', async () => {
    const admin = await asAdmin(app);
    await asAdmin(app);
    await admin.graphql('mutation { sessionsRevokeOthers { revokedCount userErrors { code } } }');
    expect(await sessionsOf(admin)).toMatchObject([{ isCurrent: true }]);
  });

  it('begin with a token of the server, and end what the browser had before', async () => {
    const old = (await signIn(app)).setCookie[0]!.split(';')[0]!;
    const answer = await app.anonymous.as({ cookie: old }).request('mutation($input: SignInInput!) { signIn(input: $input) { viewer { role } } }', { input: ADMIN });
    expect(answer.setCookie[0]!.split(';')[0]).not.toBe(old);
    expect((await app.anonymous.as({ cookie: old }).request(SESSIONS)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const planted = 'keybell_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const fixed = await app.anonymous.as({ cookie: planted }).request('mutation($input: SignInInput!) { signIn(input: $input) { viewer { role } } }', { input: ADMIN });
    expect(fixed.setCookie[0]).not.toContain(planted);
  });

  it('show a secret for five minutes after a proof, and not longer', async () => {
    const admin = await asAdmin(app);
    expect(await reveal(admin)).toMatchObject({ signingSecret: expect.stringMatching(/^whsec_/), userErrors: [] });
    clock.advance(5 * MINUTE_MS);
    expect(await reveal(admin)).toEqual({ signingSecret: null, userErrors: [{ code: 'REAUTHENTICATION_REQUIRED' }] });
    expect(await admin.graphql(PROVE, { input: { password: 'wrong password!' } })).toMatchObject({ reauthenticate: { userErrors: [{ code: 'INVALID', path: ['input', 'password'] }] } });
    expect(await admin.graphql(PROVE, { input: {} })).toMatchObject({ reauthenticate: { userErrors: [{ code: 'REQUIRED', path: ['input', 'password'] }] } });
    expect((await reveal(admin)).signingSecret).toBeNull();
    expect(await admin.graphql(PROVE, { input: { password: ADMIN.password } })).toMatchObject({ reauthenticate: { reauthenticatedUntil: new Date(clock.now() + 5 * MINUTE_MS).toISOString() } });
    expect((await reveal(admin)).signingSecret).toMatch(/^whsec_/);
    const { auditLog } = await admin.graphql<{ auditLog: { nodes: { action: string }[] } }>('{ auditLog(first: 2) { nodes { action } } }');
    expect(auditLog.nodes.map(({ action }) => action)).toEqual(['webhook.secret.reveal', 'session.reauthenticate']);
  });

  it('are no way for an API key to a secret', async () => {
    expect((await app.api.request(REVEAL, { id: webhookId })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect((await app.api.request(PROVE, { input: { password: ADMIN.password } })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('begin with a code once a second factor is on, and prove it by one', async () => {
    const admin = await asAdmin(app);
    const { twoFactorBegin } = await admin.graphql<{ twoFactorBegin: { secret: string; otpauthUri: string } }>(BEGIN, { password: ADMIN.password });
    expect(twoFactorBegin.otpauthUri).toMatch(/^otpauth:\/\/totp\/.*admin%40keybell\.example\?.*secret=/);
    const code = () => totpCode(twoFactorBegin.secret, clock.now());
    expect(await admin.graphql(CONFIRM, { code: code() })).toMatchObject({
      twoFactorConfirm: { recoveryCodes: expect.any(Array), viewer: { twoFactor: { recoveryCodesLeft: 10 }, member: { hasTwoFactor: true } }, userErrors: [] },
    });
    expect((await signIn(app)).data?.signIn).toMatchObject({ viewer: null, userErrors: [{ code: 'REQUIRED' }] });
    clock.advance(6 * MINUTE_MS);
    expect(await admin.graphql(PROVE, { input: { code: code() } })).toMatchObject({ reauthenticate: { userErrors: [] } });
    expect((await reveal(admin)).signingSecret).toMatch(/^whsec_/);
  });
});
