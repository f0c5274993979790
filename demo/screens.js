/** First id that a query of the API finds, at the end of an address. */
const withId = (prefix, query, pick) => async (graphql) => `${prefix}${encodeURIComponent(pick(await graphql(query)) ?? 'none')}`;
const at = (path) => () => `/admin${path}`;

const WEBHOOK = 'query { webhooks(first: 1, filter: { search: "Fraud watch" }) { nodes { id } } }';
const webhookAt = (suffix) => async (graphql) => `/admin/webhooks/${(await graphql(WEBHOOK)).webhooks.nodes[0].id}${suffix}`;
const RETRIED = 'query { deliveries(first: 1, filter: { statuses: [FAILED] }) { nodes { id } } }';
const EVENT = 'query { webhookEvents(first: 1, filter: { types: ["license.*"] }) { nodes { id } } }';
const OPERATION = 'query { bulkOperations(first: 1) { nodes { id } } }';

/** Every screen of the console. @type {import('./screens.d.ts').SCREENS} */
export const SCREENS = [
  { name: 'sign-in', path: at('/sign-in'), isPublic: true },
  { name: 'setup', path: at('/setup?token=of-the-log'), isPublic: true },
  { name: 'invitation', path: at('/invitation?token=of-the-letter'), isPublic: true },
  { name: 'overview', path: at('/overview') },
  { name: 'webhooks', path: at('/webhooks') },
  { name: 'webhooks-no-match', path: at('/webhooks?q=nothing+like+it') },
  { name: 'webhook-new-drawer', path: at('/webhooks?form=new') },
  { name: 'webhook-edit-drawer', path: withId('/admin/webhooks?form=', WEBHOOK, ({ webhooks }) => webhooks.nodes[0]?.id) },
  { name: 'webhook-new', path: at('/webhooks/new') },
  { name: 'webhook-edit', path: webhookAt('/edit') },
  ...['overview', 'deliveries', 'security', 'test', 'settings', 'activity'].map((tab) => ({ name: `webhook-${tab}`, path: webhookAt(`?tab=${tab}`) })),
  { name: 'deliveries', path: at('/webhook-deliveries') },
  { name: 'delivery', path: withId('/admin/webhook-deliveries/', RETRIED, ({ deliveries }) => deliveries.nodes[0]?.id) },
  { name: 'live-stream', path: at('/webhook-deliveries/live') },
  { name: 'live-lanes', path: at('/webhook-deliveries/live?view=lanes') },
  { name: 'events', path: at('/webhook-events') },
  { name: 'event', path: withId('/admin/webhook-events/', EVENT, ({ webhookEvents }) => webhookEvents.nodes[0]?.id) },
  { name: 'catalogue', path: at('/webhook-catalogue') },
  { name: 'event-type', path: at('/webhook-catalogue/license.activated') },
  { name: 'event-type-new', path: at('/webhook-catalogue/new') },
  { name: 'event-type-edit', path: at('/webhook-catalogue/invoice.paid/edit') },
  { name: 'operations', path: at('/webhook-operations') },
  { name: 'operation', path: withId('/admin/webhook-operations/', OPERATION, ({ bulkOperations }) => bulkOperations.nodes[0]?.id) },
  { name: 'settings', path: at('/settings/webhooks') },
  { name: 'api-credentials', path: at('/api-credentials') },
  { name: 'api-keys', path: at('/api-credentials?tab=keys') },
  { name: 'members', path: at('/members') },
  { name: 'audit-log', path: at('/audit-log') },
  { name: 'api-docs', path: at('/api-docs') },
  { name: 'automation', path: at('/automation') },
  { name: 'security', path: at('/security') },
  { name: 'not-found', path: at('/no-such-page') },
];
