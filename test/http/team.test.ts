import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ApiClient } from '../support/api-client.ts';
import { TestClock } from '../support/clock.ts';
import { DAY_MS } from '../../server/domain/time.ts';
import { ADMIN_SETTINGS, asAdmin, startTestApp, type TestApp } from './test-app.ts';

const INVITE = 'mutation($input: MemberInviteInput!) { memberInvite(input: $input) { member { id name email role status } invitationUrl userErrors { message } } }';
const ACCEPT = 'mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { viewer { role member { name email status } } userErrors { code path } } }';
const REMOVE = 'mutation($id: ID!) { memberRemove(input: { id: $id }) { removedMemberId userErrors { message } } }';
const VIEWER = '{ viewer { role account { id name } accounts { name } member { name } } }';
const password = 'a new and long one';

interface MemberPage { members: { nodes: { email: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
interface Invited { memberInvite: { member: { id: string }; invitationUrl: string } }

describe('the members of an account', () => {
  const clock = new TestClock();
  let app: TestApp;
  let admin: ApiClient;
  beforeAll(async () => {
    app = await startTestApp({ settings: ADMIN_SETTINGS, clock });
    admin = await asAdmin(app);
  });
  afterAll(() => app.stop());

  let count = 0;
  async function join(role: string): Promise<{ id: string; email: string; cookie: string; client: ApiClient }> {
    const email = `person${++count}@keybell.example`;
    const { memberInvite } = await admin.graphql<Invited>(INVITE, { input: { email, role } });
    const token = new URL(memberInvite.invitationUrl).searchParams.get('token');
    const { data, setCookie } = await app.anonymous.request<{ invitationAccept: object }>(ACCEPT, { input: { token, name: 'Grace Hopper', password } });
    expect(data?.invitationAccept).toEqual({ viewer: { role, member: { name: 'Grace Hopper', email, status: 'ACTIVE' } }, userErrors: [] });
    const cookie = setCookie[0]!.split(';')[0]!;
    return { id: memberInvite.member.id, email, cookie, client: app.anonymous.as({ cookie }) };
  }

  async function openSocket(cookie: string): Promise<WebSocket> {
    const socket = new WebSocket(`${app.baseUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: { cookie } });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    return socket;
  }

  it('are invited by a link, and called by their address until they come', async () => {
    const { memberInvite } = await admin.graphql<Invited>(INVITE, { input: { email: 'Later@Keybell.example', role: 'VIEWER' } });
    expect(memberInvite.invitationUrl).toMatch(/^http:\/\/.+\/admin\/invitation\?token=[\w-]{43}$/);
    expect(memberInvite.member).toMatchObject({ name: 'later@keybell.example', email: 'later@keybell.example', role: 'VIEWER', status: 'INVITED' });
  });

  it('are called by their address also when the invitation was taken back before they came', async () => {
    const { client } = await join('SUPER_ADMIN');
    const { accountCreate } = await client.graphql<{ accountCreate: { account: { id: string } } }>('mutation { accountCreate(input: { name: "Elsewhere" }) { account { id } } }');
    await client.graphql('mutation($id: ID!) { accountSwitch(input: { id: $id }) { userErrors { code } } }', { id: accountCreate.account.id });
    const { memberInvite } = await client.graphql<Invited>(INVITE, { input: { email: 'admin@keybell.example', role: 'VIEWER' } });
    const { id } = memberInvite.member;
    const named = () => client.graphql(`{ node(id: "${id}") { ... on Member { name } } auditLog(first: 5, filter: { targetIds: ["${id}"] }) { nodes { target { ... on Member { name } } targetName actorName } } }`);
    expect(JSON.stringify(await named())).not.toContain('Administrator');
    await client.graphql(REMOVE, { id });
    expect(JSON.stringify(await named())).not.toContain('Administrator');
  });

  it('come in by the link, sign in with the password they chose, and have the role they were given', async () => {
    const { client } = await join('OPERATOR');
    expect(await client.graphql(VIEWER)).toMatchObject({ viewer: { role: 'OPERATOR', account: { name: 'My company' } } });
    expect((await client.request('{ members(first: 1) { totalCount } }')).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('are listed page by page and found by a part of name or address', async () => {
    const { email } = await join('ADMIN');
    const find = (search: string) => admin.graphql<{ members: { nodes: { email: string }[]; totalCount: number } }>('query($search: String) { members(first: 50, search: $search) { nodes { email } totalCount } }', { search });
    expect((await find(email.toUpperCase())).members).toEqual({ nodes: [{ email }], totalCount: 1 });
    expect((await find('grace hop')).members.nodes).toContainEqual({ email });
    expect((await find('100%')).members.totalCount).toBe(0);
    const page = 'query($after: Cursor) { members(first: 1, after: $after) { nodes { email } pageInfo { endCursor hasNextPage } } }';
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { members }: MemberPage = await admin.graphql<MemberPage>(page, { after });
      seen.push(members.nodes[0]!.email);
      [after, more] = [members.pageInfo.endCursor, members.pageInfo.hasNextPage];
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen[0]).toBe('admin@keybell.example');
  });

  it('lose their sessions and open sockets when they are removed', { timeout: 20_000 }, async () => {
    const { id, cookie, client } = await join('ADMIN');
    const socket = await openSocket(cookie);
    const closed = once(socket, 'close');
    expect(await admin.graphql(REMOVE, { id })).toEqual({ memberRemove: { removedMemberId: id, userErrors: [] } });
    expect((await closed)[0]).toBe(4403);
    expect((await client.request(VIEWER)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('lose what is open when they switch to another account, and see nothing of the first one there', { timeout: 20_000 }, async () => {
    const { cookie, client } = await join('SUPER_ADMIN');
    const { accountCreate } = await client.graphql<{ accountCreate: { account: { id: string } } }>('mutation { accountCreate(input: { name: "Second vendor" }) { account { id } } }');
    const socket = await openSocket(cookie);
    const closed = once(socket, 'close');
    const switched = await client.graphql('mutation($id: ID!) { accountSwitch(input: { id: $id }) { viewer { role account { name } } userErrors { code } } }', { id: accountCreate.account.id });
    expect(switched).toEqual({ accountSwitch: { viewer: { role: 'SUPER_ADMIN', account: { name: 'Second vendor' } }, userErrors: [] } });
    expect((await closed)[0]).toBe(4403);
    expect(await client.graphql(VIEWER)).toMatchObject({ viewer: { account: { name: 'Second vendor' }, accounts: [{ name: 'My company' }, { name: 'Second vendor' }] } });
    expect(await client.graphql('{ members(first: 10) { totalCount } webhooks(first: 10) { totalCount } }')).toEqual({ members: { totalCount: 1 }, webhooks: { totalCount: 0 } });
  });

  it('are told the key set of the account that they work in', async () => {
    const jwksUrl = (client: ApiClient) => client.graphql<{ service: { jwksUrl: string } }>('{ service { jwksUrl } }').then(({ service }) => service.jwksUrl);
    const keysOf = (client: ApiClient) => client.graphql<{ signingKeys: { id: string }[] }>('{ signingKeys { id } }').then(({ signingKeys }) => signingKeys);
    const { client } = await join('SUPER_ADMIN');
    const before = await jwksUrl(client);
    const { accountCreate } = await client.graphql<{ accountCreate: { account: { id: string } } }>('mutation { accountCreate(input: { name: "Third vendor" }) { account { id } } }');
    await client.graphql('mutation($id: ID!) { accountSwitch(input: { id: $id }) { userErrors { code } } }', { id: accountCreate.account.id });
    expect(await jwksUrl(client)).toBe(`${app.baseUrl}/.well-known/${accountCreate.account.id}/jwks.json`);
    expect(await jwksUrl(client)).not.toBe(before);
    expect(await (await fetch(await jwksUrl(client))).json()).toMatchObject({ keys: [{ kid: (await keysOf(client))[0]!.id }] });
    expect(await jwksUrl(app.anonymous)).toBe(`${app.baseUrl}/.well-known/jwks.json`);
  });

  it('are told when to try again after too many wrong links', async () => {
    const guess = () => app.anonymous.request(ACCEPT, { input: { token: 'no such token', name: 'Mallory', password } });
    for (let guesses = 0; guesses < 20; guesses++) await guess();
    const response = await fetch(`${app.baseUrl}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ACCEPT, variables: { input: { token: 'no such token', name: 'Mallory', password } } }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '900']);
    expect(await response.json()).toMatchObject({ errors: [{ message: 'Too many failed tries. Try again in 15 minutes.', extensions: { code: 'THROTTLED', retryAfterSeconds: 900 } }] });
  });

  it('rotate the signing key, which receivers find in the published set before it signs', async () => {
    const published = async () => ((await (await fetch(`${app.baseUrl}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    const keys = () => admin.graphql<{ signingKeys: { id: string; state: string; retiredAt: string | null }[] }>('{ signingKeys { id state retiredAt } }').then(({ signingKeys }) => signingKeys);
    const [old] = await keys();
    const { signingKeyRotate } = await admin.graphql<{ signingKeyRotate: { signingKey: { id: string; state: string; activeFrom: string } } }>(
      'mutation { signingKeyRotate(input: {}) { signingKey { id state activeFrom } userErrors { message } } }');
    const { id, state, activeFrom } = signingKeyRotate.signingKey;
    expect([state, activeFrom]).toEqual(['UPCOMING', new Date(clock.now() + DAY_MS).toISOString()]);
    expect(await published()).toEqual(expect.arrayContaining([id, old!.id]));
    clock.advance(DAY_MS);
    admin = await asAdmin(app);
    expect((await keys()).map((key) => [key.id, key.state])).toEqual([[id, 'ACTIVE'], [old!.id, 'RETIRED']]);
    clock.advance(30 * DAY_MS);
    expect(await published()).not.toContain(old!.id);
  });
});
