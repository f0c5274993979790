import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { rootFields } from '../graphql/schema-walk.ts';
import { shallowDocument } from '../graphql/whole-walk.ts';
import type { ApiClient } from '../support/api-client.ts';
import { TestClock } from '../support/clock.ts';
import { totpCode } from '../support/totp.ts';
import { ADMIN, ADMIN_SETTINGS, asAdmin, startTestApp, type TestApp } from './test-app.ts';

const REQUIRE = 'mutation ($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { requiresTwoFactor } userErrors { code path } } }';
const BEGIN = 'mutation ($password: String!) { twoFactorBegin(input: { password: $password }) { secret } }';
const CONFIRM = 'mutation ($code: String!) { twoFactorConfirm(input: { code: $code }) { viewer { mustSetUpTwoFactor } userErrors { message } } }';
const PASSWORD = 'a password of many letters';

/** What is open to a member who has to set one up: to know that, to do it, and to leave. */
const OPEN = [
  'Query.service', 'Query.viewer', 'Mutation.accountSwitch', 'Mutation.invitationAccept', 'Mutation.setupComplete', 'Mutation.signIn', 'Mutation.signOut', 'Mutation.twoFactorBegin', 'Mutation.twoFactorConfirm',
];

let app: TestApp;
let admin: ApiClient;
let member: ApiClient;
const clock = new TestClock(Date.now());
beforeAll(async () => {
  app = await startTestApp({ settings: ADMIN_SETTINGS, clock });
  admin = await asAdmin(app);
  const { memberInvite } = await admin.graphql<{ memberInvite: { invitationUrl: string } }>('mutation { memberInvite(input: { email: "grace@example.com", role: ADMIN }) { invitationUrl } }');
  const token = new URL(memberInvite.invitationUrl).searchParams.get('token');
  const accept = 'mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { viewer { mustSetUpTwoFactor } } }';
  const { setCookie } = await app.anonymous.request(accept, { input: { token, name: 'Grace', password: PASSWORD } });
  member = app.anonymous.as({ cookie: setCookie[0]!.split(';')[0] });
}, 30_000);
afterAll(async () => {
  await Promise.all([admin.close(), member.close(), app.api.close()]);
  await app.stop();
});

async function setUp(client: ApiClient, password: string): Promise<unknown> {
  const { twoFactorBegin } = await client.graphql<{ twoFactorBegin: { secret: string } }>(BEGIN, { password });
  const code = totpCode(twoFactorBegin.secret, clock.now());
  return (await client.graphql<{ twoFactorConfirm: unknown }>(CONFIRM, { code })).twoFactorConfirm;
}

const require = (client: ApiClient, requiresTwoFactor: boolean) => client.request<{ accountUpdate: object }>(REQUIRE, { input: { requiresTwoFactor } });

describe('an account that asks its members for a second factor', () => {
  it('is made so only by a Super Admin who has one, and it is in the audit log', async () => {
    expect((await require(admin, true)).data?.accountUpdate).toEqual({ account: null, userErrors: [{ code: 'INVALID_STATE', path: ['input', 'requiresTwoFactor'] }] });
    expect((await require(member, true)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    await setUp(admin, ADMIN.password);
    expect((await require(admin, true)).data?.accountUpdate).toEqual({ account: { requiresTwoFactor: true }, userErrors: [] });
    const log = await admin.graphql('{ auditLog(first: 1) { nodes { action changes { field before after } } } }');
    expect(log).toEqual({ auditLog: { nodes: [{ action: 'account.update', changes: [{ field: 'requiresTwoFactor', before: false, after: true }] }] } });
  });

  it('closes everything to a member who has none but setting one up, with a sentence that says so', async () => {
    const { viewer } = await member.graphql<{ viewer: { allowedOperations: string[] } }>('{ viewer { mustSetUpTwoFactor allowedOperations member { email } } }');
    expect(viewer).toMatchObject({ mustSetUpTwoFactor: true, allowedOperations: expect.arrayContaining(OPEN) as string[], member: { email: 'grace@example.com' } });
    expect(viewer.allowedOperations).toHaveLength(OPEN.length);
    const closed = rootFields(await buildKeybellSchema()).filter(({ kind, name }) => kind !== 'subscription' && !OPEN.includes(name));
    for (const root of closed) {
      const { errors } = await member.request(shallowDocument(root, {}));
      expect([root.name, errors?.[0]]).toMatchObject([root.name, { message: expect.stringContaining('Set one up on the page Security') as string, extensions: { code: 'FORBIDDEN' } }]);
    }
    await expect(member.subscribe('subscription { webhookChanges { cursor } }').next()).rejects.toThrow('FORBIDDEN');
  });

  it('leaves those who have one and API keys alone', async () => {
    expect((await admin.request('{ webhooks(first: 1) { totalCount } }')).errors).toBeUndefined();
    expect((await app.api.request('{ webhooks(first: 1) { totalCount } }')).errors).toBeUndefined();
  });

  it('opens to who has set one up, at once', async () => {
    expect(await setUp(member, PASSWORD)).toEqual({ viewer: { mustSetUpTwoFactor: false }, userErrors: [] });
    expect((await member.request('{ webhooks(first: 1) { totalCount } }')).errors).toBeUndefined();
  });
});
