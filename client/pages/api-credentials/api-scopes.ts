import type { SchemaEnum } from '../../graphql.ts';
import { t } from '../../i18n.ts';

export type ApiScope = SchemaEnum<'ApiScope'>;

interface ScopeLook {
  label: string;
  meaning: string;
  /** Nobody but a Super Admin may make a key with it. */
  isForSuperAdmins?: boolean;
}

export const API_SCOPES: Record<ApiScope, ScopeLook> = {
  EVENTS_PUBLISH: { label: t('apiCredentials.scopes.EVENTS_PUBLISH'), meaning: t('apiCredentials.meanings.EVENTS_PUBLISH'), isForSuperAdmins: true },
  WEBHOOKS_READ: { label: t('apiCredentials.scopes.WEBHOOKS_READ'), meaning: t('apiCredentials.meanings.WEBHOOKS_READ') },
  WEBHOOKS_WRITE: { label: t('apiCredentials.scopes.WEBHOOKS_WRITE'), meaning: t('apiCredentials.meanings.WEBHOOKS_WRITE') },
  DELIVERIES_WRITE: { label: t('apiCredentials.scopes.DELIVERIES_WRITE'), meaning: t('apiCredentials.meanings.DELIVERIES_WRITE') },
  AUDIT_READ: { label: t('apiCredentials.scopes.AUDIT_READ'), meaning: t('apiCredentials.meanings.AUDIT_READ') },
};

/** Scopes that something can be done with; a scope without a use is not offered. */
export const OFFERED_SCOPES: readonly ApiScope[] = ['EVENTS_PUBLISH', 'WEBHOOKS_READ', 'WEBHOOKS_WRITE', 'DELIVERIES_WRITE'];
