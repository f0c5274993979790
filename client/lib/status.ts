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
  IN_PROGRESS: { label: 'Sending', icon: 'i-lucide-arrow-up-right', tone: 'wait' },
  SUCCEEDED: { label: 'Succeeded', icon: 'i-lucide-circle-check', tone: 'ok' },
  FAILED: { label: 'Failed', icon: 'i-lucide-circle-x', tone: 'fail' },
};

export const DELIVERY_STATUS: Record<SchemaEnum<'DeliveryStatus'>, StatusLook> = {
  PENDING: { label: 'Waiting', icon: 'i-lucide-clock', tone: 'wait' },
  IN_PROGRESS: { label: 'Sending', icon: 'i-lucide-arrow-up-right', tone: 'wait' },
  RETRYING: { label: 'Retrying', icon: 'i-lucide-rotate-cw', tone: 'retry' },
  SUCCEEDED: { label: 'Succeeded', icon: 'i-lucide-circle-check', tone: 'ok' },
  FAILED: { label: 'Gave up', icon: 'i-lucide-octagon-x', tone: 'fail' },
  CANCELLED: { label: 'Cancelled', icon: 'i-lucide-ban', tone: 'pause' },
  SKIPPED: { label: 'Skipped', icon: 'i-lucide-circle-slash', tone: 'pause' },
};

export const HEALTH: Record<ShownHealth, StatusLook> = {
  HEALTHY: { label: 'Healthy', icon: 'i-lucide-circle-check', tone: 'ok' },
  DEGRADED: { label: 'Degraded', icon: 'i-lucide-triangle-alert', tone: 'retry' },
  FAILING: { label: 'Failing', icon: 'i-lucide-circle-x', tone: 'fail' },
  IDLE: { label: 'No traffic', icon: 'i-lucide-circle-dashed', tone: 'pause' },
  OFF: { label: 'Off', icon: 'i-lucide-circle-pause', tone: 'pause' },
};

export const OPERATION_STATUS: Record<SchemaEnum<'BulkOperationStatus'>, StatusLook> = {
  QUEUED: { label: 'Waiting', icon: 'i-lucide-clock', tone: 'wait' },
  RUNNING: { label: 'Running', icon: 'i-lucide-arrow-up-right', tone: 'wait' },
  CANCELLING: { label: 'Stopping', icon: 'i-lucide-circle-stop', tone: 'pause' },
  COMPLETED: { label: 'Done', icon: 'i-lucide-circle-check', tone: 'ok' },
  CANCELLED: { label: 'Stopped', icon: 'i-lucide-circle-stop', tone: 'pause' },
  FAILED: { label: 'Failed', icon: 'i-lucide-circle-x', tone: 'fail' },
};

export const MEMBER_STATUS: Record<SchemaEnum<'MemberStatus'>, StatusLook> = {
  INVITED: { label: 'Invited', icon: 'i-lucide-clock', tone: 'wait' },
  ACTIVE: { label: 'Active', icon: 'i-lucide-circle-check', tone: 'ok' },
  SUSPENDED: { label: 'Suspended', icon: 'i-lucide-ban', tone: 'pause' },
};

export const SIGNING_KEY_STATE: Record<SchemaEnum<'SigningKeyState'>, StatusLook> = {
  UPCOMING: { label: 'Upcoming', icon: 'i-lucide-clock', tone: 'wait' },
  ACTIVE: { label: 'Signs', icon: 'i-lucide-circle-check', tone: 'ok' },
  RETIRED: { label: 'Retired', icon: 'i-lucide-circle-pause', tone: 'pause' },
  REVOKED: { label: 'Withdrawn', icon: 'i-lucide-ban', tone: 'pause' },
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
