import type { RouteLocationRaw } from 'vue-router';
import { paths } from '../../paths.ts';
import { SYSTEM_ACTORS } from './audit-filter.ts';
import type { AuditEntry } from './audit-log.queries.ts';

/** Actions by what they are about, in the words of the page. */
const ACTIONS: Readonly<Record<string, { label: string; actions: Readonly<Record<string, string>> }>> = {
  webhook: {
    label: 'Webhooks',
    actions: {
      'webhook.create': 'Created webhook', 'webhook.update': 'Changed webhook', 'webhook.activate': 'Activated webhook', 'webhook.deactivate': 'Deactivated webhook',
      'webhook.delete': 'Deleted webhook', 'webhook.restore': 'Restored webhook', 'webhook.test': 'Tested webhook', 'webhook.sample': 'Sent a sample to',
      'webhook.secret.reveal': 'Revealed secret of', 'webhook.secret.rotate': 'Replaced secret of', 'webhook.secret.expire': 'Ended old secret of',
    },
  },
  delivery: { label: 'Deliveries', actions: { 'delivery.retry': 'Retried delivery', 'delivery.cancel': 'Cancelled delivery' } },
  deliveries: { label: 'Operations', actions: { 'deliveries.replay': 'Began replay', 'deliveries.cancel': 'Began cancellation' } },
  bulkOperation: { label: 'Operations', actions: { 'bulkOperation.cancel': 'Stopped operation' } },
  eventType: { label: 'Event types', actions: { 'eventType.create': 'Added event type', 'eventType.update': 'Changed event type', 'eventType.deprecate': 'Deprecated event type' } },
  member: {
    label: 'Members',
    actions: {
      'member.invite': 'Invited', 'member.accept': 'Accepted invitation', 'member.roleUpdate': 'Changed role of', 'member.suspend': 'Suspended',
      'member.reinstate': 'Reinstated', 'member.remove': 'Removed member',
    },
  },
  session: {
    label: 'Sessions',
    actions: { 'session.signIn': 'Signed in', 'session.signInRefused': 'Sign-in refused', 'session.signOut': 'Signed out', 'session.switchAccount': 'Switched to this account' },
  },
  apiKey: { label: 'API keys', actions: { 'apiKey.create': 'Created API key', 'apiKey.revoke': 'Revoked API key' } },
  signingKey: { label: 'Signing keys', actions: { 'signingKey.rotate': 'Rotated signing key' } },
  settings: { label: 'Settings', actions: { 'settings.update': 'Changed settings' } },
  account: { label: 'Account', actions: { 'account.create': 'Made account' } },
  setup: { label: 'Set-up', actions: { 'setup.complete': 'Completed the set-up' } },
};

const WORDS = Object.assign({}, ...Object.values(ACTIONS).map(({ actions }) => actions)) as Record<string, string>;

/** An action in words; one that a newer server knows and this page does not is shown by its code. */
export const actionWords = (action: string): string => WORDS[action] ?? action;

/** Choices of the filter, by what they are about: everything about it first, then each action. */
export const ACTION_CHOICES = Object.entries(ACTIONS).map(([prefix, { label, actions }]) => {
  const single = Object.entries(actions).map(([value, words]) => ({ value, label: words.replace(/ (?:of|to)$/, '') }));
  return single.length > 1 ? [{ value: `${prefix}.*`, label: `${label}: all` }, ...single] : single;
});

/** The page about the target, where there is one. */
export function targetPage(target: AuditEntry['target']): RouteLocationRaw | null {
  if (target === null) return null;
  const pages: Record<string, (id: string) => RouteLocationRaw> = {
    Webhook: paths.webhook,
    Delivery: paths.delivery,
    BulkOperation: paths.operation,
    Member: () => paths.members,
    ApiKey: () => ({ path: paths.apiCredentials, query: { tab: 'keys' } }),
    SigningKey: () => paths.apiCredentials,
    Account: () => paths.webhookSettings,
  };
  return pages[target.__typename]?.(target.id) ?? null;
}

/** Who did it, as they were called then. */
export function actorWords({ actor, actorName }: Pick<AuditEntry, 'actor' | 'actorName'>): string {
  if (actor?.__typename !== 'SystemActor') return actorName;
  return SYSTEM_ACTORS.find(({ value }) => value === actor.component)?.label ?? actorName;
}

/** What to filter by for more of the same actor; null when it is gone. */
export function actorId({ actor }: Pick<AuditEntry, 'actor'>): string | null {
  if (!actor) return null;
  return actor.__typename === 'SystemActor' ? actor.component : actor.id;
}
