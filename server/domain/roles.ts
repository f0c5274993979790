/** Member roles, lowest first. */
export const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN', 'SUPER_ADMIN'] as const;

export type Role = (typeof ROLES)[number];

/** What an API key may do. */
export const API_SCOPES = ['WEBHOOKS_READ', 'WEBHOOKS_WRITE', 'DELIVERIES_WRITE', 'EVENTS_PUBLISH', 'AUDIT_READ'] as const;

export type ApiScope = (typeof API_SCOPES)[number];

/** Whether a role is at least as high as another. */
export function roleAtLeast(role: Role, min: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(min);
}
