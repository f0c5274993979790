/** Member roles, lowest first. */
export const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN', 'SUPER_ADMIN'] as const;

export type Role = (typeof ROLES)[number];

/** What an API key may do. */
export const API_SCOPES = ['WEBHOOKS_READ', 'WEBHOOKS_WRITE', 'DELIVERIES_WRITE', 'EVENTS_PUBLISH', 'AUDIT_READ'] as const;

export type ApiScope = (typeof API_SCOPES)[number];

/** The role with which a member may do by hand what a scope lets a program do. Who makes a key needs it: nobody grants more than they have. */
export const ROLE_OF_SCOPE: Readonly<Record<ApiScope, Role>> = {
  WEBHOOKS_READ: 'ADMIN',
  WEBHOOKS_WRITE: 'ADMIN',
  DELIVERIES_WRITE: 'ADMIN',
  EVENTS_PUBLISH: 'SUPER_ADMIN',
  AUDIT_READ: 'ADMIN',
};

/** Whether a role is at least as high as another. */
export function roleAtLeast(role: Role, min: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(min);
}
