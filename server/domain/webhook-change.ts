export const WEBHOOK_CHANGE_KINDS = ['CREATED', 'UPDATED', 'DELETED', 'HEALTH'] as const;

export type WebhookChangeKind = (typeof WEBHOOK_CHANGE_KINDS)[number];
