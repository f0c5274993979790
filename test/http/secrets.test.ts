import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HOUR_MS } from '../../server/domain/time.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { Keyring } from '../../server/storage/encryption.ts';
import { idPaths, rootFields, type RootField } from '../graphql/schema-walk.ts';
import { documentsFor, shallowDocument } from '../graphql/whole-walk.ts';
import { take, type ApiClient } from '../support/api-client.ts';
import { Receiver } from '../support/receiver.ts';
import { totpCode } from '../support/totp.ts';
import { ADMIN, ADMIN_SETTINGS, API_KEY, signIn, startTestApp, type TestApp } from './test-app.ts';

const MASTER_KEYS = Keyring.generate();
const SMTP_PASSWORD = 'the password of the mail server';
const NEW_PASSWORD = 'a password of many letters';
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const SIGNING_SECRET = newSecret();
const HEADER = `header-${randomBytes(16).toString('hex')}`;
const NEW_HEADER = `header-${randomBytes(16).toString('hex')}`;
const SETTINGS = {
  ...ADMIN_SETTINGS, MASTER_KEYS, DISPATCHER_CONCURRENCY: '4', ALLOW_HTTP_TARGETS: 'true', ALLOW_CIDRS: '127.0.0.1/32', COST_PER_SECOND: '10000000',
  SMTP_URL: `smtp://keybell:${encodeURIComponent(SMTP_PASSWORD)}@127.0.0.1:9`,
};
/** Columns that hold a secret in a form that opens nothing, which is nobody's business either. */
const HIDDEN_COLUMN = /^(hash|(?!content).+Hash|.+Sealed)$/;
const VALUES = { 'range.from': new Date(Date.now() - HOUR_MS).toISOString(), 'range.to': new Date(Date.now() + HOUR_MS).toISOString(), snapshot: 10, history: 2 };

const schema = await buildKeybellSchema();

/** Everything that came out of the server, and where. */
interface Output { where: string; text: string }

/** A server whose secrets are all known, and what it says when it is asked about everything. */
class SecretWorld {
  readonly outputs: Output[] = [];
  /** By what it is. */
  readonly secrets = new Map<string, string>([
    ['password', ADMIN.password], ['other password', NEW_PASSWORD], ['master key', MASTER_KEYS.split(':')[1]!], ['password of the mail server', SMTP_PASSWORD], ['first API key', API_KEY],
    ['signing secret', bare(SIGNING_SECRET)], ['secret header', HEADER], ['new secret header', NEW_HEADER],
  ]);
  readonly ids: Record<string, string> = {};
  readonly #app: TestApp;
  readonly #receiver: Receiver;
  readonly #folder: string;
  readonly admin: ApiClient;

  private constructor(own: { app: TestApp; receiver: Receiver; folder: string; admin: ApiClient }) {
    this.#app = own.app;
    this.#receiver = own.receiver;
    this.#folder = own.folder;
    this.admin = own.admin;
  }

  static async open(): Promise<SecretWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'keybell-secrets-'));
    const receiver = await Receiver.start();
    // It tells back what it was sent, as careless receivers do.
    receiver.respond(({ path, rawHeaders, headers }) => (
      { status: path === '/gone' ? 410 : 200, headers: { 'x-echo': headers['x-token'] ?? '' }, body: JSON.stringify(rawHeaders) }));
    const app = await startTestApp({ settings: { ...SETTINGS, DATABASE_URL: `sqlite:${join(folder, 'keybell.db')}` } });
    const { setCookie: [cookie] } = await signIn(app);
    const session = cookie!.split(';')[0]!;
    const world = new SecretWorld({ app, receiver, folder, admin: app.anonymous.as({ cookie: session }) });
    world.secrets.set('session', session.split('=')[1]!);
    await world.#seed();
    await world.#addStoredSecrets();
    return world;
  }

  get api(): ApiClient { return this.#app.api; }

  async close(): Promise<void> {
    await Promise.all([this.admin.close(), this.api.close()]);
    await this.#app.stop();
    await this.#receiver.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Asks and keeps the answer. What the answer is there to show is taken out of it and becomes a secret of that name. */
  async ask(client: ApiClient, query: string, variables: Record<string, unknown> = {}, shown: Record<string, string> = {}): Promise<Record<string, unknown>> {
    const { data, errors } = await client.request<Record<string, unknown>>(query, variables);
    let text = JSON.stringify({ data, errors });
    for (const [name, path] of Object.entries(shown)) {
      const found = at(data, path);
      if (typeof found !== 'string') throw new Error(`Nothing at ${path}: ${text}`);
      this.secrets.set(name, bare(found));
      text = text.replaceAll(JSON.stringify(found), '"shown"').replaceAll(encodeURIComponent(found), 'shown').replaceAll(found, 'shown');
    }
    this.outputs.push({ where: query, text });
    return data ?? {};
  }

  async #do(field: string, input: object, selection: string, shown: Record<string, string> = {}, client = this.admin): Promise<unknown> {
    const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
    const data = await this.ask(client, `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`, { input },
      Object.fromEntries(Object.entries(shown).map(([name, path]) => [name, `${field}.${path}`])));
    return data[field];
  }

  async #seed(): Promise<void> {
    const customHeaders = [{ name: 'X-Token', value: HEADER }, { name: 'X-Plain', value: 'plain', isSecret: false }];
    const target = { environment: 'PRODUCTION', events: ['*'], customHeaders };
    const created = await this.#do('webhookCreate', { ...target, name: 'Shop', url: this.#receiver.url('/good'), signingSecret: SIGNING_SECRET, idempotencyKey: 'one' },
      'webhook { id } signingSecret', { 'signing secret': 'signingSecret' });
    const gone = await this.#do('webhookCreate', { ...target, name: 'Gone', url: this.#receiver.url('/gone') }, 'webhook { id } signingSecret', { 'made signing secret': 'signingSecret' });
    this.ids.wh = String(at(created, 'webhook.id'));
    await this.#do('webhookSecretRotate', { id: this.ids.wh }, 'signingSecret', { 'new signing secret': 'signingSecret' });
    await this.#do('webhookSecretReveal', { id: this.ids.wh }, 'signingSecret', { 'revealed signing secret': 'signingSecret' });
    await this.#do('apiKeyCreate', { name: 'Key', scopes: ['WEBHOOKS_READ'], environments: ['PRODUCTION'] }, 'apiKey { id } secret', { 'API key': 'secret' });
    await this.#do('signingKeyRotate', {}, 'signingKey { id }');
    await this.#do('accountCreate', { name: 'Second' }, 'account { id }');
    await this.#do('webhookSettingsUpdate', { alerts: { recipients: ['ops@example.com'] } }, 'settings { version }');
    await this.#addMembers();
    for (const id of [this.ids.wh, String(at(gone, 'webhook.id'))]) await this.#sendTest(id);
    await this.#do('webhookUpdate', { id: this.ids.wh, customHeaders: [{ name: 'X-Token', value: NEW_HEADER }] }, 'webhook { id }');
    await this.#makeMistakes();
    await this.#gatherIds();
  }

  async #addMembers(): Promise<void> {
    const invite = (email: string, name: string) => this.#do('memberInvite', { email, role: 'ADMIN' }, 'member { id } invitationUrl', { [name]: 'invitationUrl' });
    await invite('late@example.com', 'open invitation');
    await invite('grace@example.com', 'invitation');
    const token = this.secrets.get('invitation')!;
    const { setCookie } = await this.#app.anonymous.request('mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { message } } }', { input: { token, name: 'Grace', password: NEW_PASSWORD } });
    const cookie = setCookie[0]!.split(';')[0]!;
    this.secrets.set('session of Grace', cookie.split('=')[1]!);
    const grace = this.#app.anonymous.as({ cookie });
    await this.#do('twoFactorBegin', { password: NEW_PASSWORD }, 'secret otpauthUri', { 'TOTP secret': 'secret' }, grace);
    const code = totpCode(this.secrets.get('TOTP secret')!);
    const shown = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`recovery code ${index}`, `recoveryCodes.${index}`]));
    await this.#do('twoFactorConfirm', { code }, 'recoveryCodes', shown, grace);
  }

  async #sendTest(id: string): Promise<void> {
    const test = await this.#do('webhookTest', { id }, 'delivery { id }');
    const read = 'query ($id: ID!) { delivery(id: $id) { status lastAttempt { id } event { id } } }';
    const isOver = async () => at(await this.admin.graphql(read, { id: at(test, 'delivery.id') }), 'delivery.lastAttempt.id');
    await until(isOver);
    const found = await this.admin.graphql<Record<string, unknown>>(read, { id: at(test, 'delivery.id') });
    Object.assign(this.ids, { dlv: at(test, 'delivery.id'), att: at(found, 'delivery.lastAttempt.id'), evt: at(found, 'delivery.event.id') });
  }

  /** Secrets in the wrong places: whoever typed them sees them again at most, and nobody else. */
  async #makeMistakes(): Promise<void> {
    const bad = { name: '', url: 'http://x', environment: 'PRODUCTION', events: [] };
    const wrong = 'whsec_dG9vIHNob3J0IHNlY3JldA==';
    this.secrets.set('refused signing secret', bare(wrong));
    await this.#do('webhookCreate', { ...bad, signingSecret: wrong, customHeaders: [{ name: 'X Y', value: HEADER }, { name: 'Host', value: NEW_HEADER }] }, 'webhook { id }');
    expect(await this.#do('webhookSecretRotate', { id: this.ids.wh, signingSecret: wrong }, 'signingSecret')).toMatchObject({ userErrors: [{ code: 'INVALID' }] });
    await this.#do('signIn', { email: ADMIN.email, password: 'a wrong password of somebody' }, 'viewer { role }', {}, this.#app.anonymous);
    this.secrets.set('wrong password', 'a wrong password of somebody');
    await this.#do('reauthenticate', { password: 'a wrong password of somebody' }, 'reauthenticatedUntil');
    await this.#do('invitationAccept', { token: `${this.secrets.get('open invitation')}`, name: '', password: 'short' }, 'viewer { role }', {}, this.#app.anonymous);
    const asked = await this.#app.anonymous.as({ apiKey: `${this.secrets.get('API key')}x` }).request('{ viewer { role } }');
    this.outputs.push({ where: 'a wrong API key', text: JSON.stringify(asked) });
  }

  async #gatherIds(): Promise<void> {
    const filter = '{ filter: {}, format: JSON_LINES, includeBodies: true }';
    const { deliveryAttemptsExport } = await this.admin.graphql<Record<string, unknown>>(`mutation { deliveryAttemptsExport(input: ${filter}) { bulkOperation { id } } }`);
    const found = await this.admin.graphql<Record<string, unknown>>(`{
      viewer { account { id } environments { id } member { id } } apiKeys(first: 5) { nodes { id } } signingKeys { id }
      eventType(code: "license.created") { id } auditLog(first: 1) { nodes { id } } webhook(id: "${this.ids.wh}") { signingSecrets { id } } }`);
    const paths = { acc: 'viewer.account.id', env: 'viewer.environments.0.id', mem: 'viewer.member.id', key: 'apiKeys.nodes.0.id', sk: 'signingKeys.0.id', type: 'eventType.id', aud: 'auditLog.nodes.0.id', sec: 'webhook.signingSecrets.0.id' };
    for (const [name, path] of Object.entries(paths)) this.ids[name] = String(at(found, path));
    this.ids.bulk = String(at(deliveryAttemptsExport, 'bulkOperation.id'));
  }

  /** What is stored of secrets, and the RSA keys. */
  async #addStoredSecrets(): Promise<void> {
    const database = await new DataSource({ type: 'better-sqlite3', database: join(this.#folder, 'keybell.db') }).initialize();
    const keyring = Keyring.parse(MASTER_KEYS);
    const tables = await database.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    for (const { name } of tables) for (const row of await database.query<Record<string, unknown>[]>(`SELECT * FROM "${name}"`)) this.#addHidden(name, row);
    for (const { id, privateKeySealed } of await database.query<Record<string, string>[]>('SELECT * FROM signing_key')) {
      this.#addPrivateKey(keyring.open(privateKeySealed!, { purpose: 'signing_key', rowId: id! }));
    }
    for (const { customHeaders } of await database.query<{ customHeaders: string }[]>('SELECT customHeaders FROM webhook')) {
      for (const { value, isSecret } of JSON.parse(customHeaders) as { value: string; isSecret: boolean }[]) if (isSecret) this.secrets.set(`sealed header ${this.secrets.size}`, value);
    }
    await database.destroy();
  }

  #addHidden(table: string, row: Record<string, unknown>): void {
    for (const [column, value] of Object.entries(row)) if (HIDDEN_COLUMN.test(column) && typeof value === 'string') this.secrets.set(`${table}.${column} ${this.secrets.size}`, value);
  }

  #addPrivateKey(pem: string): void {
    for (const line of pem.split('\n').slice(2, -2)) this.secrets.set(`line of a private key ${this.secrets.size}`, line);
  }

  /** Asks a query for all there is below it, with every id that gives something. */
  async walk(client: ApiClient, root: RootField): Promise<void> {
    const values = { ...VALUES, 'input.webhookId': this.ids.wh, 'input.eventId': this.ids.evt, 'input.expression': 'true', webhookId: this.ids.wh };
    const byId = idPaths(root).filter(({ length }) => length === 1).flatMap((path) => Object.values(this.ids).map((id) => ({ at: { path, id } })));
    for (const filling of byId.length > 0 ? byId : [{}]) {
      const given = (await this.#keep(client, shallowDocument(root, { ...filling, values })))?.[root.field.name];
      const type = [given].flat().map((each) => (each as { __typename?: string } | null)?.__typename).find(Boolean);
      if (!type) continue;
      for (const document of documentsFor(schema, root, { ...filling, values, type })) await this.#keep(client, document);
    }
  }

  async #keep(client: ApiClient, document: string): Promise<Record<string, unknown> | null> {
    const { data, errors } = await client.request<Record<string, unknown>>(document);
    this.outputs.push({ where: document, text: JSON.stringify({ data, errors }) });
    const fault = errors?.find(({ extensions }) => !['FORBIDDEN', 'BAD_USER_INPUT'].includes(String(extensions?.code)));
    if (fault) throw new Error(`${JSON.stringify(fault)} ${document}`);
    return data;
  }

  /** The first message of a stream, or what there is instead. */
  async follow(root: RootField): Promise<void> {
    const own = { bulkOperation: this.ids.bulk, delivery: this.ids.dlv }[root.field.name];
    const [document] = documentsFor(schema, root, { values: { ...VALUES, ...(own ? { id: own } : {}) } });
    this.outputs.push({ where: document!, text: JSON.stringify(await take(this.admin.subscribe(document!), 1)) });
  }

  async read(path: string, init: RequestInit = {}): Promise<void> {
    const response = await fetch(path.startsWith('http') ? path : `${this.#app.baseUrl}${path}`, init);
    this.outputs.push({ where: path, text: `${JSON.stringify([...response.headers])} ${await response.text()}` });
  }

  async downloadUrl(): Promise<string> {
    const read = () => this.admin.graphql<{ node: { downloadUrl: string | null } }>('query ($id: ID!) { node(id: $id) { ... on BulkOperation { downloadUrl } } }', { id: this.ids.bulk });
    await until(async () => (await read()).node.downloadUrl);
    return (await read()).node.downloadUrl!;
  }

  /** Each secret that came out, with where. */
  leaks(): string[] {
    const outputs = [...this.outputs, { where: 'the log', text: this.#app.log.join('') }];
    return outputs.flatMap(({ where, text }) => [...this.secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => `${name} in ${where}`));
  }
}

const at = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((found, step) => (found as Record<string, unknown> | null | undefined)?.[step], value);

const until = (isOver: () => Promise<unknown>): Promise<void> => vi.waitFor(async () => { if (!await isOver()) throw new Error('It has not come yet.'); }, { timeout: 20_000 });

/** The part of a secret that is chance, so that it is found also without its prefix or address. */
const bare = (secret: string): string => secret.replace(/^whsec_|^.*[?&]token=/, '');

describe('a secret', () => {
  let world: SecretWorld;
  beforeAll(async () => { world = await SecretWorld.open(); }, 60_000);
  afterAll(() => world?.close());

  it('is told by nothing that can be asked, once it was shown', { timeout: 60_000 }, async () => {
    for (const root of rootFields(schema)) {
      if (root.kind === 'query') await world.walk(world.admin, root);
      if (root.kind === 'subscription') await world.follow(root);
    }
    await world.read(await world.downloadUrl());
    for (const path of ['/metrics', '/healthz', '/readyz', '/schema.graphql', '/.well-known/jwks.json', '/admin']) await world.read(path);
    expect(world.outputs.length).toBeGreaterThan(150);
    expect(world.leaks()).toEqual([]);
  });
});
