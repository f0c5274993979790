import type { SchemaEnum } from '../../graphql.ts';

export type ApiScope = SchemaEnum<'ApiScope'>;

interface ScopeLook {
  label: string;
  meaning: string;
  /** Nobody but a Super Admin may make a key with it. */
  isForSuperAdmins?: boolean;
}

export const API_SCOPES: Record<ApiScope, ScopeLook> = {
  EVENTS_PUBLISH: { label: 'Publish events', meaning: 'What the licence back end needs', isForSuperAdmins: true },
  WEBHOOKS_READ: { label: 'Read webhooks', meaning: 'Webhooks, deliveries, the catalogue and live streams' },
  WEBHOOKS_WRITE: { label: 'Write webhooks', meaning: 'Create, change, test and delete webhooks' },
  DELIVERIES_WRITE: { label: 'Retry deliveries', meaning: 'Make another attempt' },
  AUDIT_READ: { label: 'Read the audit log', meaning: 'Who changed what' },
};

/** Scopes that something can be done with; a scope without a use is not offered. */
export const OFFERED_SCOPES: readonly ApiScope[] = ['EVENTS_PUBLISH', 'WEBHOOKS_READ', 'WEBHOOKS_WRITE', 'DELIVERIES_WRITE'];
