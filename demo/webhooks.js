/** Waits in seconds, as a retry policy that a visitor can watch. */
const retries = (...seconds) => ({ backoff: { custom: { delays: seconds.map((s) => `PT${s}S`) } }, jitter: 0.1 });

/** One webhook for each kind of receiver; `path` is a path of the demo's receiver. */
const WEBHOOKS = [
  { name: 'Billing sync', path: '/billing', environment: 'PRODUCTION', events: ['license.*', 'contract.*'], description: 'Invoices follow the licences.' },
  { name: 'CRM', path: '/crm', environment: 'PRODUCTION', events: ['license.assigned', 'license.activated', 'license.expired', 'activation.*'] },
  { name: 'Data warehouse', path: '/warehouse', environment: 'PRODUCTION', events: ['*'], maxConcurrency: 20, description: 'Slow, and takes everything.' },
  {
    name: 'Fraud watch', path: '/fraud', environment: 'PRODUCTION', retryPolicy: retries(2, 5, 15, 60),
    events: ['telemetry.flagged', 'activation.failed', 'license.suspended', 'license.revoked'], description: 'Answers 500 to three requests in ten.',
  },
  {
    name: 'Support desk', path: '/support', environment: 'PRODUCTION', retryPolicy: retries(10, 30, 60),
    events: ['license.suspended', 'license.revoked', 'contract.suspended'], description: 'Down for maintenance: always 503.',
  },
  { name: 'Partner portal (retired)', path: '/partner', environment: 'PRODUCTION', events: ['product.*'], description: 'Answers 410, which switches a webhook off.' },
  {
    name: 'Slack: licences', path: '/chat', environment: 'PRODUCTION', payloadFormat: 'SLACK',
    events: ['license.suspended', 'license.revoked', 'contract.suspended', 'contract.created'],
  },
  { name: 'Staging mirror', path: '/staging', environment: 'STAGING', events: ['*'] },
  {
    name: 'Developer sandbox', path: '/sandbox', environment: 'DEVELOPMENT', events: ['license.*', 'telemetry.*'], timeout: 'PT1S',
    retryPolicy: retries(5, 20), description: 'Hangs half of the time, so its requests run out of time.',
  },
];

const FIND = `query DemoWebhooks { webhooks(first: 100) { nodes { id name url } } }`;
const CREATE = `mutation DemoCreate($input: WebhookCreateInput!) { webhookCreate(input: $input) { userErrors { message } } }`;
const MOVE = `mutation DemoMove($input: WebhookUpdateInput!) { webhookUpdate(input: $input) { userErrors { message } } }`;

/**
 * Makes the webhooks of the demo. Those of an earlier run are kept and only told where the receiver is now.
 * @param {(query: string, variables?: object) => Promise<Record<string, unknown>>} graphql
 * @param {(path: string) => string} urlOf
 */
export async function prepareWebhooks(graphql, urlOf) {
  const { webhooks } = await graphql(FIND);
  const known = new Map(webhooks.nodes.map((webhook) => [webhook.name, webhook]));
  for (const { path, ...input } of WEBHOOKS) {
    const url = urlOf(path);
    const existing = known.get(input.name);
    const { userErrors } = existing
      ? (await graphql(MOVE, { input: { id: existing.id, url } })).webhookUpdate
      : (await graphql(CREATE, { input: { ...input, url } })).webhookCreate;
    if (userErrors.length > 0) throw new Error(`Webhook ${input.name}: ${userErrors.map(({ message }) => message).join(' ')}`);
  }
}
