export const WEBHOOK_TABS = ['overview', 'deliveries', 'security', 'test', 'settings', 'activity'] as const;
export type WebhookTab = (typeof WEBHOOK_TABS)[number];

/** The tab that `?tab=` names; the overview for anything else. */
export const tabOf = (value: unknown): WebhookTab => WEBHOOK_TABS.find((tab) => tab === value) ?? 'overview';
