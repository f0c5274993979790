/** Every address of the console, relative to the base `/admin/`. */
export const paths = {
  signIn: '/sign-in',
  setup: '/setup',
  webhooks: '/webhooks',
  webhookNew: '/webhooks/new',
  webhook: (id: string) => `/webhooks/${encodeURIComponent(id)}`,
  webhookEdit: (id: string) => `/webhooks/${encodeURIComponent(id)}/edit`,
  deliveries: '/webhook-deliveries',
  delivery: (id: string) => `/webhook-deliveries/${encodeURIComponent(id)}`,
  live: '/webhook-deliveries/live',
  operations: '/webhook-operations',
  operation: (id: string) => `/webhook-operations/${encodeURIComponent(id)}`,
  apiCredentials: '/api-credentials',
} as const;
