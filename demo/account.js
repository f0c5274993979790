const FAILED = `query { webhooks(first: 100) { nodes { id name } } deliveries(first: 100, filter: { statuses: [FAILED] }) { nodes { id } } }`;
const REPLAY = `mutation ($input: DeliveriesReplayInput!) { deliveriesReplay(input: $input) { userErrors { message } } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { message } } }`;
const INVITE = `mutation ($input: MemberInviteInput!) { memberInvite(input: $input) { userErrors { message } } }`;
const CREATE_TYPE = `mutation ($input: EventTypeCreateInput!) { eventTypeCreate(input: $input) { userErrors { message } } }`;
const CREATE_KEY = `mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { userErrors { message } } }`;

const MEMBERS = [
  { email: 'priya.raman@keybell.example', role: 'ADMIN' }, { email: 'jonas.lind@keybell.example', role: 'OPERATOR' },
  { email: 'mei.tanaka@keybell.example', role: 'VIEWER' },
];
const API_KEYS = [
  { name: 'Licensing back end', scopes: ['EVENTS_PUBLISH'], environments: ['PRODUCTION'] },
  { name: 'Grafana', scopes: ['WEBHOOKS_READ'], environments: ['PRODUCTION', 'STAGING'] },
];

/** Of the account's own, beside the catalogue that all have. */
const OWN_TYPE = {
  code: 'invoice.paid', name: 'Invoice paid', description: 'Fires when an invoice was paid in full, and not for a part of it.', group: 'invoice',
  payloadSchema: { type: 'object', required: ['total'], properties: { total: { type: 'number', description: 'In euros.' } } }, examples: [{ total: 1_250 }],
};

/**
 * What an account has that is used: an event type of its own, colleagues, API keys, and bulk operations that ran.
 * @param {string} baseUrl
 * @param {(query: string, variables?: object) => Promise<Record<string, unknown>>} graphql with an API key
 * @param {{ email: string, password: string }} superAdmin
 */
export async function fillAccount(baseUrl, graphql, superAdmin) {
  const { webhooks, deliveries } = await graphql(FAILED);
  const target = webhooks.nodes.find(({ name }) => name === 'Data warehouse');
  const ids = deliveries.nodes.map(({ id }) => id);
  for (const [index, more] of [{ targetWebhookId: target.id }, { maxRequestsPerSecond: 1 }].entries()) {
    await graphql(REPLAY, { input: { scope: { ids: ids.slice(index * 40, index * 40 + 40) }, idempotencyKey: crypto.randomUUID(), ...more } });
  }
  const asMember = await signedIn(baseUrl, superAdmin);
  await asMember(CREATE_TYPE, { input: OWN_TYPE });
  for (const input of MEMBERS) await asMember(INVITE, { input });
  for (const input of API_KEYS) await asMember(CREATE_KEY, { input });
}

/** Calls the API with the session of a member. */
async function signedIn(baseUrl, input) {
  const ask = (query, variables, cookie = '') => fetch(`${baseUrl}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query, variables }),
  });
  const cookie = (await ask(SIGN_IN, { input })).headers.get('set-cookie')?.split(';')[0] ?? '';
  return (query, variables) => ask(query, variables, cookie);
}
