import type { ApiClient } from './api-client.ts';
import { ConsoleInBrowser } from './console.ts';
import type { Receiver } from './receiver.ts';
import { until } from './until.ts';

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { userErrors { message } } }';
const FIND = '{ webhooks(first: 20) { nodes { id name } } deliveries(first: 20, filter: { statuses: [FAILED] }) { nodes { id } } }';
const WAITING = '{ deliveries(first: 1, filter: { statuses: [SUCCEEDED, FAILED] }) { count { value } } }';
const REPLAY = 'mutation ($input: DeliveriesReplayInput!) { deliveriesReplay(input: $input) { userErrors { message } } }';
const CREATE_TYPE = 'mutation ($input: EventTypeCreateInput!) { eventTypeCreate(input: $input) { userErrors { message } } }';
const INVITE = 'mutation ($input: MemberInviteInput!) { memberInvite(input: $input) { userErrors { message } } }';
const CREATE_KEY = 'mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { userErrors { message } } }';

const retries = (...delays: string[]) => ({ backoff: { custom: { delays } } });

/** One webhook of every state: its path at the receiver, and how that answers. */
const WEBHOOKS = [
  { path: '/billing', status: 200, name: 'Billing sync', environment: 'PRODUCTION', events: ['license.*', 'contract.*'], description: 'Invoices follow the licences.' },
  { path: '/fraud', status: 500, name: 'Fraud watch', environment: 'PRODUCTION', events: ['license.*', 'activation.failed'], retryPolicy: retries('PT1S') },
  { path: '/support', status: 503, name: 'Support desk', environment: 'PRODUCTION', events: ['license.*'], retryPolicy: retries('PT2H', 'PT4H') },
  { path: '/partner', status: 410, name: 'Partner portal (retired)', environment: 'PRODUCTION', events: ['product.*'] },
  { path: '/chat', status: 200, name: 'Slack: licences', environment: 'PRODUCTION', events: ['license.suspended'], payloadFormat: 'SLACK' },
  { path: '/staging', status: 204, name: 'Staging mirror', environment: 'STAGING', events: ['*'] },
  { path: '/sandbox', status: 200, name: 'Developer sandbox', environment: 'DEVELOPMENT', events: ['license.*'], isActive: false },
] as const;

const OWN_TYPE = {
  code: 'invoice.paid', name: 'Invoice paid', description: 'An invoice was paid in full.', group: 'invoice',
  payloadSchema: { type: 'object', required: ['total'], properties: { total: { type: 'number', description: 'In euros.' } } }, examples: [{ total: 12.5 }],
};

/** Deliveries that end, some after a retry; those of the support desk wait. */
const ENDED = 7;

/** A console with something of everything: webhooks that are well, fail, wait, are off; events, an operation, colleagues, keys. */
export async function startFilledConsole(): Promise<ConsoleInBrowser> {
  const console = await ConsoleInBrowser.start();
  await createWebhooks(console.server.api, console.receiver);
  await done(console.asSuperAdmin, CREATE_TYPE, { input: OWN_TYPE });
  for (const [type, environment] of [['license.suspended', 'PRODUCTION'], ['license.activated', 'PRODUCTION'], ['product.created', 'PRODUCTION'], ['license.created', 'STAGING']] as const) {
    await console.publish(type, environment, `${type}_1`);
  }
  await untilEnded(console.server.api);
  await replayFailed(console.server.api);
  for (const [email, role] of [['priya.raman@keybell.example', 'ADMIN'], ['mei.tanaka@keybell.example', 'VIEWER']]) await done(console.asSuperAdmin, INVITE, { input: { email, role } });
  await done(console.asSuperAdmin, CREATE_KEY, { input: { name: 'Licensing back end', scopes: ['EVENTS_PUBLISH'], environments: ['PRODUCTION'] } });
  return console;
}

async function createWebhooks(api: ApiClient, receiver: Receiver): Promise<void> {
  receiver.respond(({ path }) => ({ status: WEBHOOKS.find((webhook) => webhook.path === path)?.status ?? 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }));
  for (const { path, status: _status, ...input } of WEBHOOKS) await done(api, CREATE, { input: { ...input, url: receiver.url(path) } });
}

/** Some are replayed to a webhook that takes them. */
async function replayFailed(api: ApiClient): Promise<void> {
  const { webhooks, deliveries } = await api.graphql<Record<'webhooks' | 'deliveries', { nodes: { id: string; name?: string }[] }>>(FIND);
  const targetWebhookId = webhooks.nodes.find(({ name }) => name === 'Billing sync')?.id;
  await done(api, REPLAY, { input: { scope: { ids: deliveries.nodes.map(({ id }) => id) }, idempotencyKey: 'replay', targetWebhookId } });
}

function untilEnded(api: ApiClient): Promise<void> {
  return until('the end of the deliveries', async () => (await api.graphql<{ deliveries: { count: { value: number } } }>(WAITING)).deliveries.count.value >= ENDED);
}

/** A mutation that must not complain. */
async function done(api: ApiClient, mutation: string, variables: Record<string, unknown>): Promise<void> {
  const answer = await api.graphql<Record<string, { userErrors: { message: string }[] }>>(mutation, variables);
  const complaints = Object.values(answer).flatMap(({ userErrors }) => userErrors);
  if (complaints.length > 0) throw new Error(complaints.map(({ message }) => message).join(' '));
}
