import type { RouteLocationRaw } from 'vue-router';
import { t } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { SYSTEM_ACTORS } from './audit-filter.ts';
import type { AuditEntry } from './audit-log.queries.ts';

/** Actions by what they are about, in the words of the page. */
const ACTIONS: Readonly<Record<string, { label: string; actions: Readonly<Record<string, string>> }>> = {
  webhook: {
    label: t('auditLog.groups.webhook'),
    actions: {
      'webhook.create': t('auditLog.actions.webhookCreate'), 'webhook.update': t('auditLog.actions.webhookUpdate'), 'webhook.activate': t('auditLog.actions.webhookActivate'), 'webhook.deactivate': t('auditLog.actions.webhookDeactivate'),
      'webhook.delete': t('auditLog.actions.webhookDelete'), 'webhook.restore': t('auditLog.actions.webhookRestore'), 'webhook.test': t('auditLog.actions.webhookTest'), 'webhook.sample': t('auditLog.actions.webhookSample'),
      'webhook.secret.reveal': t('auditLog.actions.webhookSecretReveal'), 'webhook.secret.rotate': t('auditLog.actions.webhookSecretRotate'), 'webhook.secret.expire': t('auditLog.actions.webhookSecretExpire'),
    },
  },
  delivery: { label: t('auditLog.groups.delivery'), actions: { 'delivery.retry': t('auditLog.actions.deliveryRetry'), 'delivery.cancel': t('auditLog.actions.deliveryCancel') } },
  deliveries: { label: t('auditLog.groups.deliveries'), actions: { 'deliveries.replay': t('auditLog.actions.deliveriesReplay'), 'deliveries.cancel': t('auditLog.actions.deliveriesCancel') } },
  bulkOperation: { label: t('auditLog.groups.deliveries'), actions: { 'bulkOperation.cancel': t('auditLog.actions.bulkOperationCancel') } },
  deliveryAttempts: {
    label: t('auditLog.groups.deliveryAttempts'),
    actions: { 'deliveryAttempts.export': t('auditLog.actions.deliveryAttemptsExport'), 'deliveryAttempts.download': t('auditLog.actions.deliveryAttemptsDownload') },
  },
  eventType: { label: t('auditLog.groups.eventType'), actions: { 'eventType.create': t('auditLog.actions.eventTypeCreate'), 'eventType.update': t('auditLog.actions.eventTypeUpdate'), 'eventType.deprecate': t('auditLog.actions.eventTypeDeprecate') } },
  member: {
    label: t('auditLog.groups.member'),
    actions: {
      'member.invite': t('auditLog.actions.memberInvite'), 'member.accept': t('auditLog.actions.memberAccept'), 'member.roleUpdate': t('auditLog.actions.memberRoleUpdate'), 'member.suspend': t('auditLog.actions.memberSuspend'),
      'member.reinstate': t('auditLog.actions.memberReinstate'), 'member.remove': t('auditLog.actions.memberRemove'), 'member.resetTwoFactor': t('auditLog.actions.memberResetTwoFactor'),
    },
  },
  session: {
    label: t('auditLog.groups.session'),
    actions: { 'session.signIn': t('auditLog.actions.sessionSignIn'), 'session.signInRefused': t('auditLog.actions.sessionSignInRefused'), 'session.signOut': t('auditLog.actions.sessionSignOut'), 'session.switchAccount': t('auditLog.actions.sessionSwitchAccount'),
      'session.reauthenticate': t('auditLog.actions.sessionReauthenticate'), 'session.revoke': t('auditLog.actions.sessionRevoke'), 'session.revokeOthers': t('auditLog.actions.sessionRevokeOthers') },
  },
  twoFactor: {
    label: t('auditLog.groups.twoFactor'),
    actions: {
      'twoFactor.enable': t('auditLog.actions.twoFactorEnable'), 'twoFactor.disable': t('auditLog.actions.twoFactorDisable'), 'twoFactor.renewRecoveryCodes': t('auditLog.actions.twoFactorRenewRecoveryCodes'),
    },
  },
  apiKey: { label: t('auditLog.groups.apiKey'), actions: { 'apiKey.create': t('auditLog.actions.apiKeyCreate'), 'apiKey.revoke': t('auditLog.actions.apiKeyRevoke') } },
  signingKey: { label: t('auditLog.groups.signingKey'), actions: { 'signingKey.rotate': t('auditLog.actions.signingKeyRotate') } },
  settings: { label: t('auditLog.groups.settings'), actions: { 'settings.update': t('auditLog.actions.settingsUpdate') } },
  account: { label: t('auditLog.groups.account'), actions: { 'account.create': t('auditLog.actions.accountCreate'), 'account.update': t('auditLog.actions.accountUpdate') } },
  setup: { label: t('auditLog.groups.setup'), actions: { 'setup.complete': t('auditLog.actions.setupComplete') } },
};

const WORDS = Object.assign({}, ...Object.values(ACTIONS).map(({ actions }) => actions)) as Record<string, string>;

/** An action in words; one that a newer server knows and this page does not is shown by its code. */
export const actionWords = (action: string): string => WORDS[action] ?? action;

/** Choices of the filter, by what they are about: everything about it first, then each action. */
export const ACTION_CHOICES = Object.entries(ACTIONS).map(([prefix, { label, actions }]) => {
  const single = Object.entries(actions).map(([value, words]) => ({ value, label: words.replace(/ (?:of|to|an|von)$/, '') }));
  return single.length > 1 ? [{ value: `${prefix}.*`, label: t('auditLog.all', { group: label }) }, ...single] : single;
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
