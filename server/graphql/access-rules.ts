import { roleAtLeast, type Role } from '../domain/roles.ts';
import type { AccessRule } from './authorize.ts';
import type { GraphqlContext } from './context.ts';

/** A rule that members pass by their role. */
type RoleRule = AccessRule & { readonly role: Role };

/** Who may read webhooks and what was sent to them. Also guards the way from a mutation's result to what it does not concern. */
export const READ_WEBHOOKS: RoleRule = { role: 'ADMIN', scope: 'WEBHOOKS_READ' };
export const WRITE_WEBHOOKS: RoleRule = { role: 'ADMIN', scope: 'WEBHOOKS_WRITE' };
/** A member only: a program that needs a secret keeps the one it got when it made the webhook. */
export const REVEAL_SECRETS: RoleRule = { role: 'ADMIN' };
export const WRITE_DELIVERIES: RoleRule = { role: 'ADMIN', scope: 'DELIVERIES_WRITE' };
export const PUBLISH_EVENTS: RoleRule = { role: 'SUPER_ADMIN', scope: 'EVENTS_PUBLISH' };

/** Whether the caller may do what a rule guards, for the `viewerCan...` fields. */
export function isAllowed({ viewer }: Pick<GraphqlContext, 'viewer'>, { role, scope }: RoleRule): boolean {
  if (!viewer) return false;
  return viewer.apiKeyId === null ? roleAtLeast(viewer.role, role) : scope !== undefined && viewer.scopes.includes(scope);
}
