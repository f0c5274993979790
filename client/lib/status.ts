import { t } from '../i18n.ts';
import type { SchemaEnum } from '../graphql.ts';

/** Stem of the colour tokens, `--kb-<tone>`, `--kb-<tone>-mark`, `--kb-<tone>-tint`. */
export type Tone = 'ok' | 'fail' | 'retry' | 'wait' | 'pause';

/** How a status is shown, in this order of trust: icon, word, colour. */
export interface StatusLook {
  label: string;
  icon: string;
  tone: Tone;
}

/** Health as the list shows it: an inactive webhook is off, whatever its last attempts were. */
export type ShownHealth = SchemaEnum<'HealthState'> | 'OFF';

export const ATTEMPT_STATUS: Record<SchemaEnum<'AttemptStatus'>, StatusLook> = {
  IN_PROGRESS: { label: t('status.attempt.IN_PROGRESS'), icon: 'i-lucide-arrow-up-right', tone: 'wait' },
  SUCCEEDED: { label: t('status.attempt.SUCCEEDED'), icon: 'i-lucide-circle-check', tone: 'ok' },
  FAILED: { label: t('status.attempt.FAILED'), icon: 'i-lucide-circle-x', tone: 'fail' },
};

export const DELIVERY_STATUS: Record<SchemaEnum<'DeliveryStatus'>, StatusLook> = {
  PENDING: { label: t('status.delivery.PENDING'), icon: 'i-lucide-clock', tone: 'wait' },
  IN_PROGRESS: { label: t('status.delivery.IN_PROGRESS'), icon: 'i-lucide-arrow-up-right', tone: 'wait' },
  RETRYING: { label: t('status.delivery.RETRYING'), icon: 'i-lucide-rotate-cw', tone: 'retry' },
  SUCCEEDED: { label: t('status.delivery.SUCCEEDED'), icon: 'i-lucide-circle-check', tone: 'ok' },
  FAILED: { label: t('status.delivery.FAILED'), icon: 'i-lucide-octagon-x', tone: 'fail' },
  CANCELLED: { label: t('status.delivery.CANCELLED'), icon: 'i-lucide-ban', tone: 'pause' },
  SKIPPED: { label: t('status.delivery.SKIPPED'), icon: 'i-lucide-circle-slash', tone: 'pause' },
};

export const HEALTH: Record<ShownHealth, StatusLook> = {
  HEALTHY: { label: t('status.health.HEALTHY'), icon: 'i-lucide-circle-check', tone: 'ok' },
  DEGRADED: { label: t('status.health.DEGRADED'), icon: 'i-lucide-triangle-alert', tone: 'retry' },
  FAILING: { label: t('status.health.FAILING'), icon: 'i-lucide-circle-x', tone: 'fail' },
  IDLE: { label: t('status.health.IDLE'), icon: 'i-lucide-circle-dashed', tone: 'pause' },
  OFF: { label: t('status.health.OFF'), icon: 'i-lucide-circle-pause', tone: 'pause' },
};

export const OPERATION_STATUS: Record<SchemaEnum<'BulkOperationStatus'>, StatusLook> = {
  QUEUED: { label: t('status.operation.QUEUED'), icon: 'i-lucide-clock', tone: 'wait' },
  RUNNING: { label: t('status.operation.RUNNING'), icon: 'i-lucide-arrow-up-right', tone: 'wait' },
  CANCELLING: { label: t('status.operation.CANCELLING'), icon: 'i-lucide-circle-stop', tone: 'pause' },
  COMPLETED: { label: t('status.operation.COMPLETED'), icon: 'i-lucide-circle-check', tone: 'ok' },
  CANCELLED: { label: t('status.operation.CANCELLED'), icon: 'i-lucide-circle-stop', tone: 'pause' },
  FAILED: { label: t('status.operation.FAILED'), icon: 'i-lucide-circle-x', tone: 'fail' },
};

export const MEMBER_STATUS: Record<SchemaEnum<'MemberStatus'>, StatusLook> = {
  INVITED: { label: t('status.member.INVITED'), icon: 'i-lucide-clock', tone: 'wait' },
  ACTIVE: { label: t('status.member.ACTIVE'), icon: 'i-lucide-circle-check', tone: 'ok' },
  SUSPENDED: { label: t('status.member.SUSPENDED'), icon: 'i-lucide-ban', tone: 'pause' },
};

export const SIGNING_KEY_STATE: Record<SchemaEnum<'SigningKeyState'>, StatusLook> = {
  UPCOMING: { label: t('status.signingKey.UPCOMING'), icon: 'i-lucide-clock', tone: 'wait' },
  ACTIVE: { label: t('status.signingKey.ACTIVE'), icon: 'i-lucide-circle-check', tone: 'ok' },
  RETIRED: { label: t('status.signingKey.RETIRED'), icon: 'i-lucide-circle-pause', tone: 'pause' },
  REVOKED: { label: t('status.signingKey.REVOKED'), icon: 'i-lucide-ban', tone: 'pause' },
};

const TABLES = { attempt: ATTEMPT_STATUS, delivery: DELIVERY_STATUS, health: HEALTH, operation: OPERATION_STATUS, member: MEMBER_STATUS, signingKey: SIGNING_KEY_STATE } as const;

export type StatusKind = keyof typeof TABLES;
export type StatusValue<Kind extends StatusKind> = keyof (typeof TABLES)[Kind];

/** The look of a status. A server newer than this page may send one that is unknown here: it is shown by its name. */
export function statusLook(kind: StatusKind, value: string): StatusLook {
  const table: Record<string, StatusLook> = TABLES[kind];
  return table[value] ?? { label: humanised(value), icon: 'i-lucide-circle-help', tone: 'pause' };
}

function humanised(value: string): string {
  return value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ');
}
