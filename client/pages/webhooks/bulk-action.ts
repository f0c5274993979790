import { t } from '../../i18n.ts';

/** What can be done with several webhooks at once. */
export const BULK_ACTIONS = ['activate', 'deactivate', 'test', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** From so many webhooks on, or in production, the number is typed before they are deleted. */
const WIDE = 10;

interface Picked {
  environment: { key: string };
}

/** What must be typed first; null when a click is enough, because it can be undone or reaches little. */
export function phraseOf(action: BulkAction, webhooks: readonly Picked[]): string | null {
  if (action !== 'delete') return null;
  const isDelicate = webhooks.length >= WIDE || webhooks.some(({ environment }) => environment.key === 'PRODUCTION');
  return isDelicate ? String(webhooks.length) : null;
}

export const bulkTitle = (action: BulkAction, count: number): string => t(`webhooks.bulk.${action}.title`, { n: count }, count);
