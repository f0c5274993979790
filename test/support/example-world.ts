import { ADMIN, ADMIN_SETTINGS, asAdmin, startTestApp, type TestApp } from '../http/test-app.ts';
import type { ApiClient } from './api-client.ts';
import { Receiver } from './receiver.ts';
import { totpCode } from './totp.ts';

const SETTINGS = { ...ADMIN_SETTINGS, DISPATCHER_CONCURRENCY: '8', ALLOW_HTTP_TARGETS: 'true', ALLOW_CIDRS: '127.0.0.1/32' };
const NEW_PASSWORD = 'a password of many letters';
const POLL_MS = 25;
const PATIENCE_MS = 20_000;

const GOOD_PATH = '/good';
const BAD_PATH = '/bad';

type Maker = () => Promise<string> | string;

/** A server with everything that the examples of the API talk about: each name in angle brackets becomes something new and fitting. */
export class ExampleWorld {
  readonly #app: TestApp;
  readonly #receiver: Receiver;
  readonly #admin: ApiClient;
  #count = 0;
  /** Who came last, for examples that change how somebody signs in. */
  #newcomer: ApiClient | null = null;

  private constructor(app: TestApp, receiver: Receiver, admin: ApiClient) {
    this.#app = app;
    this.#receiver = receiver;
    this.#admin = admin;
  }

  static async open(): Promise<ExampleWorld> {
    const receiver = await Receiver.start();
    receiver.respond(({ path }) => ({ status: path === BAD_PATH ? 503 : 200 }));
    const app = await startTestApp({ settings: SETTINGS });
    return new ExampleWorld(app, receiver, await asAdmin(app));
  }

  /** A new session of the Super Admin, for examples that end or change it. */
  session(): Promise<ApiClient> {
    return asAdmin(this.#app);
  }

  /** Somebody who was invited and came. */
  async newcomer(): Promise<ApiClient> {
    const { token } = await this.#invitation();
    const accept = 'mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { message } } }';
    const { setCookie } = await this.#app.anonymous.request(accept, { input: { token, name: 'Grace', password: NEW_PASSWORD } });
    this.#newcomer = this.#app.anonymous.as({ cookie: setCookie[0]?.split(';')[0] });
    return this.#newcomer;
  }

  get anonymous(): ApiClient {
    return this.#app.anonymous;
  }

  async close(): Promise<void> {
    await this.#admin.close();
    await this.#app.stop();
    await this.#receiver.close();
  }

  /** Variables with their names in angle brackets replaced; the same name is the same thing within one example. */
  async fill(variables: unknown): Promise<Record<string, unknown>> {
    const made = new Map<string, string>();
    const fill = async (value: unknown): Promise<unknown> => {
      if (Array.isArray(value)) return Promise.all(value.map(fill));
      if (typeof value === 'object' && value !== null) {
        const filled: Record<string, unknown> = {};
        for (const [name, member] of Object.entries(value)) filled[name] = await fill(member);
        return filled;
      }
      const name = typeof value === 'string' ? /^<(.+)>$/.exec(value)?.[1] : undefined;
      if (name === undefined) return value;
      if (!made.has(name)) made.set(name, await this.#make(name));
      return made.get(name);
    };
    return await fill(variables) as Record<string, unknown>;
  }

  #make(name: string): Promise<string> | string {
    const makers: Record<string, Maker> = {
      'webhook id': () => this.#webhook(),
      'deleted webhook id': () => this.#deletedWebhook(),
      'cursor of the list': () => this.#cursorBeforeChange(),
      'replaced secret id': () => this.#replacedSecret(),
      'event id': () => this.#event('id'),
      'delivery id': () => this.#event('delivery'),
      'attempt id': () => this.#event('attempt'),
      'waiting delivery id': () => this.#waitingDelivery(),
      'operation id': () => this.#operation(1),
      'running operation id': () => this.#operation(5),
      'API key id': () => this.#apiKey(),
      'member id': () => this.#member(),
      'suspended member id': () => this.#suspendedMember(),
      'invitation token': async () => (await this.#invitation()).token,
      'setup token': () => this.#app.app.setupToken ?? '',
      'other account id': () => this.#account(),
      'event type': () => this.#eventType(),
      'new event type': () => `billing.event${this.#next()}`,
      'new key': () => `key-${this.#next()}`,
      'new e-mail': () => `person${this.#next()}@example.com`,
      'new password': () => NEW_PASSWORD,
      'other session id': () => this.#otherSession(),
      'own password': () => NEW_PASSWORD,
      'first code of the app': () => this.#firstCode(),
      'code of the app': () => this.#recoveryCode(),
      'e-mail': () => ADMIN.email,
      'password': () => ADMIN.password,
      'a day ago': () => new Date(Date.now() - 86_400_000).toISOString(),
    };
    const maker = makers[name];
    if (!maker) throw new Error(`The examples speak of <${name}>, which the world cannot make.`);
    return maker();
  }

  #next(): number {
    return ++this.#count;
  }

  /** Asks and gives one value of the answer, found by its path. */
  async #get(query: string, variables: Record<string, unknown>, path: string): Promise<string> {
    const data = await this.#admin.graphql<Record<string, unknown>>(query, variables);
    const found = path.split('.').reduce<unknown>((value, step) => (value as Record<string, unknown> | null)?.[step], data);
    if (typeof found !== 'string') throw new Error(`There is nothing at ${path}: ${JSON.stringify(data)}`);
    return found;
  }

  #do(field: string, inputType: string, input: Record<string, unknown>, selection: string, path: string): Promise<string> {
    return this.#get(`mutation ($input: ${inputType}!) { ${field}(input: $input) { ${selection} userErrors { message } } }`, { input }, `${field}.${path}`);
  }

  #webhook(own: Record<string, unknown> = {}): Promise<string> {
    const input = { name: `Example ${this.#next()}`, url: this.#receiver.url(GOOD_PATH), environment: 'PRODUCTION', events: ['license.*'], ...own };
    return this.#do('webhookCreate', 'WebhookCreateInput', input, 'webhook { id }', 'webhook.id');
  }

  /** Something has happened since. */
  async #cursorBeforeChange(): Promise<string> {
    const cursor = await this.#get('{ webhooks(first: 1) { streamCursor } }', {}, 'webhooks.streamCursor');
    await this.#webhook();
    return cursor;
  }

  async #deletedWebhook(): Promise<string> {
    const id = await this.#webhook();
    return this.#do('webhookDelete', 'WebhookDeleteInput', { id }, 'deletedWebhookId', 'deletedWebhookId');
  }

  async #replacedSecret(): Promise<string> {
    const id = await this.#webhook();
    await this.#do('webhookSecretRotate', 'WebhookSecretRotateInput', { id, overlap: 'P1D' }, 'signingSecret', 'signingSecret');
    const secret = await this.#get('query ($id: ID!) { webhook(id: $id) { signingSecrets { id } } }', { id }, 'webhook.signingSecrets.1.id');
    this.#replaced = { webhookId: id, secretId: secret };
    return secret;
  }

  /** The webhook of the last replaced secret: an example names both. */
  #replaced: { webhookId: string; secretId: string } | null = null;

  /** Corrects pairs that belong together: a secret and its webhook. */
  pair(variables: Record<string, unknown>): Record<string, unknown> {
    const { input } = variables as { input?: Record<string, unknown> };
    if (!this.#replaced || input?.secretId !== this.#replaced.secretId) return variables;
    return { ...variables, input: { ...input, id: this.#replaced.webhookId } };
  }

  async #event(what: 'id' | 'delivery' | 'attempt'): Promise<string> {
    const webhookId = await this.#webhook();
    const id = await this.#do('webhookSampleSend', 'WebhookSampleSendInput', { id: webhookId, eventType: 'license.activated' }, 'delivery { id }', 'delivery.id');
    await this.#until(id, 'SUCCEEDED');
    if (what === 'delivery') return id;
    const path = what === 'id' ? 'delivery.event.id' : 'delivery.attempts.nodes.0.id';
    return this.#get('query ($id: ID!) { delivery(id: $id) { event { id } attempts(first: 1) { nodes { id } } } }', { id }, path);
  }

  async #waitingDelivery(): Promise<string> {
    const webhookId = await this.#webhook({ url: this.#receiver.url(BAD_PATH) });
    const input = { id: webhookId, eventType: 'license.activated', withRetries: true };
    const id = await this.#do('webhookSampleSend', 'WebhookSampleSendInput', input, 'delivery { id }', 'delivery.id');
    await this.#until(id, 'RETRYING');
    return id;
  }

  async #until(id: string, status: string): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (await this.#get('query ($id: ID!) { delivery(id: $id) { status } }', { id }, 'delivery.status') !== status) {
      if (performance.now() > giveUpAt) throw new Error(`Delivery ${id} did not become ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #operation(size: number): Promise<string> {
    const ids: string[] = [];
    for (let count = 0; count < size; count++) ids.push(await this.#event('delivery'));
    const input = { scope: { ids }, onlyUnsuccessful: false, maxRequestsPerSecond: 1, idempotencyKey: `operation-${this.#next()}` };
    return this.#do('deliveriesReplay', 'DeliveriesReplayInput', input, 'bulkOperation { id }', 'bulkOperation.id');
  }

  #apiKey(): Promise<string> {
    const input = { name: `Key ${this.#next()}`, scopes: ['WEBHOOKS_READ'], environments: ['STAGING'] };
    return this.#do('apiKeyCreate', 'ApiKeyCreateInput', input, 'apiKey { id }', 'apiKey.id');
  }

  async #invitation(): Promise<{ memberId: string; token: string }> {
    const query = 'mutation ($input: MemberInviteInput!) { memberInvite(input: $input) { member { id } invitationUrl userErrors { message } } }';
    const { memberInvite: { member, invitationUrl } } = await this.#admin.graphql<{ memberInvite: { member: { id: string }; invitationUrl: string } }>(
      query, { input: { email: `member${this.#next()}@example.com`, role: 'ADMIN' } });
    return { memberId: member.id, token: /([\w-]{30,})$/.exec(invitationUrl)?.[1] ?? '' };
  }

  async #member(): Promise<string> {
    const { memberId, token } = await this.#invitation();
    const input = { token, name: 'Bob', password: NEW_PASSWORD };
    await this.#app.anonymous.graphql('mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { message } } }', { input });
    return memberId;
  }

  async #suspendedMember(): Promise<string> {
    const id = await this.#member();
    return this.#do('memberSuspend', 'MemberSuspendInput', { id }, 'member { id }', 'member.id');
  }

  #account(): Promise<string> {
    return this.#do('accountCreate', 'AccountCreateInput', { name: `Account ${this.#next()}` }, 'account { id }', 'account.id');
  }

  #eventType(): Promise<string> {
    const input = { code: `billing.event${this.#next()}`, name: 'Invoice', description: 'An invoice.', group: 'product', payloadSchema: { type: 'object' }, examples: [{}] };
    return this.#do('eventTypeCreate', 'EventTypeCreateInput', input, 'eventType { code }', 'eventType.code');
  }

  async #otherSession(): Promise<string> {
    const other = await this.session();
    const { viewer } = await other.graphql<{ viewer: { sessions: { id: string; isCurrent: boolean }[] } }>('{ viewer { sessions { id isCurrent } } }');
    return viewer.sessions.find(({ isCurrent }) => isCurrent)?.id ?? '';
  }

  /** What the newcomer's app shows once it has its secret. */
  async #firstCode(): Promise<string> {
    const begin = 'mutation ($input: TwoFactorBeginInput!) { twoFactorBegin(input: $input) { secret } }';
    const answer = await this.#newcomer?.graphql<{ twoFactorBegin: { secret: string } }>(begin, { input: { password: NEW_PASSWORD } });
    return totpCode(answer?.twoFactorBegin.secret ?? '');
  }

  /** Stands in place of a code of the app, of which the next one takes half a minute. */
  async #recoveryCode(): Promise<string> {
    const confirm = 'mutation ($input: TwoFactorConfirmInput!) { twoFactorConfirm(input: $input) { recoveryCodes } }';
    const answer = await this.#newcomer?.graphql<{ twoFactorConfirm: { recoveryCodes: string[] } }>(confirm, { input: { code: await this.#firstCode() } });
    return answer?.twoFactorConfirm.recoveryCodes[0] ?? '';
  }
}
